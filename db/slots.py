"""The slots of an event as people write, read and correct them: text to value and back, and values as JSON for the ledger.

Lists are written one name a line, or with semicolons between. An empty text means that nothing is known.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Any

from db.calendars import bounds
from db.labels import labels
from db.rows import regions_called
from db.summary import office_name
from db.texts import printable
from models.gazetteers import office as gazetteer_office
from models.gazetteers import office_named, offices, region, regions
from models.records import Event, Office
from models.vocab import EventType, OfficeKind, Program, Status

LONGEST = 200
"""Characters of a name."""
MOST = 40
"""Names in a list."""

_LOCAL = re.compile(r"(?:Kecamatan|Distrik|Kelurahan|Desa|Nagari|Gampong|Kampung|Pekon|Lembang)\s+\S", re.IGNORECASE)
"""Places below regencies, which no list here holds: they are taken where they say what they are."""


class SlotError(ValueError):
    """A value that a slot cannot take. The message is for people: it names the slot, the value and what is allowed."""

    def __init__(self, slot: str, problem: str, allowed: str) -> None:
        super().__init__(f"{SLOTS[slot].label} (`{slot}`): {problem} Yang dapat dipakai: {allowed}.")
        self.slot = slot


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot: what people call it, how it is written, and how it is read.

    ``choices`` are codes and their labels where one (or, with ``many``, several) of a closed list is meant.
    """

    label: str
    help: str
    parse: Callable[[str, Event], Any]
    many: bool = False
    choices: Mapping[str, str] | None = None


def parse(slot: str, text: str, event: Event) -> Any:
    """The value a text gives a slot of an event; a name that the event has already is always taken.

    Raises:
        SlotError: no such value.
        KeyError: no such slot.
    """
    return SLOTS[slot].parse(text.strip(), event)


def written(slot: str, value: Any) -> str:
    """A value as :func:`parse` reads it."""
    if value is None:
        return ""
    if slot == "offices":
        return "\n".join(_called(found) for found in value)
    return "\n".join(map(str, value)) if SLOTS[slot].many else str(value)


def told(slot: str, value: Any) -> str:
    """A value for readers, with labels for codes; a dash where there is none."""
    if value is None or value == ():
        return "–"
    known = SLOTS[slot].choices
    if slot == "offices":
        return printable("; ".join(map(office_name, value)))
    values = [str(part) for part in value] if SLOTS[slot].many else [str(value)]
    return printable("; ".join(known.get(part, part) if known and not SLOTS[slot].many else part for part in values))


def encode(slot: str, value: Any) -> str:
    """A value as JSON text."""
    if value is None:
        return "null"
    if slot == "offices":
        value = [[str(found.kind), found.name, found.office_id] for found in value]
    else:
        value = [str(part) for part in value] if SLOTS[slot].many else str(value)
    return json.dumps(value, ensure_ascii=False)


def decode(slot: str, text: str) -> Any:
    """The value of a JSON text of :func:`encode`.

    Raises:
        ValueError: a code that this program does not know.
    """
    value = json.loads(text)
    if slot == "offices":
        return tuple(Office(OfficeKind(kind), name, key) for kind, name, key in value)
    if slot == "programs":
        return tuple(map(Program, value))
    if SLOTS[slot].many:
        return tuple(value)
    return {"type": EventType, "status": Status}.get(slot, lambda plain: plain)(value)


def _code(slot: str, codes: type[StrEnum], text: str) -> Any:
    named = {name.casefold(): code for code, name in labels()[codes.__name__].items()}
    folded = text.casefold()
    code = next((known for known in map(str, codes) if known.casefold() == folded), named.get(folded))
    if code is None:
        allowed = ", ".join(f"{code} ({name})" for code, name in labels()[codes.__name__].items())
        raise SlotError(slot, f"“{_short(text)}” tidak dikenal." if text else "tidak boleh kosong.", allowed)
    return codes(code)


def _date(text: str, _: Event) -> str | None:
    if not text:
        return None
    try:
        bounds(text)
    except ValueError:
        raise SlotError(
            "date",
            f"“{_short(text)}” bukan tanggal EDTF.",
            "hari 2025-06-24, bulan 2025-06, tahun 2025, atau kurun 2025-06-20/2025-06-22 yang tidak terbalik; kosong bila tidak "
            "disebut",
        ) from None
    return text


