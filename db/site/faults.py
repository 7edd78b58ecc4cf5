"""What went wrong, said to people: Datasette's own messages are for developers and in English."""

import re
import sqlite3

from datasette.database import QueryInterrupted
from datasette.utils import InvalidSql
from datasette.utils.asgi import Base400, Forbidden, NotFound
from datasette.views.base import DatasetteError

MISSING = "Halaman ini tidak ada."
HEAVY = "Permintaan ini terlalu berat atau basis data sedang sibuk. Sederhanakan, atau coba lagi sebentar lagi."
EXPIRED = "Formulir ini kedaluwarsa. Muat ulang halamannya, lalu coba lagi."

_SAID = (
    (r"Statement must be a SELECT", "hanya perintah SELECT yang dijalankan"),
    (r"You can only execute one statement at a time\.?", "hanya satu perintah sekali jalan"),
    (r"Cannot sort table by (?P<what>.+)", "tidak ada kolom “{what}” untuk mengurutkan"),
    (r"Cannot use _sort and _sort_desc at the same time", "pilih satu dari _sort dan _sort_desc"),
    (r"_(?P<what>size) must be <= (?P<most>[0-9]+)", "_size paling banyak {most}"),
    (r"_size must be a positive integer", "_size harus bilangan positif"),
    (r"_(?:col|nocol)=(?P<what>.*) - invalid columns", "tidak ada kolom “{what}”"),
    (r"Cannot search by that column", "kolom itu tidak dapat dicari"),
    (r"no such column: (?P<what>.+)", "tidak ada kolom “{what}”"),
    (r"no such table: (?P<what>.+)", "tidak ada tabel “{what}”"),
    (r"no such function: (?P<what>.+)", "tidak ada fungsi “{what}”"),
    (r'near "(?P<what>.*)": syntax error', "SQL keliru di sekitar “{what}”"),
    (r"incomplete input", "SQL belum lengkap"),
    (r"attempt to write a readonly database", "situs ini hanya dapat dibaca"),
)


def fault(exception: Exception) -> tuple[int, str]:
    """The status of a fault and what to tell about it."""
    if isinstance(exception, QueryInterrupted) or getattr(exception, "title", None) == "SQL Interrupted":
        return getattr(exception, "status", 503), HEAVY
    if isinstance(exception, NotFound):
        return 404, MISSING
    if isinstance(exception, Forbidden):
        return 403, "Halaman ini tidak untuk umum."
    if isinstance(exception, Base400 | DatasetteError):
        told = exception.message if isinstance(exception, DatasetteError) else str(exception)
        status = exception.status if exception.status < 500 else 400  # Datasette's 500 for a column that is not there
        return (404, MISSING) if status == 404 else (status, f"Permintaan ini tidak dapat dijalankan: {said(told)}.")
    if isinstance(exception, InvalidSql | sqlite3.ProgrammingError) or _asked_wrongly(exception):
        return 400, f"Permintaan ini tidak dapat dijalankan: {said(str(exception))}."
    return 500, "Ada yang keliru di sini, bukan pada permintaan Anda. Rinciannya tercatat."


def said(told: str) -> str:
    """A message of SQLite or Datasette in Indonesian; one that is not known stays as it is."""
    told = told.strip().rstrip(".")
    for pattern, text in _SAID:
        if found := re.fullmatch(pattern, told, re.DOTALL):
            return text.format(**{name: value[:80] for name, value in found.groupdict().items()})
    return told


def _asked_wrongly(exception: Exception) -> bool:
    """Whether the database refused what a visitor wrote (``_where``), rather than failed."""
    return isinstance(exception, sqlite3.OperationalError) and said(str(exception)) != str(exception).rstrip(".")
