SELECT v.number, v.sequence, v.event_id, v.vevent
FROM json_each(:numbers) AS j CROSS JOIN event_vevents AS v ON v.number = j.value
WHERE +v.look = :look
