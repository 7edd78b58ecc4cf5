-- Events by month of first publication, the last twelve months that have any.
SELECT month, events FROM (
    SELECT substr(published_day, 1, 7) AS month, count(*) AS events
    FROM events WHERE withdrawn IS NULL GROUP BY month ORDER BY month DESC LIMIT 12
) ORDER BY month
