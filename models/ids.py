"""Identity: canonical addresses, and ids that are short, stable and made from the fewest lasting facts."""

import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from courlan import clean_url
from w3lib.url import canonicalize_url

_MOBILE = re.compile(r"^(?:www|m|amp)\.(?=[^.]+\.[^.]+)")
_AMP_PREFIX = re.compile(r"^/amp(?=/)")
_AMP_SUFFIX = re.compile(r"(?<=.)/amp/?$")
_DROPPED = frozenset({"amp", "noamp", "page", "pgrelated", "m", "single"})
"""Query parameters that show the same article in another form (mobile, AMP, one page of several)."""


def canonical_url(url: str) -> str:
    """The one address an article is known by.

    Tracking parameters go (courlan), order and escapes are settled (w3lib), and what Indonesian portals add for mobile, AMP
    and paged views is taken away: ``www.``/``m.``/``amp.`` hosts, ``/amp/`` paths, ``?page=all``, doubled slashes.

    Raises:
        ValueError: the address is not absolute http(s).
    """
    parts = urlsplit(url.strip())
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"not an absolute http(s) address: {url!r}")
    tidy = urlsplit(canonicalize_url(clean_url(url.strip()) or url.strip()))
    host = _MOBILE.sub("", (tidy.hostname or "").lower())
    port = f":{tidy.port}" if tidy.port and tidy.port not in (80, 443) else ""
    path = re.sub(r"/{2,}", "/", tidy.path) or "/"
    path = _AMP_SUFFIX.sub("", _AMP_PREFIX.sub("", path)) or "/"
    if len(path) > 1:
        path = path.rstrip("/")
    query = urlencode([(k, v) for k, v in parse_qsl(tidy.query, keep_blank_values=True) if k.lower() not in _DROPPED])
    return urlunsplit((parts.scheme, host + port, path, query, ""))


def digest(data: bytes) -> str:
    """SHA-256 as hex: the identity of a body."""
    return hashlib.sha256(data).hexdigest()


def _short(kind: str, *parts: str) -> str:
    return kind + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:15]


def article_id(url: str) -> str:
    """The id of the article at an address: that of its canonical form, whether http or https.

    Raises:
        ValueError: the address is not absolute http(s).
    """
    return _short("a", canonical_url(url).partition("://")[2])


def report_id(article: str, event_type: str, nth: int) -> str:
    """The id of an article's nth report of a type: the same after every extraction that still finds it."""
    return f"{article}.{event_type}.{nth}"


def event_id(first_report: str) -> str:
    """The id minted for a happening from the first report seen of it. Stored, never computed again."""
    return _short("e", first_report)


def person_id(name: str) -> str:
    """The id of the person an official's name stands for: letter case and spacing do not count."""
    return _short("p", " ".join(name.casefold().split()))
