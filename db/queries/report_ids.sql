SELECT number, report_id FROM report_numbers WHERE number IN (SELECT value FROM json_each(:numbers))
