-- Every extracted span of an article: its kind, where it stands, and what it was read as.
SELECT 'tanggal' AS kind, field, start_offset, end_offset, date AS told, rule AS detail FROM date_mentions WHERE article_id = :id
UNION ALL
SELECT 'angka', field, start_offset, end_offset, kind || ' ' || indicator, rule FROM figures WHERE article_id = :id
UNION ALL
SELECT 'kantor', m.field, m.start_offset, m.end_offset, o.kind || ' ' || o.name, o.office_id
FROM article_offices AS o JOIN office_mentions AS m ON m.article_id = o.article_id AND m.office_ord = o.ord
WHERE o.article_id = :id
UNION ALL
SELECT 'pejabat', m.field, m.start_offset, m.end_offset, o.name, o.position
FROM article_officials AS o JOIN official_mentions AS m ON m.article_id = o.article_id AND m.official_ord = o.ord
WHERE o.article_id = :id
UNION ALL
SELECT 'program', field, start_offset, end_offset, code, NULL FROM program_mentions WHERE article_id = :id
UNION ALL
SELECT 'kutipan', q.field, q.start_offset, q.end_offset, q.kind, o.name
FROM quotations AS q LEFT JOIN article_officials AS o ON o.article_id = q.article_id AND o.ord = q.official_ord
WHERE q.article_id = :id
UNION ALL
SELECT 'kejadian', trigger_field, trigger_start, trigger_end, type, status FROM reports WHERE article_id = :id
UNION ALL
SELECT 'keraguan', field, start_offset, end_offset, code, detail FROM issues WHERE article_id = :id AND field IS NOT NULL
