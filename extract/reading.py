r"""What the pipeline knows of one article while it reads it: filled by one component after the other.

A reading looks at ``title + "\n" + body`` as one text, so that a component needs no second pass for the headline. Offsets
inside are positions in that text; :meth:`Reading.span` turns them into the offsets of the records. The lists are in text order.
"""

from dataclasses import dataclass, field
from datetime import datetime

from models.records import Article, Issue, Office, Report, Span
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
    Salience,
    Speech,
    Status,
)


@dataclass(slots=True)
class Sentence:
    """A sentence; ``paragraph`` counts from 0 in the body and is -1 for the headline.

    ``leftover`` marks lines that are not the article's own ("Baca juga: ...", credits): nothing is read from them.
    """

    start: int
    end: int
    paragraph: int
    leftover: bool = False


@dataclass(slots=True)
class Quote:
    """Direct speech, quotation marks included, or what the reporter tells of it in other words.

    ``speaker`` is the full name of the official who says it, where known; ``rule`` says what told who it is.
    """

    start: int
    end: int
    speaker: str | None = None
    rule: str = ""
    kind: Speech = Speech.DIRECT


@dataclass(slots=True)
class AgencyFound:
    """A mention of the agency by one of its names, without the office part."""

    start: int
    end: int


@dataclass(slots=True)
class OfficeFound:
    """One mention of an office; the span covers its own name. Several mentions share ``kind`` and ``name``."""

    start: int
    end: int
    kind: OfficeKind
    name: str
    office_id: str | None
    rule: str = ""


@dataclass(slots=True)
class RegionFound:
    """One mention of a province, regency or city, as the text names it (``Kabupaten`` and ``Kota`` included where written)."""

    start: int
    end: int
    name: str
    code: str


@dataclass(slots=True)
class DateFound:
    """One calendar expression with its EDTF value."""

    start: int
    end: int
    value: str
    rule: str


@dataclass(slots=True)
class FigureFound:
    """One amount, share or count."""

    start: int
    end: int
    value: int | float
    kind: FigureKind
    unit: str
    indicator: Indicator
    rule: str
    per: Per | None = None
    qualifier: Qualifier | None = None


@dataclass(slots=True)
class PersonFound:
    """An official: a person with a position. ``mentions`` are all places where the name or one of its short forms stands.

    ``rules`` are the ids of the rules that read them, in their order.
    """

    name: str
    position: str
    organisation: str | None
    aliases: list[str]
    mentions: list[tuple[int, int]]
    rules: list[str] = field(default_factory=list)


@dataclass(slots=True)
class BodyFound:
    """One mention of a body that can be a counterparty; ``proper`` is false for plain plurals (``rumah sakit``)."""

    start: int
    end: int
    name: str
    proper: bool = True


@dataclass(slots=True)
class ProgramFound:
    """One mention of a programme."""

    start: int
    end: int
    code: Program
    rule: str = ""


@dataclass(slots=True)
class Happening:
    """One happening while its parts are being gathered; ``start`` and ``end`` span the trigger words.

    ``sentence`` indexes :attr:`Reading.sentences`; ``echoes`` are the spans of other mentions of the same happening.
    ``officials`` are names of :attr:`Reading.people`; ``cues`` are the ids of the deciding cues of ``models/qualifiers.toml``;
    ``sources`` says for each filled argument which rule of ``models/lexicon/arguments.toml`` gave it (``main.cast``).
    """

    start: int
    end: int
    type: EventType
    status: Status
    salience: Salience
    sentence: int
    rule: str
    date: str | None = None
    echoes: list[tuple[int, int]] = field(default_factory=list)
    venue: str | None = None
    places: list[str] = field(default_factory=list)
    offices: list[Office] = field(default_factory=list)
    counterparties: list[str] = field(default_factory=list)
    officials: list[str] = field(default_factory=list)
    programs: list[Program] = field(default_factory=list)
    cues: list[str] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Reading:
    """The state of reading one article. ``text`` is headline, newline, body; ``body`` is where the body starts in it."""

    article: Article
    text: str
    body: int
    relevant: bool = False
    sentences: list[Sentence] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    reported: list[Quote] = field(default_factory=list)
    agency: list[AgencyFound] = field(default_factory=list)
    offices: list[OfficeFound] = field(default_factory=list)
    regions: list[RegionFound] = field(default_factory=list)
    dates: list[DateFound] = field(default_factory=list)
    figures: list[FigureFound] = field(default_factory=list)
    people: list[PersonFound] = field(default_factory=list)
    bodies: list[BodyFound] = field(default_factory=list)
    programs: list[ProgramFound] = field(default_factory=list)
    happenings: list[Happening] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)

    @classmethod
    def of(cls, article: Article) -> "Reading":
        """A reading of an article that knows nothing yet."""
        return cls(article=article, text=f"{article.title}\n{article.text}", body=len(article.title) + 1)

    @property
    def published(self) -> datetime:
        """The instant of publication in the outlet's own zone: the anchor of relative dates."""
        return self.article.published

    def span(self, start: int, end: int) -> Span:
        """Offsets of this reading as offsets of the article's title or text."""
        if start < self.body:
            return Span(start, min(end, self.body - 1), Field.TITLE)
        return Span(start - self.body, end - self.body)

    def doubt(self, code: IssueCode, detail: str, start: int | None = None, end: int | None = None) -> None:
        """Record an issue for a person to see."""
        span = None if start is None or end is None else self.span(start, end)
        self.issues.append(Issue(code, detail, span))
