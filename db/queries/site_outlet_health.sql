SELECT * FROM source_health WHERE source = :id
