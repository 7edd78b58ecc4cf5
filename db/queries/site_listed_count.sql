SELECT count(*) FROM event_listing WHERE kind = :kind AND code = :code