def _name(slot: str, text: str) -> str:
    if not text or len(text) > LONGEST or printable(text) != text or "\n" in text or not any(map(str.isalnum, text)):
        problem = f"“{_short(text)}” bukan nama."
        raise SlotError(slot, problem, f"teks satu baris, 1 sampai {LONGEST} huruf, tanpa huruf kendali")
    return text


def _venue(text: str, _: Event) -> str | None:
    tidy = " ".join(text.split())
    return _name("venue", tidy) if tidy else None


def _listed(slot: str, text: str) -> list[str]:
    parts = [" ".join(part.split()) for part in re.split(r"[;\n]", text)]
    found = list(dict.fromkeys(part for part in parts if part))
    if len(found) > MOST:
        raise SlotError(slot, f"{len(found)} nama terlalu banyak.", f"paling banyak {MOST}, dipisah titik koma atau baris baru")
    return found


def _names(slot: str) -> Callable[[str, Event], tuple[str, ...]]:
    return lambda text, _: tuple(_name(slot, part) for part in _listed(slot, text))


def _places(text: str, event: Event) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_place(part, event.places) for part in _listed("places", text)))


def _place(text: str, known: Sequence[str]) -> str:
    _name("places", text)
    if text in known or regions_called(text) or _LOCAL.match(text):
        return text
    try:
        return region(text).name
    except KeyError:
        pass
    near = _near(text, [found.name for found in regions()])
    allowed = "provinsi, kabupaten, atau kota menurut nama atau kodenya, misalnya Kota Medan atau 12.71; di bawahnya dengan "
    raise SlotError("places", f"“{_short(text)}” bukan wilayah yang dikenal{near}.", f"{allowed}sebutan, misalnya Desa Sukamaju")


def _offices(text: str, event: Event) -> tuple[Office, ...]:
    known = {_called(found).casefold(): found for found in event.offices}
    return tuple(dict.fromkeys(_office(part, known) for part in _listed("offices", text)))


def _office(text: str, known: Mapping[str, Office]) -> Office:
    if text.casefold() in known:
        return known[text.casefold()]
    try:
        found = gazetteer_office(text.lower())
    except KeyError:
        named = {office_name(Office(o.kind, o.name)).casefold(): o for o in offices()}
        listed = named.get(text.casefold()) or office_named(text)
        if listed is None:
            near = _near(text, [o.name for o in offices()])
            allowed = "nomor atau nama kantor dalam daftar (tabel offices), misalnya kc-medan-kota atau Kantor Cabang Medan Kota"
            raise SlotError("offices", f"“{_short(text)}” bukan kantor yang dikenal{near}.", allowed) from None
        found = listed
    return Office(found.kind, found.name, found.id)


def _called(found: Office) -> str:
    return found.office_id or office_name(found)


def _programs(text: str, _: Event) -> tuple[Program, ...]:
    return tuple(dict.fromkeys(_code("programs", Program, part) for part in _listed("programs", text)))


def _near(text: str, names: Sequence[str]) -> str:
    found = get_close_matches(text, names, n=3)
    return f"; mungkin {', '.join(found)}" if found else ""


def _short(text: str) -> str:
    shown = printable(" ".join(text.split()))
    return shown if len(shown) <= 80 else f"{shown[:79]}…"


_EACH = "satu nama sebaris, atau dipisah titik koma"

SLOTS: Mapping[str, Slot] = {
    "type": Slot(
        "Jenis", "salah satu jenis kejadian", lambda text, _: _code("type", EventType, text), choices=labels()["EventType"]
    ),
    "status": Slot("Status", "salah satu status", lambda text, _: _code("status", Status, text), choices=labels()["Status"]),
    "date": Slot("Tanggal", "EDTF: 2025-06-24, 2025-06, 2025, atau 2025-06-20/2025-06-22; kosong bila tidak disebut", _date),
    "venue": Slot("Tempat", "gedung atau tempat seperti disebut berita; kosong bila tidak disebut", _venue),
    "places": Slot("Wilayah", f"kabupaten, kota, atau provinsi; {_EACH}", _places, many=True),
    "offices": Slot("Kantor", f"nomor atau nama kantor dalam daftar; {_EACH}", _offices, many=True),
    "counterparties": Slot("Pihak lain", f"badan lain yang ikut serta; {_EACH}", _names("counterparties"), many=True),
    "officials": Slot("Pejabat", f"nama tanpa gelar; {_EACH}", _names("officials"), many=True),
    "programs": Slot("Program", f"kode program, {_EACH}", _programs, many=True, choices=labels()["Program"]),
}
"""The slots that people may correct, in the order of the event's page."""
