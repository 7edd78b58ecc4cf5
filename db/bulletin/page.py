"""The bulletin as a page: one HTML file with nothing outside of it (styles and drawings inside, no script), and as PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.util import find_spec

from jinja2 import Environment, StrictUndefined, Template

from db.bulletin.contents import WEEKS, Bulletin, Kind, Number
from db.bulletin.weeks import Week
from db.calendars import spoken_instant, stamp

_TALL = 56
"""Height of the greatest column in the chart of weeks."""
_STEP = 40
_WIB = 420


@dataclass(frozen=True, slots=True)
class Column:
    """A week in the chart: its place, its height and what it says."""

    x: int
    tall: float
    value: int
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A type in the chart, with the shares (in percent) of this week and of the one before."""

    label: str
    value: int
    share: float
    before: int
    share_before: float


def html(bulletin: Bulletin, base_url: str, now: datetime) -> str:
    """The page. Whatever the press wrote is escaped; addresses are only those that may be linked."""
    return _template().render(
        b=bulletin,
        home=base_url.rstrip("/"),
        tall=bulletin.map.height > 0.6 * bulletin.map.width,
        columns=_columns(bulletin.series),
        width=WEEKS * _STEP,
        bars=_bars(bulletin.kinds),
        made=spoken_instant(stamp(now), _WIB),
        change=_change,
    )


def pdf_available() -> bool:
    """Whether PDF can be written here."""
    try:
        return find_spec("weasyprint") is not None
    except ValueError:  # taken out of the interpreter
        return False


def pdf(page: str) -> bytes:
    """The page as PDF. Nothing is fetched, neither from a network nor from a disk.

    Raises:
        ImportError: WeasyPrint is not there; see :func:`pdf_available`.
    """
    import weasyprint
    from weasyprint.urls import URLFetcher

    found: bytes = weasyprint.HTML(string=page, url_fetcher=URLFetcher(allowed_protocols=())).write_pdf()
    return found


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["angka"] = _number
    return environment.from_string((files("db.bulletin") / "buletin.html").read_text("utf-8"))


def _number(value: int) -> str:
    """A number as Indonesian writes it: ``1.234``."""
    return f"{value:,}".replace(",", ".")


def _columns(series: Sequence[tuple[Week, int]]) -> list[Column]:
    top = max((count for _, count in series), default=0) or 1
    return [
        Column(n * _STEP, round(_TALL * count / top, 1), count, f"{week.monday.day}/{week.monday.month}", n == len(series) - 1)
        for n, (week, count) in enumerate(series)
    ]


def _bars(kinds: Sequence[Kind]) -> list[Bar]:
    top = max((max(kind.count, kind.before) for kind in kinds), default=0) or 1
    return [
        Bar(kind.name, kind.count, round(100 * kind.count / top, 1), kind.before, round(100 * kind.before / top, 1))
        for kind in kinds
    ]


def _change(number: Number) -> str:
    """How a number changed, in words."""
    if not number.change:
        return "sama dengan pekan lalu"
    return f"{'▲' if number.change > 0 else '▼'} {_number(abs(number.change))} dari pekan lalu"
