SELECT v.number, v.sequence, v.entry
FROM json_each(:numbers) AS j CROSS JOIN event_entries AS v ON v.form = :form AND v.number = j.value
WHERE v.look = :look
