"""The lexicon of offices compiled: units and heads around the agency's name, and the names that offices have."""

import re
from functools import cache

from extract.components.agency import agency_lexicon
from extract.components.place_names import PlaceNames
from models.gazetteers import fold, office_names, region_names, seat_names
from models.vocab import OfficeKind

SPACE = r"[ \xa0]{1,2}"
REGION_WORD = rf"(?:Kabupaten|Kab\.?|Kota|Provinsi|Prov\.?)(?:{SPACE}Administrasi)?{SPACE}"
"""What may stand before a place's own name."""


class OfficeWords:
    """The lexicon compiled: units and heads before or after the agency's name."""

    def __init__(self) -> None:
        words = agency_lexicon()
        self.kinds: dict[str, OfficeKind] = {}
        for group in (words.loose, words.heads, words.units):
            for kind in OfficeKind:
                self.kinds.update((fold(word), kind) for word in getattr(group, kind.value, ()))
        units = [word for kind in OfficeKind for word in getattr(words.units, kind.value)]
        heads = [*words.heads.kanwil, *words.heads.kc, *words.heads.kcp]
        loose = [*words.loose.kanwil, *words.loose.kc]
        unit = f"(?i:{_any(units)})"
        short = rf"(?:{SPACE}\([A-Za-z]{{2,10}}\))?"
        self.after = re.compile(
            rf"(?:,?{SPACE}(?:[-–]{SPACE})?\(?(?:(?P<unit>{unit})|(?P<loose>(?i:{_any(loose)})))\)?{short}"
            rf"(?:{SPACE}(?P<second>{unit}|{_any(loose)}))?)?"
            rf"{SPACE}(?P<word>{REGION_WORD})?(?=[A-Z0-9])"
        )
        self.pusat = re.compile(rf",?{SPACE}(?i:{_any(words.units.pusat)})(?!\w)")
        self.before = re.compile(rf"(?<!\w)(?P<unit>{unit}|{_any(heads)}){short}{SPACE}$")
        self.head = re.compile(rf"(?<!\w)(?:{_any(words.heads.any)}){SPACE}$", re.IGNORECASE)
        self.top = re.compile(rf"(?<!Deputi )(?<!\w)(?:{_any(words.heads.top)}){SPACE}$", re.IGNORECASE)
        self.members = re.compile(rf"(?<!\w)(?:{_any(words.members.words)}){SPACE}$", re.IGNORECASE)
        self.count = re.compile(rf"(?:\d|(?<!\w)(?:{_any(words.counts.words)})){SPACE}(?:kepala{SPACE})?$", re.IGNORECASE)
        begins = {cased for word in units for cased in (word[:2], word[:2].lower(), word[:2].upper())} | {
            word[:2] for word in heads
        }
        self.anchor = re.compile(rf"(?:{'|'.join(sorted(begins))})(?<!\w..)")
        self.alone = re.compile(rf"(?:(?P<unit>{unit})|(?P<head>{_any(heads)})){short}(?!\w)")
        self.person = re.compile(rf"(?:{_any(heads)})", re.IGNORECASE)
        self.gap = re.compile(rf"{SPACE}(?P<word>{REGION_WORD})?(?=[A-Z0-9])")
        self.others = frozenset(words.others.names)
        self.openings = frozenset(words.counts.openings)
        self.not_names = frozenset(words.not_names.words)
        self.ends = frozenset(words.ends.words)
        self.starts = frozenset(words.starts.words)

    def kind(self, word: str | None) -> OfficeKind | None:
        """The kind that a unit or head says; ``Kantor`` alone says none."""
        return None if word is None or fold(word) == "kantor" else self.kinds.get(fold(word))


def _any(words: list[str] | tuple[str, ...]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", SPACE) for word in sorted(set(words), key=len, reverse=True))


@cache
def office_words() -> OfficeWords:
    """The compiled words of ``models/lexicon/agency.toml``."""
    return OfficeWords()


@cache
def name_tables() -> tuple[PlaceNames, PlaceNames]:
    """Office names alone (matched loosely: ``Sumbar, Riau dan Kepri``), and all names an office may have."""
    known = {key for key, found in office_names().items() if found.kind is not OfficeKind.PUSAT}
    return PlaceNames(known), PlaceNames(known | region_names().keys() | seat_names().keys())
