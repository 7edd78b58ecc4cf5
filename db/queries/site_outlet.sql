-- An outlet, also one that has no article any more.
SELECT
    o.id, o.name, o.province, count(a.id) AS articles, coalesce(sum(a.relevant), 0) AS relevant,
    min(a.published_day) AS first_day, max(a.published_day) AS last_day, max(a.fetched) AS fetched,
    (SELECT max(published) FROM articles WHERE relevant = 1) AS newest,
    max(iif(a.relevant, a.published, NULL)) AS relevant_last
FROM outlets AS o LEFT JOIN articles AS a INDEXED BY articles_of_outlet ON a.outlet_id = o.id
WHERE o.id = :id GROUP BY o.id
