"""Several events as few messages: above a threshold, and by schedule with the numbers of the period."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

from db.alerts.channels import Letter
from db.alerts.markup import DIM, GREEN, bullets, foot, heading, page, paragraph
from db.alerts.notices import Notice
from db.alerts.wording import Alert, changed, code, inert, why
from db.calendars import spoken_instant, stamp

_WIB = 420

NAMED = 4
"""Outlets named with an event in a digest."""

COUNTED = 6
"""Kinds and provinces counted in the head of a digest; the rest are told together."""

ENTRIES = 60
"""Events in one digest message; more make another."""


@dataclass(frozen=True, slots=True)
class Period:
    """The time a scheduled digest is about, and how many happenings the one before it told (``None``: there was none)."""

    since: datetime
    until: datetime
    before: int | None


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
    """Events in groups whose messages fit; the kinds stay together, and in each what is only mentioned comes last."""
    left = room * 3 // 5 if room else 0  # the rest is for the head, the foot and the headings
    part: list[Notice] = []
    size = 0
    for notice in sorted(notices, key=lambda notice: (notice.group, bool(notice.facts.get("Catatan")))):
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
    text, html = list(head), [paragraph("<br>".join(map(escape, head)), f"color:{DIM}")] if head else []
    for group in dict.fromkeys(notice.group for notice in part):
        rows = [notice for notice in part if notice.group == group]
        text += ["", inert(group).upper(), *(_entry_text(notice) for notice in rows)]
        html += [heading(inert(group)), bullets(map(_entry_html, rows))]
    salt = f"{alert.name} {stamp(period.until) if period else ''}"
    told = why(alert, code([(notice.key, notice.state) for notice in part], salt))
    return Letter(title, "\n".join([*text, "", told]).strip(), page([*html, foot(told)]))


def _head(every: Sequence[Notice], period: Period | None) -> Iterator[str]:
    """The numbers of a digest."""
    if period:
        since, until = (spoken_instant(stamp(moment), _WIB) for moment in (period.since, period.until))
        yield f"Sejak {since} sampai {until}."
    new = sum(notice.new for notice in every)
    before = f" Ringkasan sebelumnya memuat {period.before}." if period and period.before is not None else ""
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
    lines = [f"- {inert(notice.title)}", *(f"  {line}" for line in changed(notice))]
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
        title = f'<a href="{escape(notice.url)}" style="color:{GREEN}">{title}</a>'
    lines = [title, *map(escape, changed(notice))]
    if not notice.url:
        lines.append(escape(inert(notice.summary)))
    dim = [escape(line) for line in (_short(notice), _outlets(notice)) if line]
    if notice.url:  # also to be read: what mail programs show of HTML as text keeps no address that is only behind words
        dim.append(f'<a href="{escape(notice.url)}" style="color:{DIM};font-size:13px">{escape(notice.url)}</a>')
    return "<br>".join([*lines, *(f'<span style="color:{DIM}">{line}</span>' for line in dim)])


def _short(notice: Notice) -> str:
    told = ("Status", "Tanggal", "Provinsi", "Catatan")
    return " · ".join(inert(notice.facts[name]) for name in told if notice.facts.get(name))


def _outlets(notice: Notice) -> str:
    names = list(dict.fromkeys(source.outlet for source in notice.sources))
    if not names:
        return ""
    rest = f" dan {len(names) - NAMED} lainnya" if len(names) > NAMED else ""
    return f"Sumber: {', '.join(map(inert, names[:NAMED]))}{rest}"
