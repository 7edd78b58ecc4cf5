"""The happenings of an article: from the words that tell them to one :class:`Happening` each.

Words are found by the rules of ``models/events`` over the coded text, qualified by their context, dated by their sentence, and
put together by the happening they tell of.
"""

from spacy.tokens import Doc

from extract.components.context import qualify
from extract.components.finding import Page, drop_asides, find_mentions
from extract.components.grouping import group, resolve
from extract.components.timing import Calendar
from extract.mentions import Mention
from extract.reading import Reading
from models.rule_checks import rulebook
from models.vocab import FigureKind, Indicator

_SUMS = (Indicator.MANFAAT, Indicator.IURAN)
_MEASURED = {
    Indicator.MANFAAT: "payout",
    Indicator.PENERIMA: "cases_paid",
    Indicator.PESERTA: "members",
    Indicator.IURAN: "dues_sum",
}
"""What figures measure that rules ask for: amounts of :data:`_SUMS`, counts of the others."""


def find_happenings(doc: Doc, reading: Reading) -> None:
    """Fill ``reading.happenings`` in text order; an article that is not relevant has none."""
    if not reading.relevant:
        return
    page, mentions = read_mentions(reading)
    mentions = drop_asides(page, mentions)
    calendar = Calendar(page, reading)
    calendar.date(mentions)
    reading.happenings = resolve(group(mentions, reading, calendar), reading, calendar)


def read_mentions(reading: Reading) -> tuple[Page, list[Mention]]:
    """Every mention of a happening with what its context makes of it, and the coded text it was found in."""
    book = rulebook()
    read = [i for i, sentence in enumerate(reading.sentences) if not sentence.leftover]
    spans = [(reading.sentences[i].start, reading.sentences[i].end) for i in read]
    coded = book.alphabet.code(reading.text, spans, [(d.start, d.end, "date") for d in reading.dates])
    for figure in reading.figures:
        if (
            figure.indicator in _MEASURED
            and figure.per is None
            and (figure.kind is FigureKind.MONEY) == (figure.indicator in _SUMS)
        ):
            coded.measure(figure.start, _MEASURED[figure.indicator])
    page = Page(book, coded, reading.text, reading.body, read)
    mentions = find_mentions(page)
    qualify(page, mentions)
    return page, mentions
