"""What is common to all files that pages are imported from: what is known of a file, and what comes of a record."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from pathlib import Path

from models.ids import canonical_url
from models.records import Page
from models.sources import Register


@dataclass(frozen=True, slots=True)
class Refusal:
    """A record that was not taken in: where it stands and why, in Indonesian."""

    where: str
    why: str

    def __str__(self) -> str:
        return f"{self.where}: {self.why}"


@dataclass(frozen=True, slots=True)
class Skipped(Refusal):
    """A record of a web archive that is none of ours to take in: counted by ``kind``, not told one by one."""

    kind: str = ""


@dataclass(frozen=True, slots=True)
class Importing:
    """A file that is being read, and what is known about it from elsewhere.

    ``everything``: of a web archive also pages of hosts that are not in the register. ``agency_only``: of a web archive of
    others only pages that name the agency.
    """

    path: Path
    register: Register
    now: datetime
    url: str | None
    source: str | None
    everything: bool = False
    agency_only: bool = False

    def page(
        self, where: str, url: str, body: bytes, headers: tuple[tuple[str, str], ...], fetched_at: datetime | None = None
    ) -> Page | Refusal:
        """A page from a record; its source is the one its address belongs to."""
        try:
            canonical = canonical_url(url)
        except ValueError:
            return Refusal(where, f"alamat bukan http(s) yang utuh: {url!r}")
        known = self.register.of(url)
        return Page(
            canonical, url, self.source or (known.id if known else None), HTTPStatus.OK, headers, body, fetched_at or self.now
        )
