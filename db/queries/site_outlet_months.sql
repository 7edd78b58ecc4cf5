SELECT month, events FROM (
    SELECT substr(published_day, 1, 7) AS month, count(*) AS events
    FROM articles INDEXED BY articles_of_outlet WHERE outlet_id = :id AND relevant = 1 GROUP BY month ORDER BY month DESC LIMIT 12
) ORDER BY month
