"""Mentions of the agency's offices.

An office is named by a place after the agency's name (``BPJAMSOSTEK Ungaran``), after a unit (``Kantor Cabang Perintis
Belitung``), or after both in either order (``Kepala Kantor Cabang BPJS Ketenagakerjaan Kisaran``), and by lists of seats
(``kantor cabang di Kota Pontianak, Kota Singkawang dan Sanggau``). Places are matched longest first against the gazetteers, so
that a person's name after an office's stays outside.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.components.agency import Leftovers
from extract.components.office_merge import OfficeMention, united
from extract.components.office_words import REGION_WORD, SPACE, name_tables, office_words
from extract.reading import AgencyFound, Reading
from models.gazetteers import GazetteerOffice, Region, fold, office, office_names, region_names, seat_names
from models.vocab import IssueCode, OfficeKind, RegionKind

_SEPARATOR = re.compile(
    rf"(?:{SPACE}?\([^()\n]{{1,40}}\))?(?:(?P<last>,?{SPACE}(?:dan|serta|maupun|&){SPACE})|[ \xa0]?[,/]{SPACE}?)"
    rf"(?:(?:wilayah|daerah|kawasan){SPACE}(?:perbatasan{SPACE})?)?(?:di{SPACE})?"
    rf"(?:(?i:Kantor{SPACE})?Cabang{SPACE})?(?P<word>{REGION_WORD})?"
)
_LIST_GAP = re.compile(
    rf"(?P<gap>[^.;:\n]{{0,90}}?[ \xa0(,])(?:di|yakni|yaitu|masing-masing|antara{SPACE}lain){SPACE}(?:di{SPACE})?"
    rf"(?:{REGION_WORD})?(?=[A-Z0-9])"
)
_OF_OTHERS = re.compile(r"\b(?:daerah|kabupaten|kota|kecamatan|provinsi|perusahaan|bank|desa)\b", re.IGNORECASE)
_UNKNOWN = re.compile(rf"[A-Z][\w'’]{{1,24}}(?:{SPACE}[A-Z][\w'’]{{1,24}}){{0,3}}(?![\w])")
_CAPITAL = re.compile(r"[A-Z][\w'’]{1,24}(?!\w)")
_NEXT_WORD = re.compile(rf"{SPACE}(\w{{2,20}})(?!\w)")
_TWO_CAPITALS = re.compile(rf"[A-Z][\w'’]{{1,24}}{SPACE}[A-Z][\w'’]{{1,24}}")
_BETWEEN_PROVINCES = re.compile(rf"(?:,?{SPACE}(?:dan|serta|&){SPACE}|[ \xa0]?[-–/,][ \xa0]?|{SPACE})")
_LETTER_BEFORE = re.compile(r"([\w.'’-]{1,24})[ \xa0(,]{0,3}$")

_NEAR = 48
"""How many characters before the agency's name or a unit may hold what belongs to it."""
_MOST_TRIES = 3
"""A list of seats may come after so many places that are none: ``kantor cabang di Kalbar, yakni di ...``."""
_MOST_SEATS = 40
"""A list of seats ends after so many: the agency has no regional office with more."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A place read at a spot of the text: an office's name, a region's, a seat's, or an unknown one (all three empty)."""

    start: int
    end: int
    key: str
    office: GazetteerOffice | None = None
    provinces: tuple[Region, ...] = ()
    region: bool = False
    name: str | None = None


_WISHED = 140
_WISH = re.compile(
    r"(?i)\b(?:meminta|minta|diminta|mengusulkan|usul|usulkan|mendesak|berharap|mengharapkan|menyarankan|memohon|menginginkan)\b"
    r"[^.;\n]{0,90}\b(?:membuka|mendirikan|menambah|menghadirkan|menyediakan|menempatkan|dibuka|didirikan|ada|dihadirkan)\b"
)
"""Before a unit that does not exist yet."""


def find_offices(reading: Reading, leftovers: Leftovers) -> None:
    """Fill ``reading.offices`` after ``reading.agency``; records OFFICE_UNKNOWN once for each name that no gazetteer office has.

    An article that never names the agency has no offices of it.
    """
    if not reading.agency:
        return
    reader = _Reader(reading, leftovers)
    mentions = sorted(reader.mentions(), key=lambda mention: (mention.start, -mention.end))
    kept: list[OfficeMention] = []
    for mention in mentions:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    doubted: set[tuple[OfficeKind, str]] = set()
    for found in united(kept):
        reading.offices.append(found)
        if found.office_id is None and (found.kind, fold(found.name)) not in doubted:
            doubted.add((found.kind, fold(found.name)))
            reading.doubt(IssueCode.OFFICE_UNKNOWN, f"{found.kind.value} {found.name}", found.start, found.end)


