SELECT a.number, a.id, a.published, a.body FROM waiting_articles AS waiting JOIN articles AS a ON a.number = waiting.number
ORDER BY waiting.number LIMIT :limit
