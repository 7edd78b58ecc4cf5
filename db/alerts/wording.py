"""Messages in words, as plain text and as HTML. What the press wrote goes in as text that no service takes for markup."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from db.alerts.channels import Letter
from db.alerts.notices import Notice
from db.calendars import spoken_day, spoken_instant, stamp
from db.feeds.entries import Source
from db.texts import printable

WIB_MINUTES = 420
SOURCES = 8
"""Sources told in a single message; the event's page has them all."""
NAMED = 4
"""Outlets named with an event in a digest."""
COUNTED = 6
"""Kinds and provinces counted in the head of a digest; the rest are told together."""
ENTRIES = 60
"""Events in one digest message; more make another."""

_GREEN, _DIM = "#0b6b4f", "#5a6862"
_LINE = "#dfe5df"


@dataclass(frozen=True, slots=True)
class Alert:
    """The alert a message is sent for: its name, and its filter for people's eyes."""

    name: str
    filter: str


@dataclass(frozen=True, slots=True)
class Period:
    """The time a scheduled digest is about, and how many happenings the one before it told (``None``: there was none)."""

    since: datetime
    until: datetime
    before: int | None


def inert(text: str) -> str:
    """Words of the press on one line, in which chat services find neither anybody to call nor an address to link."""
    return " ".join(printable(text).split()).replace("@", "＠").replace("://", ":\u2060//")


def code(items: Iterable[tuple[str, str]], salt: str) -> str:
    """What a message is called: the same for the same content, so that a repeated one is known."""
    told = "\n".join(f"{key}\t{state}" for key, state in items)
    return hashlib.sha256(f"{salt}\n{told}".encode()).hexdigest()[:8]


def single(notice: Notice, alert: Alert) -> Letter:
    """The message about one event or source."""
    lead = "Baru" if notice.new else "Berubah"
    text, html = [inert(notice.summary)], [_p(escape(inert(notice.summary)), "font-size:16px")]
    if notice.changes:
        text += ["", *_changed(notice)]
        html.append(_p("<br>".join(map(_strong_first, _changed(notice))), f"border-left:3px solid {_GREEN};padding-left:10px"))
    text += ["", *_facts(notice)]
    html.append(_list(map(_strong_last, _facts(notice))))
    if notice.url:
        text += ["", f"Halaman: {notice.url}"]
        html.append(_p(f'Halaman: <a href="{escape(notice.url)}">{escape(notice.url)}</a>'))
    if notice.sources:
        text += ["", "Sumber:", *(f"- {_source(source)}" for source in notice.sources[:SOURCES]), *_more(notice)]
        rows = [_linked(source) for source in notice.sources[:SOURCES]] + [escape(line[2:]) for line in _more(notice)]
        html += [_p("Sumber:", f"color:{_DIM};margin-bottom:0"), _list(rows)]
    foot = _why(alert, code([(notice.key, notice.state)], alert.name))
    title = f"[Pantau] {lead}: {inert(notice.title)}"
    return Letter(title, "\n".join([*text, "", foot]), _page([*html, _foot(foot)]))


def digests(
    notices: Sequence[Notice], alert: Alert, room: int, period: Period | None = None
) -> Iterator[tuple[Letter, list[Notice]]]:
    """Several events as few messages: each fits into ``room`` characters (0: any) and comes with what it tells.

    A period makes them scheduled digests; one without any event says that there is none.
    """
    parts = list(_parts(notices, room)) or [[]]
    for number, part in enumerate(parts, 1):
        yield _digest(part, notices, alert, period, (number, len(parts))), part


def _parts(notices: Sequence[Notice], room: int) -> Iterator[list[Notice]]:
    """Events in groups whose messages fit; the kinds stay together."""
    left = room * 3 // 5 if room else 0  # the rest is for the head, the foot and the headings
    part: list[Notice] = []
    size = 0
    for notice in sorted(notices, key=lambda notice: notice.group):
        length = max(len(_entry_text(notice)), len(_entry_html(notice))) + 20
        if part and (len(part) == ENTRIES or (left and size + length > left)):
            yield part
            part, size = [], 0
        part.append(notice)
        size += length
    if part:
        yield part


def _digest(
    part: Sequence[Notice], every: Sequence[Notice], alert: Alert, period: Period | None, place: tuple[int, int]
) -> Letter:
    number, count = place
    noun = "perubahan keadaan media" if every and not every[0].url else "kejadian"
    lead = f"{len(every)} {noun}" if every else "Tidak ada kejadian baru"
    title = f"[Pantau] {'Ringkasan' if period else 'Rangkuman'} {inert(alert.name)}: {lead}"
    if count > 1:
        title += f" (bagian {number} dari {count})"
    head = list(_head(every, period)) if number == 1 else []
    text, html = list(head), [_p("<br>".join(map(escape, head)), f"color:{_DIM}")] if head else []
    for group in dict.fromkeys(notice.group for notice in part):
        rows = [notice for notice in part if notice.group == group]
        text += ["", inert(group).upper(), *(_entry_text(notice) for notice in rows)]
        html += [_heading(group), _list(map(_entry_html, rows))]
    salt = f"{alert.name} {stamp(period.until) if period else ''}"
    foot = _why(alert, code([(notice.key, notice.state) for notice in part], salt))
    return Letter(title, "\n".join([*text, "", foot]).strip(), _page([*html, _foot(foot)]))


