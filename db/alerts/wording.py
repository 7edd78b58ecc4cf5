"""Messages in words, as plain text and as HTML. What the press wrote goes in as text that no service takes for markup."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from db.alerts.channels import Letter
from db.alerts.markup import DIM, GREEN, bullets, foot, page, paragraph
from db.alerts.notices import Notice
from db.calendars import spoken_day
from db.feeds.entries import Source
from db.labels import label
from db.texts import printable
from models.vocab import Status

SOURCES = 8
"""Sources told in a single message; the event's page has them all."""


@dataclass(frozen=True, slots=True)
class Alert:
    """The alert a message is sent for: its name, and its filter for people's eyes."""

    name: str
    filter: str


def inert(text: str) -> str:
    """Words of the press on one line, in which chat services find neither anybody to call nor an address to link."""
    return " ".join(printable(text).split()).replace("@", "＠").replace("://", ":\u2060//")


def code(items: Iterable[tuple[str, str]], salt: str) -> str:
    """What a message is called: the same for the same content, so that a repeated one is known."""
    told = "\n".join(f"{key}\t{state}" for key, state in items)
    return hashlib.sha256(f"{salt}\n{told}".encode()).hexdigest()[:8]


def single(notice: Notice, alert: Alert) -> Letter:
    """The message about one event or source."""
    text, html = [inert(notice.summary)], [paragraph(escape(inert(notice.summary)), "font-size:16px")]
    if notice.changes:
        text += ["", *changed(notice)]
        html.append(
            paragraph("<br>".join(map(_strong_first, changed(notice))), f"border-left:3px solid {GREEN};padding-left:10px")
        )
    text += ["", *_facts(notice)]
    html.append(bullets(map(_strong_last, _facts(notice))))
    if notice.url:
        text += ["", f"Halaman: {notice.url}"]
        html.append(paragraph(f'Halaman: <a href="{escape(notice.url)}">{escape(notice.url)}</a>'))
    if notice.sources:
        text += ["", "Sumber:", *(f"- {_source(source)}" for source in notice.sources[:SOURCES]), *_more(notice)]
        rows = [_linked(source) for source in notice.sources[:SOURCES]] + [escape(line[2:]) for line in _more(notice)]
        html += [paragraph("Sumber:", f"color:{DIM};margin-bottom:0"), bullets(rows)]
    told = why(alert, code([(notice.key, notice.state)], alert.name))
    title = f"[Pantau] {lead(notice)}: {inert(notice.title)}"
    return Letter(title, "\n".join([*text, "", told]), page([*html, foot(told)]))


def lead(notice: Notice) -> str:
    """What a message is about, in a word or two; that it was called off or put off stands in the event's headline."""
    if notice.new:
        return "Baru"
    after = {change.label: change.after for change in notice.changes}
    held = label("Status", Status.HELD)
    return held if after.get("Status") == held else "Tanggal berubah" if set(after) == {"Tanggal"} else "Berubah"


def changed(notice: Notice) -> list[str]:
    """What changed, a line each, and how that is known."""
    return [
        f"{change.label}: {inert(change.before)} → {inert(change.after)}{f' ({inert(change.because)})' if change.because else ''}"
        for change in notice.changes
    ]


def _source(source: Source) -> str:
    told = f"{inert(source.outlet)}, {spoken_day(source.day)}: {inert(source.title)}"
    return f"{told}\n  {source.href}" if source.href else told


def _linked(source: Source) -> str:
    title = escape(inert(source.title))
    if source.href:
        title = f'<a href="{escape(source.href)}">{title}</a>'
    return f"{escape(inert(source.outlet))}, {spoken_day(source.day)}: {title}"


def _more(notice: Notice) -> list[str]:
    left = notice.reports - min(len(notice.sources), SOURCES)
    return [f"- dan {left} lainnya"] if left > 0 else []


def why(alert: Alert, called: str) -> str:
    """Why a message was sent, and what it is called."""
    filter_ = f" ({inert(alert.filter)})" if alert.filter else ""
    return f"Dikirim karena peringatan “{inert(alert.name)}”{filter_}. Kode pesan: {called}."


def doubted(letter: Letter) -> Letter:
    """A message that may have arrived before, and says so."""
    told = "Pesan ini mungkin sudah terkirim sebelumnya; kode pesannya sama."
    return Letter(
        f"(ulang) {letter.title}", f"{told}\n\n{letter.text}", f"{paragraph(escape(told), 'font-style:italic')}{letter.html}"
    )


def sample(alert: Alert) -> Letter:
    """The message that shows whether a channel works."""
    told = "Bila pesan ini sampai, peringatan Pantau akan sampai pula di sini."
    title = f"[Pantau] Percobaan: {inert(alert.name)}"
    reason = why(alert, code([], alert.name))
    return Letter(title, f"{told}\n\n{reason}", page([paragraph(told), foot(reason)]))


def _facts(notice: Notice) -> list[str]:
    """What is known, but for what stands among the changes."""
    told = {change.label for change in notice.changes}
    return [f"{name}: {inert(value)}" for name, value in notice.facts.items() if value and name not in told]


def _strong_first(line: str) -> str:
    name, _, rest = line.partition(": ")
    return f"<b>{escape(name)}</b>: {escape(rest)}"


def _strong_last(line: str) -> str:
    name, _, rest = line.partition(": ")
    return f"{escape(name)}: <b>{escape(rest)}</b>"