class _Reader:
    """One pass over the agency's names and one over the units that stand apart from them."""

    def __init__(self, reading: Reading, leftovers: Leftovers) -> None:
        self.text = reading.text
        self.body = reading.body
        self.leftovers = leftovers
        self.agency = reading.agency
        self.words = office_words()

    def mentions(self) -> Iterator[OfficeMention]:
        """All mentions, in no order and possibly overlapping."""
        seen: list[tuple[int, int]] = []
        for agency in self.agency:
            yield from self._beside(agency, seen)
        seen.sort()
        for anchor in self.words.anchor.finditer(self.text):
            found = self.words.alone.match(self.text, anchor.start())
            if found and found.start() not in self.leftovers and not _inside(seen, found.start()):
                yield from self._apart(found)

    def _beside(self, agency: AgencyFound, seen: list[tuple[int, int]]) -> Iterator[OfficeMention]:
        words, text = self.words, self.text
        line = text[max(0, agency.start - _NEAR) : agency.start].rpartition("\n")[2]
        before = words.before.search(line)
        start = agency.start - len(line) + before.start() if before else agency.start
        kind = words.kind(before["unit"]) if before else None
        after = words.after.match(text, agency.end)
        head_office = words.pusat.match(text, agency.end)
        seen.append((start, after.end() if after else head_office.end() if head_office else agency.end))
        if kind is OfficeKind.PUSAT or head_office:
            span = (head_office.start() + 1, head_office.end()) if head_office else (start, agency.start)
            yield OfficeMention(*span, "Pusat", OfficeKind.PUSAT, office("kp-pusat"), rule="office.head_office")
            return
        if after is None:
            if kind is not None:
                yield from self._seats(agency.end, kind, self._counted(line[: before.start()] if before else ""))
            return
        head = words.head.search(line)
        if after["loose"] and after["loose"][0].islower() and not (before or head):
            return
        unit = words.kind(after["second"]) or words.kind(after["unit"] or after["loose"])
        if unit is None and kind is None and words.top.search(line):
            return
        headed = bool(before or after["unit"] or after["loose"] or head or not words.members.search(line))
        may_be_person = unit is None and before is not None and self._titled(line[: before.start()], before["unit"])
        rule = "office.agency" if unit is None and kind is None else "office.agency_and_unit"
        yield from self._named(after.end(), unit or kind, headed, after.start("word"), not may_be_person, rule)

    def _apart(self, found: re.Match[str]) -> Iterator[OfficeMention]:
        words, text = self.words, self.text
        unit = found["unit"] or found["head"]
        kind = words.kind(unit)
        if kind is None or not self._ours(found, unit):
            return
        if kind is OfficeKind.PUSAT:
            if unit[0].isupper() and unit[-5].isupper() and not _CAPITAL.match(text, found.end() + 1):
                yield OfficeMention(found.start(), found.end(), "Pusat", kind, office("kp-pusat"), rule="office.head_office")
            return
        gap = words.gap.match(text, found.end())
        before = text[max(0, found.start() - _NEAR) : found.start()].rpartition("\n")[2]
        if gap is not None:
            yield from self._named(gap.end(), kind, True, gap.start("word"), not self._titled(before, unit), "office.unit")
        else:
            yield from self._seats(found.end(), kind, self._counted(before))

    def _ours(self, found: re.Match[str], unit: str) -> bool:
        """Whether a unit without the agency's name beside it can be the agency's and not a bank's or a party's."""
        text = self.text
        after = _UNKNOWN.match(text, found.end() + 1)
        if after is not None and self.words.others.intersection(after.group().split()):
            return False
        line = text[max(0, found.start() - _NEAR) : found.start()].rpartition("\n")[2]
        last = _LETTER_BEFORE.search(line)
        while last and last[1] in ("Kepala", "Kantor", "Pimpinan", "Wakil", "Pps", "Plt", "kepala", "kantor", "pimpinan"):
            line = line[: last.start()]
            last = _LETTER_BEFORE.search(line)
        if self.words.others.intersection(re.findall(r"\w+", line)[-3:]):
            return False
        if last is not None and ((len(last[1]) > 3 and last[1].endswith(".")) or _opens_sentence(line, last)):
            last = None
        bare_branch = unit.casefold() in ("cabang", "kc")
        headed = bool(self.words.head.search(text[max(0, found.start() - _NEAR) : found.start()]))
        if bare_branch and not headed:
            return unit[0].isupper() and (last is None or not last[1][0].isupper())
        return True

    def _counted(self, before: str) -> bool:
        """Whether a number or the like stands before a unit: ``enam kantor cabang``."""
        return self.words.count.search(before) is not None

    def _titled(self, before: str, unit: str) -> bool:
        """Whether a unit belongs to a person's title (``Kepala Cabang``, ``Kacab``): a person's name may follow then."""
        return self.words.person.match(unit) is not None or self.words.head.search(before) is not None

    def _named(
        self, at: int, kind: OfficeKind | None, headed: bool, word_at: int, new: bool, rule: str
    ) -> Iterator[OfficeMention]:
        """The office whose name begins at ``at``, and those joined to it.

        ``word_at`` is where its ``Kota`` or ``Provinsi`` begins (-1: none): that makes an office only of what a unit or a head
        stands before. ``new`` allows a name that no gazetteer has; ``rule`` is what the mention is read by.
        """
        place = self._place(word_at) if word_at >= 0 else None
        if place is None or place.office is None:
            if word_at >= 0 and not headed:
                return
            place = self._place(at)
        if place is None and kind is not None and new:
            place = self._unknown(at, headed)
        if place is None or (kind is None and not self._bare_name(place)):
            return
        if kind is None and not headed and place.office is None and place.provinces:
            return  # "Rakor Jamsostek Papua Selatan"
        if kind is OfficeKind.KANWIL and place.office is None and place.provinces:
            place = self._widened(place)
        yield self._mention(place, kind, rule)
        yield from self._joined(place, kind)

    def _bare_name(self, place: _Place) -> bool:
        """Whether a place right after the agency's name, without any unit, names an office: not another body's name."""
        following = _UNKNOWN.match(self.text, place.end + 1)
        return following is None or self.text[place.end] != " " or following.group().split()[0] not in self.words.others

    def _mention(self, place: _Place, kind: OfficeKind | None, rule: str) -> OfficeMention:
        name = place.name or self.text[place.start : place.end]
        return OfficeMention(place.start, place.end, name, kind, place.office, place.provinces, rule)

    def _place(self, at: int) -> _Place | None:
        """The longest known name at a spot, longer by a word such as ``Raya`` or ``Barat`` that belongs to it."""
        text = self.text
        offices, names = name_tables()
        best = max((hit for hit in (offices.longest(text, at, loose=True), names.longest(text, at)) if hit), default=None)
        if best is None:
            return None
        end, key = best
        extended = _NEXT_WORD.match(text, end)
        if extended and extended[1] in self.words.ends:
            return _Place(at, extended.end(), key + fold(extended[1]))
        options = region_names().get(key, ())
        provinces = tuple(option for option in options if option.kind is RegionKind.PROVINSI)
        return _Place(at, end, key, office_names().get(key), provinces, len(provinces) < len(options) or key in seat_names())

    def _widened(self, place: _Place) -> _Place:
        """A regional office's area by its provinces: ``Sumut dan Aceh`` from ``Sumut``."""
        _, names = name_tables()
        end = place.end
        for _ in range(_MOST_SEATS):
            between = _BETWEEN_PROVINCES.match(self.text, end)
            hit = names.longest(self.text, between.end()) if between else None
            if hit is None or not any(option.kind is RegionKind.PROVINSI for option in region_names().get(hit[1], ())):
                break
            end = hit[0]
        return replace(place, end=end)

    def _unknown(self, at: int, headed: bool) -> _Place | None:
        """A name of one or two words that no gazetteer has; two only where the second plainly belongs to it."""
        words = self.words
        found = _UNKNOWN.match(self.text, at)
        if found is None:
            return None
        parts = found.group().split()
        if parts[0] in words.not_names or parts[0] in words.others or parts[0].isupper():
            return None
        size = 1
        if len(parts) > 1 and (parts[0] in words.starts or parts[1] in words.ends or (len(parts) == 2 and not headed)):
            size = 2
        whole = (_TWO_CAPITALS if size == 2 else _CAPITAL).match(self.text, at)
        assert whole is not None, "the words were just seen"
        if at < self.body and not self._repeated(whole.group()):
            return None
        return _Place(at, whole.end(), fold(whole.group()))

    def _repeated(self, name: str) -> bool:
        """Whether the body has a name of the headline, too, as it stands or in capitals (``BUNTOK -``)."""
        return any(self.text.find(form, self.body) >= 0 for form in (name, name.upper()))

    def _joined(self, first: _Place, kind: OfficeKind | None) -> Iterator[OfficeMention]:
        """The further offices of ``Cabang Semarang Pemuda, Majapahit dan Ungaran``: only offices, only up to a last ``dan``."""
        if first.office is None or first.office.kind is OfficeKind.KANWIL:
            return
        items: list[_Place] = []
        complete = 0
        at = first.end
        for _ in range(_MOST_SEATS):
            separator = _SEPARATOR.match(self.text, at)
            place = self._branch(separator.end(), first) if separator and not separator["word"] else None
            if separator is None or place is None or (kind is None and place.region):
                break
            items.append(place)
            at = place.end
            if separator["last"]:
                complete = len(items)
        for place in items[:complete]:
            yield self._mention(place, kind, "office.joined")

    def _branch(self, at: int, first: _Place) -> _Place | None:
        """A branch's name at a spot; ``Majapahit`` after ``Semarang Pemuda`` is Semarang Majapahit."""
        place = self._place(at)
        word = _CAPITAL.match(self.text, at)
        end = place.end if place else word.end() if word else at
        town = self.text[first.start : first.end].split()[0]
        found = office_names().get(fold(f"{town} {self.text[at:end]}"))
        if found is not None and (place is None or place.office in (None, found)):
            return _Place(at, end, fold(found.name), found, name=found.name)
        if place is None or place.office is None or place.office.kind is OfficeKind.KANWIL or place.provinces:
            return None
        return place

    def _seats(self, at: int, kind: OfficeKind, counted: bool) -> Iterator[OfficeMention]:
        """Offices listed by their seats: ``kantor cabang di Kota Pontianak, Sanggau, dan Sintang``; provinces are no seats.

        The list follows at once, or after some words where the units are ``counted`` (``enam kantor cabang ..., yakni di ...``).
        """
        start = at
        for _ in range(_MOST_TRIES):
            gap = _LIST_GAP.match(self.text, at)
            if gap is None or _OF_OTHERS.search(gap["gap"]):
                return
            first = self._place(gap.end())
            if first is not None and _can_seat(first):
                plain = not gap["gap"].strip() or gap["gap"].strip().casefold() in self.words.openings
                direct = at == start and plain and self.text.startswith("di", gap.end("gap"))
                if (not direct and not counted) or self._asked_for(start):
                    return
                for place in self._row(first, direct):
                    yield self._mention(place, kind, "office.seat")
                return
            at = first.end if first else gap.end()

    def _asked_for(self, at: int) -> bool:
        """Whether the unit that ends at a place is only asked for: ``meminta BPJS Ketenagakerjaan membuka unit layanan di X``."""
        before = self.text[max(0, at - _WISHED) : at]
        return _WISH.search(re.split(r"[.!?\n]", before)[-1]) is not None

    def _row(self, first: _Place, alone: bool) -> list[_Place]:
        """The seats from the first to the one after the last ``dan``; without it just the first, if that may stand ``alone``."""
        places = [first]
        complete = 1 if alone else 0
        for _ in range(_MOST_SEATS):
            separator = _SEPARATOR.match(self.text, places[-1].end)
            place = separator and (self._place(separator.end()) or self._unknown(separator.end(), headed=True))
            if not separator or not place or not _can_seat(place):
                break
            places.append(place)
            if separator["last"]:
                complete = len(places)
        return places[:complete]


def _can_seat(place: _Place) -> bool:
    """Whether a branch can sit there: in a town, not in a province or a regional office's whole area."""
    return (place.region or not place.provinces) and not (place.office and place.office.kind is OfficeKind.KANWIL)


def _opens_sentence(line: str, word: re.Match[str]) -> bool:
    """Whether the word with a comma after it is the first of its sentence and so has its capital (``Katanya, Cabang ...``)."""
    before = line[: word.start()].rstrip()
    return "," in word.group() and (before[-1:] in ".!?”" if before else len(line) < _NEAR)


def _inside(spans: list[tuple[int, int]], at: int) -> bool:
    nearest = bisect_right(spans, (at, 1 << 60)) - 1
    return nearest >= 0 and at < spans[nearest][1]
