"""Golden pages held against what cleaning makes of them today."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from extract.clean import clean
from extract.hints import Hints
from models.golden import Expected, Golden, GoldenError, read_golden
from models.records import Article, Page, Rejection


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one golden page; nothing where it was read and is met."""

    path: Path
    faults: tuple[str, ...]


def hold(path: Path, hints_of: Callable[[Page], Hints]) -> Finding:
    """A golden page against what is read of it now. Never raises for what the files hold."""
    try:
        golden = read_golden(path)
        found = _cleaned(golden, path, hints_of)
    except (GoldenError, OSError) as error:
        return Finding(path, (str(error),))
    faults = [] if golden.read_by else ["belum dibaca orang: bandingkan halamannya dengan isi JSON, lalu tandai"]
    if isinstance(found, Rejection):
        return Finding(path, (*faults, f"ditolak sebagai {found.reason}: {found.detail}"))
    if golden.expected is None:
        return Finding(path, (*faults, "expected masih kosong"))
    return Finding(path, (*faults, *differences(golden.expected, expected_of(found))))


def fill(golden: Golden, path: Path, hints_of: Callable[[Page], Hints]) -> Golden:
    """A golden page with what is read of it now, for a person to compare; what was marked as read no longer is.

    Raises:
        GoldenError: the page gives no article.
        OSError: a file is missing.
    """
    found = _cleaned(golden, path, hints_of)
    if isinstance(found, Rejection):
        raise GoldenError(f"{path}: halamannya tidak menjadi artikel ({found.reason}: {found.detail})")
    return golden.model_copy(update={"expected": expected_of(found), "read_by": None, "read_on": None})


def _cleaned(golden: Golden, path: Path, hints_of: Callable[[Page], Hints]) -> Article | Rejection:
    page = golden.page(path.parent)
    return clean(page, hints_of(page))


def expected_of(article: Article) -> Expected:
    """What a golden page states of an article."""
    return Expected(title=article.title, author=article.author, published=article.published, text=article.text)


def differences(wanted: Expected, found: Expected) -> list[str]:
    """Where two readings differ: the field, and of texts the first line that does."""
    told = [
        f"{name}: diharapkan {getattr(wanted, name)!s}, terbaca {getattr(found, name)!s}"
        for name in ("title", "author", "published")
        if getattr(wanted, name) != getattr(found, name)
    ]
    if wanted.text != found.text:
        lines = zip_longest(wanted.text.split("\n"), found.text.split("\n"), fillvalue="(tidak ada)")
        number, (left, right) = next((n, pair) for n, pair in enumerate(lines, 1) if pair[0] != pair[1])
        told.append(f"text, baris {number}: diharapkan {left[:80]!r}, terbaca {right[:80]!r}")
    return told
