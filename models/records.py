"""The records that pass between the stages: frozen dataclasses without behaviour beyond their own shape.

Offsets are characters (Python string indices) and half-open. Instants are aware ``datetime`` objects; a calendar value is an
EDTF string (ISO 8601-2): a day, a month, a year, or an interval ``start/end`` of them.
"""

from dataclasses import dataclass, field
from datetime import datetime

from models.vocab import (
    EventType,
    Field,
    FigureKind,
    Indicator,
    IssueCode,
    OfficeKind,
    Per,
    Program,
    Qualifier,
    RejectionReason,
    Salience,
    Speech,
    Status,
)


@dataclass(frozen=True, slots=True)
class Page:
    """A response exactly as it came, or a file exactly as it was imported.

    ``url`` is the canonical address (see :func:`models.ids.canonical_url`), ``fetched_url`` the one that answered.
    ``source`` is the id of the register's row, ``None`` for imports from outside it. ``headers`` keeps order and repeats.
    ``parts`` are the bodies of the article's further numbered pages, in order, where the outlet has no view of the whole.
    """

    url: str
    fetched_url: str
    source: str | None
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched_at: datetime
    parts: tuple[bytes, ...] = ()

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned article: headline, body (paragraphs separated by one newline, headline not repeated) and origin.

    ``url`` is the address to show and follow, ``id`` identifies its canonical form (:func:`models.ids.article_id`).
    ``published`` is aware and carries the outlet's civil zone; ``published_from`` names the place on the page it was read from.
    ``province`` is the outlet's province where the register knows it: it settles ambiguous names.
    """

    id: str
    url: str
    outlet: str
    title: str
    text: str
    published: datetime
    author: str | None = None
    published_from: str | None = None
    source: str | None = None
    province: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """A page that gives no article, and why; ``detail`` says what to look at."""

    url: str
    reason: RejectionReason
    detail: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of an article's text or title."""

    start: int
    end: int
    field: Field = Field.TEXT


@dataclass(frozen=True, slots=True)
class DateMention:
    """A calendar expression in the body and what it resolves to (EDTF)."""

    span: Span
    text: str
    value: str
    rule: str


@dataclass(frozen=True, slots=True)
class FigureMention:
    """An amount, share or count in the body. ``unit`` is ``IDR``, ``percent`` or the counted noun in lower case."""

    span: Span
    text: str
    value: int | float
    kind: FigureKind
    unit: str
    indicator: Indicator
    rule: str
    per: Per | None = None
    qualifier: Qualifier | None = None


@dataclass(frozen=True, slots=True)
class Office:
    """An office of the agency as an article names it. ``office_id`` is the gazetteer's, ``None`` where it is not listed.

    ``found_by`` are the ids of the rules that read the ``spans``, in their order.
    """

    kind: OfficeKind
    name: str
    office_id: str | None = None
    spans: tuple[Span, ...] = field(default=(), compare=False)
    found_by: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Official:
    """A person named together with a position. Private persons never become one of these.

    ``found_by`` are the ids of the rules that read the ``spans``, in their order.
    """

    name: str
    position: str
    organisation: str | None
    aliases: tuple[str, ...] = ()
    spans: tuple[Span, ...] = field(default=(), compare=False)
    found_by: tuple[str, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class ProgramMention:
    """A programme named in title or body."""

    code: Program
    span: Span
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of somebody, as they stand (marks included) or as the reporter tells them.

    ``speaker`` is the name of one of the article's officials; ``None`` where it is nobody in office, or not told.
    """

    span: Span
    kind: Speech
    speaker: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class Report:
    """One happening as one article tells it.

    ``trigger`` are the words that say it, ``evidence`` the sentence around them; ``officials`` are names of the article's
    officials. ``nth`` numbers the article's reports of one type in reading order.
    """

    type: EventType
    nth: int
    trigger: str
    trigger_span: Span
    evidence: Span
    status: Status
    salience: Salience
    date: str | None
    venue: str | None
    places: tuple[str, ...]
    offices: tuple[Office, ...]
    counterparties: tuple[str, ...]
    officials: tuple[str, ...]
    programs: tuple[Program, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class Issue:
    """A doubt about a value: kept and shown, never a silent default. ``span`` is ``None`` where it concerns the whole."""

    code: IssueCode
    detail: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read out of one article. ``rules`` is the digest of the rules it was read with."""

    article_id: str
    relevant: bool
    rules: str
    dates: tuple[DateMention, ...] = ()
    offices: tuple[Office, ...] = ()
    officials: tuple[Official, ...] = ()
    figures: tuple[FigureMention, ...] = ()
    programs: tuple[ProgramMention, ...] = ()
    reports: tuple[Report, ...] = ()
    issues: tuple[Issue, ...] = ()
    quotations: tuple[Quotation, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report as the database holds it, with what merging needs to know of its article."""

    id: str
    article_id: str
    published: datetime
    report: Report


@dataclass(frozen=True, slots=True)
class Event:
    """A happening itself, which several reports share.

    The id is minted when the happening is first seen and never changes; every other field may be corrected by later
    reports. ``places`` and ``offices`` and the rest are the union over the reports, in order of publication.
    """

    id: str
    type: EventType
    status: Status
    date: str | None
    venue: str | None
    places: tuple[str, ...]
    offices: tuple[Office, ...]
    counterparties: tuple[str, ...]
    officials: tuple[str, ...]
    programs: tuple[Program, ...]
    reports: tuple[str, ...]
