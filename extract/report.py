"""The evaluation as a page to read: the table of tasks, and every miss and false find in its sentence."""

import re
from collections.abc import Mapping, Sequence
from html import escape
from importlib.resources import files
from itertools import groupby
from string import Template
from typing import Any

from extract.evaluation import Note, Place, Scores, Tally, Verdict, key, overall

LABELS = {
    "relevant": "Relevansi",
    "dates": "Tanggal",
    "dates, value at an overlapping span": "Tanggal, nilai pada rentang yang bersinggungan",
    "offices": "Kantor",
    "officials, name": "Pejabat: nama",
    "officials, name and position": "Pejabat: nama dan jabatan",
    "officials, name, position and organisation": "Pejabat: nama, jabatan, dan lembaga",
    "figures, value and kind": "Angka: nilai dan jenis",
    "figures, with indicator": "Angka: dengan indikator",
    "programs": "Program",
    "events, type": "Kejadian: jenis",
    "events, type, status and date": "Kejadian: jenis, status, dan tanggal",
    "main events, type": "Kejadian utama: jenis",
    "event arguments": "Rincian kejadian",
    "event arguments: date": "tanggal",
    "event arguments: venue": "lokasi",
    "event arguments: places": "daerah",
    "event arguments: offices": "kantor",
    "event arguments: counterparties": "pihak lain",
    "event arguments: officials": "pejabat",
    "event arguments: programs": "program",
}
"""Labels of tasks by key."""

_VERDICTS = {Verdict.MISSED: "Terlewat", Verdict.WRONG: "Keliru", Verdict.DIFFERS: "Berbeda"}
_HEADINGS = ("Tugas", "Presisi", "Perolehan", "F1", "Lantai", "Benar", "Terlewat", "Keliru")
_STOP = re.compile(r"[.!?][\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])|\n")
_WIDEST = 400
"""Characters shown to either side of the words at most."""


def label(task: str) -> str:
    """The Indonesian label of a task of the table."""
    return LABELS[key(task)]


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """The bounds of the sentence around a span, roughly: for people to read, not for the pipeline."""
    low, high = max(0, start - _WIDEST), min(len(text), end + _WIDEST)
    before = [stop.end() for stop in _STOP.finditer(text, low, start)]
    after = _STOP.search(text, end, high)
    return (before[-1] if before else low), (after.start() + 1 if after else high)


def _quote(article: Mapping[str, Any], place: Place) -> str:
    text = article[place.field]
    start, end = sentence(text, place.start, place.end)
    before, words, after = text[start : place.start], text[place.start : place.end], text[place.end : end]
    return f"<blockquote>{escape(before)}<mark>{escape(words)}</mark>{escape(after.rstrip())}</blockquote>"


def _note(note: Note, article: Mapping[str, Any]) -> str:
    shown = f"<code>{escape(note.shown)}</code>"
    if note.got:
        shown += f" terbaca <code>{escape(note.got)}</code>"
    quote = _quote(article, note.place) if note.place else ""
    return f'<li class="{note.verdict}"><span class="verdict">{_VERDICTS[note.verdict]}</span> {shown}{quote}</li>'


def _task(number: int, name: str, tally: Tally, articles: Mapping[str, Mapping[str, Any]]) -> str:
    if not tally.notes:
        return ""
    parts = [f'<section id="t{number}"><h2>{escape(label(name))}: {tally.fn} terlewat, {tally.fp} keliru</h2>']
    for article, notes in groupby(sorted(tally.notes, key=lambda note: note.article), key=lambda note: note.article):
        data = articles[article]
        rows = "\n".join(_note(note, data) for note in notes)
        parts.append(f"<h3>{escape(article)} – {escape(data['title'])}</h3>\n<ul>\n{rows}\n</ul>")
    return "\n".join([*parts, "</section>"])


def _row(number: int, name: str, tally: Tally, floor: float | None) -> str:
    classes = " ".join(c for c, on in (("star", name.endswith("*")), ("low", floor is not None and tally.f1 < floor)) if on)
    sub = ' class="sub"' if name.startswith("  ") else ""
    shown = f'<a href="#t{number}">{escape(label(name))}</a>' if tally.notes else escape(label(name))
    cells = [f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}", "–" if floor is None else f"{floor:.3f}"]
    cells += [str(tally.tp), str(tally.fn), str(tally.fp)]
    return f'<tr class="{classes}"><td{sub}>{shown}</td>' + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def render(scores: Scores, articles: Sequence[Mapping[str, Any]], floors: Mapping[str, float], problems: Sequence[str]) -> str:
    """The page as HTML that needs no other file.

    ``articles`` are the gold articles that were scored, ``floors`` the floor of each task (none: no gate), ``problems`` what
    broke them.
    """
    by_id = {article["id"]: article for article in articles}
    rows = "\n".join(_row(i, name, tally, floors.get(key(name))) for i, (name, tally) in enumerate(scores.items()))
    head = "".join(f"<th>{heading}</th>" for heading in _HEADINGS)
    listed = "".join(f"<li class=wrong>{escape(problem)}</li>" for problem in problems)
    return Template((files("extract") / "report.html").read_text(encoding="utf-8")).substitute(
        title="Mutu ekstraksi",
        summary=f"Nilai keseluruhan <strong>{overall(scores):.4f}</strong> atas {len(articles)} artikel: rata-rata F1 tugas yang "
        "dicetak tebal. Setiap yang terlewat dan yang keliru ditunjukkan dalam kalimatnya.",
        problems=f"<ul>{listed}</ul>" if listed else "",
        table=f"<table><thead><tr>{head}</tr></thead><tbody>\n{rows}\n</tbody></table>",
        tasks="\n".join(filter(None, (_task(i, name, tally, by_id) for i, (name, tally) in enumerate(scores.items())))),
    )
