SELECT id, stage, started, finished, state, counts
FROM runs WHERE id IN (SELECT max(id) FROM runs GROUP BY stage) ORDER BY stage
