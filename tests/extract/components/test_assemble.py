"""Happenings become reports: numbered by type, with offsets of the article's own fields."""

from datetime import UTC, datetime

import spacy

from extract.components.assemble import assemble
from extract.reading import Happening, Reading, Sentence
from models.records import Article, Span
from models.vocab import EventType, Field, Salience, Status

TITLE = "Pemkot Teken MoU"
BODY = "Naskah diteken wali kota. Dua ahli waris menerima santunan. PKS menyusul."


def test_reports_carry_number_evidence_and_offsets_of_title_or_text():
    reading = Reading.of(Article("a", "https://pers.test/a", "Pers", TITLE, BODY, datetime(2025, 8, 15, tzinfo=UTC)))
    at = reading.body
    reading.sentences = [Sentence(0, at - 1, -1), Sentence(at, at + 25, 0), Sentence(at + 26, at + 59, 0)]

    def happening(start, end, kind, sentence):
        return Happening(start, end, kind, Status.HELD, Salience.MAIN, sentence, "rule", "2025-08-13", places=["Ternate"])

    reading.happenings = [
        happening(7, 16, EventType.MOU, 0),
        happening(at, at + 14, EventType.MOU, 1),
        happening(at + 42, at + 59, EventType.SANTUNAN, 2),
    ]
    assemble(spacy.blank("id").make_doc(""), reading)
    assert [(r.type, r.nth) for r in reading.reports] == [(EventType.MOU, 1), (EventType.MOU, 2), (EventType.SANTUNAN, 1)]
    first, second, _ = reading.reports
    assert (first.trigger, first.trigger_span) == ("Teken MoU", Span(7, 16, Field.TITLE))
    assert (second.trigger, second.trigger_span, second.evidence) == ("Naskah diteken", Span(0, 14), Span(0, 25))
    assert second.places == ("Ternate",)
    assert second.date == "2025-08-13"


def test_without_happenings_there_are_no_reports():
    reading = Reading.of(Article("a", "https://pers.test/a", "Pers", TITLE, BODY, datetime(2025, 8, 15, tzinfo=UTC)))
    assemble(spacy.blank("id").make_doc(""), reading)
    assert reading.reports == []
