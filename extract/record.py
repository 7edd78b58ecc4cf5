"""From a finished reading to the records that are stored and served."""

from typing import Any

from extract.reading import Reading
from models.records import DateMention, Extraction, FigureMention, Office, Official, ProgramMention, Quotation, Span
from models.vocab import Program


def to_extraction(reading: Reading, rules: str) -> Extraction:
    """The records of a reading. An article that is not relevant keeps its dates and issues alone."""
    body = reading.article.text
    dates = tuple(
        DateMention(span, body[span.start : span.end], found.value, found.rule)
        for found in reading.dates
        if found.start >= reading.body
        for span in (reading.span(found.start, found.end),)
    )
    if not reading.relevant:
        return Extraction(reading.article.id, False, rules, dates=dates, issues=tuple(reading.issues))
    figures = tuple(
        FigureMention(
            span,
            body[span.start : span.end],
            found.value,
            found.kind,
            found.unit,
            found.indicator,
            found.rule,
            found.per,
            found.qualifier,
        )
        for found in reading.figures
        if found.start >= reading.body
        for span in (reading.span(found.start, found.end),)
    )
    return Extraction(
        article_id=reading.article.id,
        relevant=True,
        rules=rules,
        dates=dates,
        offices=_offices(reading),
        officials=tuple(
            Official(
                p.name, p.position, p.organisation, tuple(p.aliases), tuple(reading.span(*m) for m in p.mentions), tuple(p.rules)
            )
            for p in reading.people
        ),
        figures=figures,
        programs=tuple(
            ProgramMention(found.code, reading.span(found.start, found.end), found.rule) for found in reading.programs
        ),
        reports=tuple(reading.reports),
        issues=tuple(reading.issues),
        quotations=tuple(
            Quotation(reading.span(quote.start, quote.end), quote.kind, quote.speaker, quote.rule)
            for quote in sorted([*reading.quotes, *reading.reported], key=lambda quote: quote.start)
        ),
    )


def _offices(reading: Reading) -> tuple[Office, ...]:
    """The distinct offices, each with all its mentions, in order of first mention."""
    mentions: dict[Office, list[tuple[Span, str]]] = {}
    for found in reading.offices:
        key = Office(found.kind, found.name, found.office_id)
        mentions.setdefault(key, []).append((reading.span(found.start, found.end), found.rule))
    return tuple(
        Office(o.kind, o.name, o.office_id, tuple(span for span, _ in places), tuple(rule for _, rule in places))
        for o, places in mentions.items()
    )


def to_gold(extraction: Extraction) -> dict[str, Any]:
    """An extraction in the shape of a gold file (see docs/annotation.md): what ``pantau annotate`` prints.

    Spans carry ``start`` and ``end``, character offsets in ``text``, beside the text itself.
    """
    offices = [{"kind": o.kind.value, "name": o.name} for o in extraction.offices]
    named = {p.code for p in extraction.programs}
    return {
        "relevant": extraction.relevant,
        "dates": [{"text": d.text, "value": d.value, "start": d.span.start, "end": d.span.end} for d in extraction.dates],
        "offices": offices,
        "officials": [
            {"name": p.name, "position": p.position, "organisation": p.organisation, "aliases": list(p.aliases)}
            for p in extraction.officials
        ],
        "figures": [
            {
                "text": f.text,
                "value": f.value,
                "kind": f.kind.value,
                "unit": f.unit,
                "indicator": f.indicator.value,
                **({"per": f.per.value} if f.per else {}),
                **({"qualifier": f.qualifier.value} if f.qualifier else {}),
                "start": f.span.start,
                "end": f.span.end,
            }
            for f in extraction.figures
        ],
        "programs": [p.value for p in Program if p in named],
        "events": [
            {
                "type": r.type.value,
                "trigger": r.trigger,
                "start": r.trigger_span.start,
                "end": r.trigger_span.end,
                "field": r.trigger_span.field.value,
                "status": r.status.value,
                "salience": r.salience.value,
                "date": r.date,
                "venue": r.venue,
                "places": list(r.places),
                "offices": [{"kind": o.kind.value, "name": o.name} for o in r.offices],
                "counterparties": list(r.counterparties),
                "officials": list(r.officials),
                "programs": [p.value for p in r.programs],
            }
            for r in extraction.reports
        ],
    }
