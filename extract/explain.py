"""Why an article was read as it was: every match by component, the cues of the context, and for each event its reasons.

For people who write rules: each line names the rule or cue to look at. :func:`explain` gives plain data, :func:`to_text` a page
for a terminal.
"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

import click

from extract.components.timing import Calendar
from extract.components.triggers import read_mentions
from extract.mentions import Mention
from extract.reading import Happening, Reading
from models.arguments import SLOTS
from models.records import Office
from models.rule_checks import rulebook
from models.vocab import EVENT_LABELS, STATUS_LABELS, Salience


@dataclass(frozen=True, slots=True)
class Match:
    """Words that a component found: where (offsets of the field), what they were read as, by which rule (if it names one)."""

    component: str
    field: str
    start: int
    end: int
    text: str
    value: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, numbered from 0 for the first; ``field`` is ``title`` or ``text``; nothing is read from left-over lines."""

    number: int
    field: str
    paragraph: int
    leftover: bool
    start: int
    end: int
    text: str
    matches: tuple[Match, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A mention of a happening and what its context made of it; ``read`` says whether it counts as one at all."""

    type: str
    rule: str
    kind: str
    sentence: int
    text: str
    status: str
    time: str
    given: str
    date: str | None
    cues: tuple[str, ...]
    read: bool


@dataclass(frozen=True, slots=True)
class Slot:
    """The values of an argument and the rule that gave them."""

    values: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class EventReasons:
    """An event with the reason of each of its parts."""

    type: str
    trigger: str
    rule: str
    sentence: int
    status: str
    status_reason: str
    salience: str
    salience_reason: str
    date: str | None
    date_reason: str
    arguments: dict[str, Slot] = field(default_factory=dict)
    told: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything that explains one reading. ``passed_over`` are mentions that became part of no event."""

    id: str
    published: str
    relevant: bool
    lines: tuple[Line, ...]
    events: tuple[EventReasons, ...]
    passed_over: tuple[Told, ...]
    issues: tuple[str, ...]

    def as_dict(self) -> dict[str, Any]:
        """The same as JSON knows it."""
        return asdict(self)


def explain(reading: Reading) -> Explanation:
    """The explanation of a finished reading."""
    mentions: list[Mention] = []
    matches = list(_matches(reading))
    if reading.relevant:
        page, mentions = read_mentions(reading)
        Calendar(page, reading).date(mentions)
        starts, ends = page.coded.starts, page.coded.ends
        for compiled, first, last in page.book.cue_matches(page.coded):
            cue = compiled.cue
            matches.append(_match(reading, "cue", starts[first], ends[last - 1], f"{cue.qualifier}={cue.value}", cue.id))
        for mention in mentions:
            value = f"{mention.type} {mention.status}" if mention.real else f"{mention.type} (tidak dibaca)"
            matches.append(_match(reading, "trigger", mention.start, mention.end, value, mention.rule.id))
    spans = {span for happening in reading.happenings for span in [(happening.start, happening.end), *happening.echoes]}
    return Explanation(
        id=reading.article.id,
        published=reading.published.isoformat(),
        relevant=reading.relevant,
        lines=tuple(_lines(reading, matches)),
        events=tuple(_event(reading, happening, mentions) for happening in reading.happenings),
        passed_over=tuple(_told(reading, m) for m in mentions if (m.start, m.end) not in spans),
        issues=tuple(f"{issue.code}: {issue.detail}" for issue in reading.issues),
    )


def _match(reading: Reading, component: str, start: int, end: int, value: object, rule: str = "") -> Match:
    span = reading.span(start, end)
    return Match(component, span.field.value, span.start, span.end, reading.text[start:end], str(value), rule)


def _matches(reading: Reading) -> Iterator[Match]:
    """What the components before the happenings found."""

    def match(component: str, start: int, end: int, value: object, rule: str = "") -> Match:
        return _match(reading, component, start, end, value, rule)

    yield from (match("quote", q.start, q.end, q.speaker or "?", q.rule) for q in (*reading.quotes, *reading.reported))
    yield from (match("agency", a.start, a.end, "BPJS Ketenagakerjaan") for a in reading.agency)
    yield from (match("office", o.start, o.end, f"{o.kind} {o.name} ({o.office_id or '–'})", o.rule) for o in reading.offices)
    yield from (match("region", r.start, r.end, f"{r.code} {r.name}") for r in reading.regions)
    yield from (match("date", d.start, d.end, d.value, d.rule) for d in reading.dates)
    for f in reading.figures:
        value = " ".join(map(str, filter(None, (f.value, f.unit, f.indicator, f.per and f"per {f.per}", f.qualifier))))
        yield match("figure", f.start, f.end, value, f.rule)
    for p in reading.people:
        told = f"{p.name}, {p.position}, {p.organisation or '–'}"
        yield from (match("person", *place, told, rule) for place, rule in zip(p.mentions, p.rules, strict=True))
    yield from (match("body", b.start, b.end, b.name, "" if b.proper else "plural") for b in reading.bodies)
    yield from (match("program", p.start, p.end, p.code, p.rule) for p in reading.programs)


def _lines(reading: Reading, matches: list[Match]) -> Iterator[Line]:
    """The sentences in order, each with the matches that begin in it."""
    for number, sentence in enumerate(reading.sentences):
        span = reading.span(sentence.start, sentence.end)
        here = [m for m in matches if m.field == span.field and span.start <= m.start < span.end]
        yield Line(
            number,
            span.field.value,
            sentence.paragraph,
            sentence.leftover,
            span.start,
            span.end,
            reading.text[sentence.start : sentence.end],
            tuple(sorted(here, key=lambda m: (m.start, -m.end))),
        )


def _told(reading: Reading, mention: Mention) -> Told:
    return Told(
        type=mention.type.value,
        rule=mention.rule.id,
        kind=mention.kind.value,
        sentence=mention.sentence,
        text=reading.text[mention.start : mention.end],
        status=mention.status.value,
        time=mention.time,
        given=mention.given,
        date=mention.date,
        cues=tuple(mention.cues),
        read=mention.real,
    )


def _event(reading: Reading, happening: Happening, mentions: list[Mention]) -> EventReasons:
    spans = {(happening.start, happening.end), *happening.echoes}
    own = [m for m in mentions if (m.start, m.end) in spans and m.type is happening.type]
    head = next((m for m in own if m.start == happening.start), None)
    return EventReasons(
        type=happening.type.value,
        trigger=reading.text[happening.start : happening.end],
        rule=happening.rule,
        sentence=happening.sentence,
        status=happening.status.value,
        status_reason=_status_reason(happening, head),
        salience=happening.salience.value,
        salience_reason=_salience_reason(reading, happening, own),
        date=happening.date,
        date_reason=_date_reason(happening, own),
        arguments=dict(_slots(happening)),
        told=tuple(_told(reading, m) for m in own),
    )


def _cue_ids(happening: Happening, qualifier: str) -> list[str]:
    known = {compiled.cue.id: compiled.cue for compiled in rulebook().cues}
    return [name for name in happening.cues if name in known and known[name].qualifier == qualifier]


def _status_reason(happening: Happening, head: Mention | None) -> str:
    if head is not None and head.rule.rule.status is not None:
        return f"ditetapkan aturan {happening.rule}"
    if head is not None and head.status is not happening.status:
        return "tanggalnya sesudah artikel terbit"
    cues = _cue_ids(happening, "status")
    return f"isyarat {', '.join(cues)}" if cues else "tanpa isyarat: terlaksana"


def _salience_reason(reading: Reading, happening: Happening, own: list[Mention]) -> str:
    told = "judul, " if any(m.start < reading.body for m in own) else ""
    told += "kalimat " + ", ".join(str(n) for n in sorted({m.sentence for m in own if m.start >= reading.body}))
    times = _cue_ids(happening, "time")
    behind = f"; isyarat {', '.join(times)}" if times and happening.salience is Salience.MENTIONED else ""
    return f"disebut di {told}{behind}"


def _date_reason(happening: Happening, own: list[Mention]) -> str:
    if happening.date is None:
        return "tidak ada tanggal yang sesuai"
    sentences = [m.sentence for m in own if m.date == happening.date]
    return f"dari kalimat {sentences[0]}" if sentences else "dari adegan berita"


def _slots(happening: Happening) -> Iterator[tuple[str, Slot]]:
    for slot in SLOTS:
        value = getattr(happening, slot)
        values = [value] if isinstance(value, str) else value or []
        if values:
            shown = tuple(f"{v.kind} {v.name}" if isinstance(v, Office) else str(v) for v in values)
            yield slot, Slot(shown, happening.sources.get(slot, ""))


# --- as text

_COLOURS = {
    "agency": "bright_black",
    "office": "cyan",
    "region": "blue",
    "date": "green",
    "figure": "yellow",
    "person": "magenta",
    "body": "bright_blue",
    "program": "bright_cyan",
    "cue": "bright_yellow",
    "trigger": "red",
}
"""Components whose words are marked in the text; quotations would cover all others."""

_LABELS = {
    "quote": "kutipan",
    "agency": "lembaga",
    "office": "kantor",
    "region": "daerah",
    "date": "tanggal",
    "figure": "angka",
    "person": "pejabat",
    "body": "badan",
    "program": "program",
    "cue": "isyarat",
    "trigger": "pemicu",
}
_SLOT_LABELS = {
    "venue": "lokasi",
    "places": "daerah",
    "offices": "kantor",
    "counterparties": "pihak lain",
    "officials": "pejabat",
    "programs": "program",
}
_SALIENCE = {"main": "utama", "mentioned": "disebut"}

Style = Callable[[str, str], str]


def to_text(found: Explanation, *, colour: bool) -> str:
    """The explanation as lines for people; ``colour`` marks the words in the text by component."""

    def style(text: str, component: str) -> str:
        return click.style(text, fg=_COLOURS.get(component), bold=component == "trigger") if colour else text

    relevance = "tentang BPJS Ketenagakerjaan" if found.relevant else "bukan tentang BPJS Ketenagakerjaan"
    lines = [f"{found.id}  terbit {found.published}  {relevance}", ""]
    for line in found.lines:
        lines += _line_text(line, style)
    lines += ["", f"Kejadian: {len(found.events)}"]
    for event in found.events:
        lines += _event_text(event, style)
    if found.passed_over:
        lines += ["", "Pemicu yang tidak menjadi kejadian:"]
        lines += [f"  [{t.sentence}] {style(t.text, 'trigger')}  {_told_text(t)}" for t in found.passed_over]
    if found.issues:
        lines += ["", "Perlu diperiksa:", *(f"  {issue}" for issue in found.issues)]
    return "\n".join(lines) + "\n"


def _line_text(line: Line, style: Style) -> Iterator[str]:
    where = "judul" if line.field == "title" else f"paragraf {line.paragraph + 1}"
    left = ", baris sisa: tidak dibaca" if line.leftover else ""
    yield f"[{line.number}] ({where}{left}) {_marked(line, style)}"
    for match in line.matches:
        rule = f"  <{match.rule}>" if match.rule else ""
        text = match.text if len(match.text) <= _SHOWN else f"{match.text[:_SHOWN]}…"
        yield f"      {_LABELS[match.component]:8} {style(text, match.component)} = {match.value}{rule}"


_SHOWN = 60
"""Characters of a match that its line repeats."""


def _marked(line: Line, style: Style) -> str:
    """The sentence with the words of matches styled; of overlapping ones the first and longest."""
    parts: list[str] = []
    at = line.start
    for match in line.matches:
        if match.component not in _COLOURS or match.start < at or match.end > line.end:
            continue
        parts += [line.text[at - line.start : match.start - line.start], style(match.text, match.component)]
        at = match.end
    return "".join([*parts, line.text[at - line.start :]]).replace("\n", " ")


def _event_text(event: EventReasons, style: Style) -> Iterator[str]:
    labels = {kind.value: label for kind, label in EVENT_LABELS.items()}
    states = {status.value: label for status, label in STATUS_LABELS.items()}
    yield f"  {labels[event.type]} – {style(event.trigger, 'trigger')} [{event.sentence}]  <{event.rule}>"
    yield f"      status     {states[event.status]}: {event.status_reason}"
    yield f"      bobot      {_SALIENCE[event.salience]}: {event.salience_reason}"
    yield f"      tanggal    {event.date or '–'}: {event.date_reason}"
    for name, slot in event.arguments.items():
        yield f"      {_SLOT_LABELS[name]:10} {'; '.join(slot.values)}  <{slot.source}>"
    for told in event.told:
        yield f"      sebutan    [{told.sentence}] {told.text}  {_told_text(told)}"


def _told_text(told: Told) -> str:
    parts = [f"<{told.rule}>", told.kind, told.status if told.read else "tidak dibaca"]
    parts += [f"waktu {told.time}"] if told.time != "open" else []
    parts += [f"tanggal {told.date}"] if told.date else []
    return " ".join(parts) + (f"  isyarat {', '.join(told.cues)}" if told.cues else "")
