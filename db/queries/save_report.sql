-- A report that is found again keeps its event.
INSERT INTO reports (
    id, article_id, type, nth, published, trigger_text, trigger_field, trigger_start, trigger_end, evidence_field,
    evidence_start, evidence_end, status, salience, event_date, event_start, event_end, venue, rule, rules
) VALUES (
    :id, :article_id, :type, :nth, :published, :trigger_text, :trigger_field, :trigger_start, :trigger_end,
    :evidence_field, :evidence_start, :evidence_end, :status, :salience, :event_date, :event_start, :event_end, :venue,
    :rule, :rules
)
ON CONFLICT (id) DO UPDATE SET
    published = excluded.published, trigger_text = excluded.trigger_text, trigger_field = excluded.trigger_field,
    trigger_start = excluded.trigger_start, trigger_end = excluded.trigger_end,
    evidence_field = excluded.evidence_field, evidence_start = excluded.evidence_start,
    evidence_end = excluded.evidence_end, status = excluded.status, salience = excluded.salience,
    event_date = excluded.event_date, event_start = excluded.event_start, event_end = excluded.event_end,
    venue = excluded.venue, rule = excluded.rule, rules = excluded.rules
