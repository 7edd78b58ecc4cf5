"""Faults that the newsroom shows on demand."""

from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """What goes wrong with a response.

    ``huge`` tells its length beforehand, ``flood`` does not, ``bomb`` is small until it is unpacked; ``drip`` never comes to an
    end in time, ``truncated`` ends before the length it told; ``charset`` names an encoding the body is not in.
    """

    NOT_FOUND = "not_found"
    ERROR = "error"
    BUSY = "busy"
    UNAVAILABLE = "unavailable"
    TIMEOUT = "timeout"
    BROKEN = "broken"
    TRUNCATED = "truncated"
    DRIP = "drip"
    CHARSET = "charset"
    REDIRECT = "redirect"
    LOOP = "loop"
    EMPTY = "empty"
    IMAGE = "image"
    HUGE = "huge"
    FLOOD = "flood"
    BOMB = "bomb"
    CLOSED = "closed"
    CHALLENGE = "challenge"
    SOFT_404 = "soft_404"
    PAYWALL = "paywall"
    SHELL = "shell"
    CONSENT = "consent"
    LISTING = "listing"


@dataclass(slots=True)
class Fault:
    """A fault for the paths of one outlet that begin with ``path``, the next ``times`` times.

    ``value`` is the seconds of Retry-After (busy, unavailable) or the address redirected to (redirect), where ``{port}`` stands
    for the newsroom's own port.
    """

    outlet: str
    path: str
    kind: FaultKind
    times: int = 1_000_000
    value: str = ""


def _page(title: str, body: str, *, classes: str = "", head: str = "") -> bytes:
    return (
        f'<!DOCTYPE html><html lang="id"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
        f'<body class="{classes}"><nav><a href="/">Beranda</a></nav>{body}</body></html>'
    ).encode()


_LATEST = "".join(f'<article><h2><a href="/berita-lain-nomor-{n}/">Berita lain nomor {n}</a></h2></article>' for n in range(9))

PAGES: dict[FaultKind, tuple[int, dict[str, str], bytes]] = {
    FaultKind.CHALLENGE: (
        403,
        {"Cf-Mitigated": "challenge"},
        _page(
            "Just a moment...",
            "<noscript>Enable JavaScript and cookies to continue</noscript><script>window._cf_chl_opt={};</script>",
        ),
    ),
    FaultKind.SOFT_404: (200, {}, _page("Halaman tidak ditemukan - Kabar", f"<h1>Maaf</h1>{_LATEST}", classes="error404")),
    FaultKind.PAYWALL: (
        200,
        {},
        _page(
            "Santunan untuk Nelayan",
            "<h1>Santunan untuk Nelayan</h1><p>Sebanyak dua puluh nelayan menerima kartu peserta di balai desa.</p>"
            "<div>Berlangganan untuk membaca berita ini selengkapnya.</div>",
            head='<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":false}</script>',
        ),
    ),
    FaultKind.SHELL: (200, {}, _page("Kabar", '<div id="app"></div><script src="/app.js"></script>')),
    FaultKind.CONSENT: (
        200,
        {},
        _page("Sebelum Anda melanjutkan", "<p>Kami memakai kuki.</p><form><button>Setuju</button></form>"),
    ),
    FaultKind.LISTING: (
        200,
        {},
        _page("Arsip Ekonomi - Kabar", f"<h1>Ekonomi</h1>{_LATEST}", classes="archive category logged-out"),
    ),
}
"""What stands in place of an article, as outlets and the services before them send it: status, headers, body."""
