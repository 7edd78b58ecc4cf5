"""The few pieces of HTML that messages are made of: styles in place, for mail programs drop all others."""

from collections.abc import Iterable
from html import escape

GREEN, DIM, LINE = "#0b6b4f", "#5a6862", "#dfe5df"


def paragraph(inner: str, style: str = "") -> str:
    """A paragraph of HTML."""
    return f'<p style="margin:10px 0;{style}">{inner}</p>'


def heading(text: str) -> str:
    """A heading of plain text."""
    return f'<h2 style="font-size:16px;margin:18px 0 4px;color:{GREEN}">{escape(text)}</h2>'


def bullets(rows: Iterable[str]) -> str:
    """A list of HTML rows."""
    return f'<ul style="margin:6px 0;padding-left:20px">{"".join(f"<li>{row}</li>" for row in rows)}</ul>'


def foot(text: str) -> str:
    """The small print of plain text."""
    return paragraph(escape(text), f"color:{DIM};font-size:13px;border-top:1px solid {LINE};padding-top:8px;margin-top:18px")


def page(parts: Iterable[str]) -> str:
    """The message from its parts."""
    return f'<div style="max-width:680px;font-family:sans-serif;line-height:1.5;color:#1d2723">{"".join(parts)}</div>'
