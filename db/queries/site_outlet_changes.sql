SELECT noted, state_before, state, why FROM source_health_changes WHERE source = :id ORDER BY sequence DESC LIMIT :limit
