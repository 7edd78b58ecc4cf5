-- Events by month of first publication, the last twelve months that have any.
SELECT month, events FROM (
    SELECT code AS month, events FROM event_tallies WHERE kind = 'month' AND events > 0 ORDER BY code DESC LIMIT 12
) ORDER BY month
