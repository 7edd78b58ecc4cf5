SELECT source, state, since FROM source_health ORDER BY state, since, source
