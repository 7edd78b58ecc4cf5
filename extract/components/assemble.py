"""Reports: finished happenings as records, numbered by type in reading order, each with the sentence that tells it."""

from collections import Counter

from spacy.tokens import Doc

from extract.reading import Reading
from models.records import Report
from models.vocab import EventType


def assemble(doc: Doc, reading: Reading) -> None:
    """Fill ``reading.reports`` from ``reading.happenings``."""
    told: Counter[EventType] = Counter()
    for happening in reading.happenings:
        told[happening.type] += 1
        sentence = reading.sentences[happening.sentence]
        reading.reports.append(
            Report(
                type=happening.type,
                nth=told[happening.type],
                trigger=reading.text[happening.start : happening.end],
                trigger_span=reading.span(happening.start, happening.end),
                evidence=reading.span(sentence.start, sentence.end),
                status=happening.status,
                salience=happening.salience,
                date=happening.date,
                venue=happening.venue,
                places=tuple(happening.places),
                offices=tuple(happening.offices),
                counterparties=tuple(happening.counterparties),
                officials=tuple(happening.officials),
                programs=tuple(happening.programs),
                rule=happening.rule,
            )
        )
