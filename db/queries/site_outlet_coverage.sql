SELECT first, last FROM coverage WHERE source = :id ORDER BY first