def _head(every: Sequence[Notice], period: Period | None) -> Iterator[str]:
    """The numbers of a digest."""
    if period:
        since, until = (spoken_instant(stamp(moment), WIB_MINUTES) for moment in (period.since, period.until))
        yield f"Sejak {since} sampai {until}."
    new = sum(notice.new for notice in every)
    before = f" Ringkasan sebelumnya: {period.before}." if period and period.before is not None else ""
    if every:
        yield f"{len(every)} seluruhnya: {new} baru, {len(every) - new} berubah.{before}"
        for name, values in (("jenis", [n.group for n in every]), ("provinsi", [n.place for n in every if n.place])):
            if values:
                yield f"Menurut {name}: {_counted(values)}."
    else:
        yield f"Tidak ada kejadian baru dan tidak ada yang berubah.{before}"


def _counted(values: Sequence[str]) -> str:
    ranked = sorted(Counter(values).items(), key=lambda item: (-item[1], item[0]))
    told = [f"{inert(name)} {number}" for name, number in ranked[:COUNTED]]
    if rest := sum(number for _, number in ranked[COUNTED:]):
        told.append(f"lainnya {rest}")
    return ", ".join(told)


def _entry_text(notice: Notice) -> str:
    lines = [f"- {inert(notice.title)}", *(f"  {line}" for line in _changed(notice))]
    if not notice.url:
        lines.append(f"  {inert(notice.summary)}")
    if facts := _short(notice):
        lines.append(f"  {facts}")
    if notice.sources:
        lines.append(f"  {_outlets(notice)}")
    if notice.url:
        lines.append(f"  {notice.url}")
    return "\n".join(lines)


def _entry_html(notice: Notice) -> str:
    title = f"<b>{escape(inert(notice.title))}</b>"
    if notice.url:
        title = f'<a href="{escape(notice.url)}" style="color:{_GREEN}">{title}</a>'
    lines = [title, *map(escape, _changed(notice))]
    if not notice.url:
        lines.append(escape(inert(notice.summary)))
    dim = [escape(line) for line in (_short(notice), _outlets(notice)) if line]
    if notice.url:  # also to be read: what mail programs show of HTML as text keeps no address that is only behind words
        dim.append(f'<a href="{escape(notice.url)}" style="color:{_DIM};font-size:13px">{escape(notice.url)}</a>')
    return "<br>".join([*lines, *(f'<span style="color:{_DIM}">{line}</span>' for line in dim)])


def _short(notice: Notice) -> str:
    return " · ".join(inert(notice.facts[name]) for name in ("Status", "Tanggal", "Provinsi") if notice.facts.get(name))


def _outlets(notice: Notice) -> str:
    names = list(dict.fromkeys(source.outlet for source in notice.sources))
    if not names:
        return ""
    rest = f" dan {len(names) - NAMED} lainnya" if len(names) > NAMED else ""
    return f"Sumber: {', '.join(map(inert, names[:NAMED]))}{rest}"


def _changed(notice: Notice) -> list[str]:
    because = f" (menurut {inert(notice.because)})" if notice.because else ""
    return [f"{change.label}: {inert(change.before)} → {inert(change.after)}{because}" for change in notice.changes]


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


def _why(alert: Alert, called: str) -> str:
    filter_ = f" ({inert(alert.filter)})" if alert.filter else ""
    return f"Dikirim karena peringatan “{inert(alert.name)}”{filter_}. Kode pesan: {called}."


def doubted(letter: Letter) -> Letter:
    """A message that may have arrived before, and says so."""
    told = "Pesan ini mungkin sudah terkirim sebelumnya; kode pesannya sama."
    return Letter(f"(ulang) {letter.title}", f"{told}\n\n{letter.text}", f"{_p(escape(told), 'font-style:italic')}{letter.html}")


def sample(alert: Alert) -> Letter:
    """The message that shows whether a channel works."""
    told = "Bila pesan ini sampai, peringatan Pantau akan sampai pula di sini."
    title = f"[Pantau] Percobaan: {inert(alert.name)}"
    foot = _why(alert, code([], alert.name))
    return Letter(title, f"{told}\n\n{foot}", _page([_p(told), _foot(foot)]))


def _facts(notice: Notice) -> list[str]:
    """What is known, but for what stands among the changes."""
    changed = {change.label for change in notice.changes}
    return [f"{name}: {inert(value)}" for name, value in notice.facts.items() if value and name not in changed]


def _strong_first(line: str) -> str:
    name, _, rest = line.partition(": ")
    return f"<b>{escape(name)}</b>: {escape(rest)}"


def _strong_last(line: str) -> str:
    name, _, rest = line.partition(": ")
    return f"{escape(name)}: <b>{escape(rest)}</b>"


def _p(inner: str, style: str = "") -> str:
    return f'<p style="margin:10px 0;{style}">{inner}</p>'


def _heading(text: str) -> str:
    return f'<h2 style="font-size:16px;margin:18px 0 4px;color:{_GREEN}">{escape(inert(text))}</h2>'


def _list(rows: Iterable[str]) -> str:
    return f'<ul style="margin:6px 0;padding-left:20px">{"".join(f"<li>{row}</li>" for row in rows)}</ul>'


def _foot(text: str) -> str:
    return _p(escape(text), f"color:{_DIM};font-size:13px;border-top:1px solid {_LINE};padding-top:8px;margin-top:18px")


def _page(parts: Iterable[str]) -> str:
    return f'<div style="max-width:680px;font-family:sans-serif;line-height:1.5;color:#1d2723">{"".join(parts)}</div>'
