"""The walk from a head noun to the right: words of work belong to the position until a body or a place begins, and to the body
from there on; a name follows directly, after a comma or after an honorific. Every walk is bounded by its :class:`Cursor`.
"""

import re
from collections.abc import Mapping
from functools import cache

from extract.components.names import (
    Cursor,
    Name,
    Token,
    is_acronym,
    is_degree,
    is_month_name,
    may_follow,
    may_name,
    read_name,
    stops,
    vocabulary,
)
from extract.components.place_names import PlaceNames
from extract.components.positions import GOVERNMENT, RULERS, Level, Title, grammar
from models.gazetteers import region_names, seat_names

_EVIDENCE = 40
_VILLAGES = (
    "desa",
    "dusun",
    "kampung",
    "kelurahan",
    "gampong",
    "nagari",
    "pekon",
    "kecamatan",
    "distrik",
    "banjar",
    "negeri",
    "jorong",
)
_VILLAGE = frozenset({"desa", "dusun", "kampung", "sekolah"})
"""Fields of work as well as bodies: the latter where no body's name follows (``Kepala Bidang Pemerintahan Desa Dinas ...``)."""
_POINTING = re.compile(r"\s(?:itu|tersebut|ini)(?!\w)")
_CAPITALS = re.compile(r"[^\W\d_a-z][\w.’'-]*(?:[ \xa0][^\W\d_a-z][\w’'-]*){1,7}")
_HANDED_OVER = re.compile(r"(?:serah terima|sertijab|jabatan|posisi|pisah sambut|tongkat)\s[a-z ]{0,24}$")
_ADDRESSED_AFTER = 4
"""Words that may end a body's name before a comma and an honorific with a name."""

_ADDRESSED = re.compile(
    r"(?:Di ?hadapan|Di depan|Kepada|Bersama|Didampingi|Disaksikan|Dengan disaksikan|Di sela)(?: [a-z]{2,12}){0,2} $"
)
"""A sentence that begins with those in whose presence somebody acts: behind the comma stands who acts, no apposition."""
_OWNED = ("pt ", "pt. ", "cv ", "cv. ", "ud ", "koperasi ", "ksp ", "kud ", "bumdes ", "perumda ")
_BRACKET = re.compile(r"\(([^()\n]{1,48})\)")


@cache
def _regions() -> PlaceNames:
    """Regions, and towns that are seats of one; not words that only begin a town's name."""
    return PlaceNames(region_names().keys() | (set(seat_names()) - grammar().openers))


class Reader:
    """Reads the titles of one text. Look-ups of how often words occur are rationed, so that many titles stay linear."""

    def __init__(self, text: str, low: str, places: Mapping[int, int], heads: frozenset[int]) -> None:
        self.text = text
        self.low = low
        self.places = places
        self.heads = heads
        self.evidence = _EVIDENCE
        self.handed = -1
        self.bodies: set[str] = set()

    def handed_on_line(self, at: int) -> bool:
        """Whether a position changed hands shortly before on the same line."""
        return 0 <= self.handed >= at - 400 and "\n" not in self.low[self.handed : at]

    def read(self, match: re.Match[str], level: Level) -> Title:
        """The title that begins with a match of the grammar's head."""
        walk = _Walk(self, match, level)
        walk.run()
        title = walk.title()
        if title.name is not None and title.body is not None:
            self.bodies.add(self.text[slice(*title.body)])
        return title

    def body_before(self, word: str, at: int) -> str | None:
        """The body named last before a place with a word: ``koperasi itu`` is ``Koperasi Sawit Makmur``."""
        if self.evidence <= 0:
            return None
        self.evidence -= 1
        start = self.text.rfind(f"{word.capitalize()} ", max(0, at - 4000), at)
        found = _CAPITALS.match(self.text, start) if start >= 0 else None
        return None if found is None else " ".join(found.group().split())

    def apart(self, start: int, end: int, following: str) -> bool:
        """Whether the words from start to end occur elsewhere without ``following`` after them."""
        if self.evidence <= 0:
            return False
        self.evidence -= 1
        piece = self.text[start:end]
        return self.text.count(piece) > max(1, self.text.count(f"{piece} {following}"))


class _Walk:
    """One walk from a head to the right."""

    def __init__(self, reader: Reader, match: re.Match[str], level: Level) -> None:
        self.reader = reader
        self.match = match
        self.level = level
        self.cursor = Cursor(reader.text, match.end(), reader.heads)
        self.i = 0
        self.position_end = match.end()
        self.body: tuple[int, int] | None = None
        self.placed = False
        self.expects = level is Level.LOCAL
        self.starter: int | None = None
        self.handed = self.opened = self.bare = False
        self.pointed: str | None = None
        self.seat: int | None = None
        self.name: Name | None = None
        self.end = match.end()

    def title(self) -> Title:
        text = self.reader.text
        if self.seat is not None and self.body is not None and self.bare:
            self.body, self.position_end = (self.seat, self.body[1]), self.match.end()
        organisation = None if self.body is None else " ".join(text[slice(*self.body)].split())
        if organisation and self.level is Level.CITY and not organisation.lower().startswith("kota"):
            organisation = f"Kota {organisation}"
        elif organisation is None and self.pointed is not None:
            organisation = self.reader.body_before(self.pointed, self.match.start())
        position = " ".join(text[self.match.start() : self.position_end].split())
        end = max(self.end, self.position_end)
        return Title(self.match.start(), end, self.level, position, organisation, self.body, self.name, handed=self.handed)

    def run(self) -> None:
        """Walk until a name is found or none can follow."""
        while (token := self.cursor.at(self.i)) is not None and self._step(token):
            pass

    def _step(self, token: Token) -> bool:
        """Take one token in; false ends the walk."""
        if token.text[0].isalpha():
            return self._word(token)
        if token.text == ",":
            return self._comma()
        if token.text == "(":
            return self._bracket(token)
        if token.text[0].isdigit():
            return self._number(token)
        return token.text in "-–&/" and self._goes_on(self.i + 1) and self._skip(1)

    def _number(self, token: Token) -> bool:
        """Take a number in: of a body (``SMKN 1``), of a field (``Ketua RW 05``), or a garrison's (``Dandim 1408/Makassar``)."""
        before = self.cursor.at(self.i - 1) if self.i else None
        if self.body is None and self.level is Level.REGION and "/" in token.text:
            return self._begin(token)
        if self.body is None and (before is None or not before.capital or not vocabulary().is_field(before)):
            return False
        self.expects = False
        return self._take(token)

    def _take(self, token: Token) -> bool:
        """Make the token part of the body, or of the position while no body has begun."""
        if self.body is not None:
            self.body = (self.body[0], token.end)
        else:
            self.position_end = token.end
        self.end = token.end
        self.i += 1
        return not stops(token)

    def _skip(self, count: int) -> bool:
        self.i += count
        return True

    def _begin(self, token: Token, end: int | None = None) -> bool:
        """Begin the body at the token, or go on with it."""
        self.body = (self.body[0] if self.body else token.start, end or token.end)
        self.end = self.body[1]
        self.i += 1
        return not stops(token)

    def _word(self, token: Token) -> bool:
        words = vocabulary()
        if token.start in self.reader.heads and not self._inner(token):
            return False
        if token.start in self.reader.heads and self.body is not None:
            return self._begin(token)
        if token.low in grammar().after:
            return self._skip(1) if self.body else self._take(token)
        if token.low in ("dari", "asal") and (size := self._faction()):
            return self._skip(size)
        if not token.capital and (end := self._filler(token)) is not None:
            return self._past(end)
        if token.capital and not (self.placed and self.level in RULERS) and (end := self._region(token)) is not None:
            return self._place(token, end)
        if words.is_honorific(token) and not words.is_field(token) and not words.is_body(token):
            return self._honorific()
        if token.capital and self._is_body(token) and self.level not in RULERS:
            self.expects = token.low in words.named
            self.starter = token.start
            return self._begin(token)
        if self._belongs(token):
            self._note_seat(token)
            self.expects = self.expects or (self.body is not None and token.low in words.seats)
            return self._take(token)
        if token.low in ("dan", "&", "of", "and") and self._goes_on(self.i + 1):
            return self._take(token)
        return self._may_begin(token) and self._unknown()

    def _may_begin(self, token: Token) -> bool:
        """Whether a word that no list holds may belong to the name of a body or person."""
        words = vocabulary()
        if is_month_name(self.cursor, self.i):
            return True
        return token.capital and token.low not in words.function and (token.low not in words.never or self.expects)

    def _closes(self, token: Token) -> bool:
        """Whether the word ends a place's name of two words (``Teluk Dalam``)."""
        before = self.cursor.at(self.i - 1) if self.i and token.capital and token.low in grammar().closers else None
        return before is not None and before.low in grammar().openers

    def _filler(self, token: Token) -> int | None:
        """Where words between body and name end: those that hand the position over, and others that mean nothing here."""
        low = self.reader.low
        handed = grammar().handover.match(low, token.start)
        end = None if handed is None else handed.end()
        if token.low == "kepada" and self.reader.handed_on_line(token.start):
            end = token.end
        if token.low == "dari" and _HANDED_OVER.search(low, max(0, self.match.start() - 40), self.match.start()):
            end = token.end
        if end is not None:
            self.handed = True
            self.reader.handed = end
            return end
        if token.low in vocabulary().plain and self.body is None and (back := _POINTING.match(low, token.end)):
            self.pointed = token.low
            return back.end()
        filler = grammar().filler.match(low, token.start)
        return None if filler is None else filler.end()

    def _inner(self, token: Token) -> bool:
        """Whether a head noun goes on with the position before it (``Ketua Dewan Pengawas``) rather than begin another."""
        before = self.cursor.at(self.i - 1) if self.i else None
        if before is None:
            return False
        if before.low in ("dewan", "badan") and token.low in vocabulary().councils:
            return True
        if token.low == "sekda" and self.match.group("head").startswith("asisten"):
            self.body = (token.start, token.end)
        return self.body is not None and not self.placed and (before.low in vocabulary().unions or self.body[0] == token.start)

    def _faction(self) -> int:
        """How many tokens tell the party or constituency of a member (``dari Fraksi PKB``, ``asal Dapil NTT I``); 0 for none."""
        first = self.cursor.at(self.i + 1)
        home = first is not None and self.body is not None and first.start in self.reader.places and self.cursor.at(self.i)
        chosen = home and (home.low == "asal" or self.match.group("head") == "anggota")
        if first is None or not (first.low in ("fraksi", "partai", "dapil", "daerah") or chosen):
            return 0
        size = 2
        while size < 8 and (token := self.cursor.at(self.i + size)) is not None:
            place = token.start in self.reader.places
            if not (place or vocabulary().is_field(token) or is_acronym(token) or token.text in ("I", "V")):
                break
            size += 1
        return size

    def _note_seat(self, token: Token) -> None:
        """Remember where words for an office begin straight after the head.

        With nothing but its seat behind, the office is the body: ``Kepala`` | ``KCP Gunungkidul``, but ``Kepala KCP`` | ``BPJS
        Ketenagakerjaan Gunungkidul``.
        """
        if self.body is None and self.i == 0 and token.capital and token.low in ("kantor", "cabang", "kcp", "kanwil"):
            self.seat = token.start

    def _is_body(self, token: Token) -> bool:
        if token.low == "kantor" and self.body is None:
            return self._own_office(self.cursor.at(self.i + 1))
        if token.capital and self.i == 0 and self.body is None and self._chairs(token):
            return True
        if token.low == "dewan" and (following := self.cursor.at(self.i + 1)) is not None:
            return following.low not in vocabulary().councils
        following = self.cursor.at(self.i + 1)
        if token.low in _VILLAGE and following is not None and vocabulary().is_body(following):
            return False
        if following is not None and f"{token.low} {following.low}" in vocabulary().compounds:
            return True
        return vocabulary().is_body(token)

    def _own_office(self, following: Token | None) -> bool:
        """Whether ``Kantor`` begins a body's own name (``Kantor Pos``, ``Kantor Pusat``) rather than tell the kind of branch."""
        if following is None or not following.capital or following.start in self.reader.places:
            return False
        words = vocabulary()
        return following.low not in words.seats and following.low != "unit" and following.low not in words.agency

    def _chairs(self, token: Token) -> bool:
        """Whether a word of work straight after ``Ketua`` or the like begins the body (``Ketua Praja Sragen``)."""
        return self.match.group("head").split()[-1] in grammar().chairs and token.low in vocabulary().works

    def _belongs(self, token: Token) -> bool:
        """Whether a word of work goes on with the position or body."""
        if not token.capital:
            if self.body is not None and token.low in vocabulary().seats:
                return self._goes_on(self.i + 1) or self._named_on(self.i + 1)
            return self.body is None and token.low in vocabulary().fields
        if token.text == "I" and (following := self.cursor.at(self.i + 1)) is not None:
            return following.low not in vocabulary().articled and self.position_end == token.start - 1
        if self.body is not None and (token.text in ("AD", "AL", "AU") or self._closes(token)):
            return True
        if token.text in ("I", "V", "X") or token.low in grammar().after or self._committee(token):
            return True
        return vocabulary().is_field(token) or (self.body is not None and token.low in vocabulary().nouns and not self.expects)

    def _named_on(self, i: int) -> bool:
        """Whether the i-th token begins with a capital, no new head."""
        token = self.cursor.at(i)
        return token is not None and token.capital and token.start not in self.reader.heads

    def _committee(self, token: Token) -> bool:
        """Whether the word is the letter of a committee (``Komisi E``)."""
        before = self.cursor.at(self.i - 1) if self.i and len(token.text) == 1 else None
        return before is not None and before.low == "komisi"

    def _goes_on(self, i: int) -> bool:
        """Whether the i-th token belongs to a list that a conjunction goes on with: a field, body or place, no new head."""
        token = self.cursor.at(i)
        if token is None or not token.capital or token.start in self.reader.heads:
            return False
        return token.start in self.reader.places or vocabulary().is_field(token) or vocabulary().is_body(token)

    def _past(self, end: int) -> bool:
        while (token := self.cursor.at(self.i)) is not None and token.start < end:
            self.i += 1
        return True

    def _region(self, token: Token) -> int | None:
        """Where a place ends that begins at the token: one found in the text, or a region's name where one is due.

        Many regions are called as people are (``Bima``, ``Bone``); behind a body or the head of a government it is the region.
        """
        known = self.reader.places.get(token.start)
        due = self.level in GOVERNMENT or self.seat is not None or (self.body is not None and not self.expects)
        if known is not None or self.placed or not due:
            return known
        named = _regions().longest(self.reader.text, token.start)
        return None if named is None else named[0]

    def _place(self, token: Token, end: int) -> bool:
        last = token
        self.i += 1
        while (following := self.cursor.at(self.i)) is not None and following.start < end:
            last = following
            self.i += 1
        self.bare = self.body is None
        self.body = (self.body[0] if self.body else token.start, end)
        self.end = end
        self.opened = self.expects and last.low in grammar().openers
        self.placed, self.expects = True, False
        return not stops(last)

    def _honorific(self) -> bool:
        """A name begins, unless a body is named after a person (``RSUD dr. Soetomo, Budi Santoso``)."""
        found = read_name(self.cursor, self.i)
        if found is None:
            return False
        name, after = found
        if self.expects and self.body and self.level is not Level.LOCAL and self._of_the_body(name, after):
            self.body = (self.body[0], name.end)
            self.i, self.expects = after, False
            return True
        return self._settle(name)

    def _of_the_body(self, name: Name, after: int) -> bool:
        """Whether a name behind a body is the body's own: another honorific or a comma and a name follow, or it was so before."""
        assert self.body is not None
        following = self.cursor.at(after)
        titled = following is not None and vocabulary().is_honorific(following)
        return titled or self._named_after_comma(after) or self.reader.text[self.body[0] : name.end] in self.reader.bodies

    def _settle(self, name: Name) -> bool:
        """Take the name, but no single word after a plain noun that occurs nowhere else (``petugas Keselamatan``)."""
        plain = self.level is Level.GENERAL and not self.reader.text[self.match.start()].isupper()
        if plain and self.body is None and " " not in name.text and not self.reader.apart(name.start, name.end, "\n"):
            return False
        self.name = name
        self.end = name.end
        return False

    def _comma(self) -> bool:
        following = self.cursor.at(self.i + 1)
        if following is None or following.start in self.reader.heads:
            return False
        words = vocabulary()
        if grammar().filler.match(self.reader.low, following.start):
            return self._skip(1)
        if self.body is not None and (size := self._wider(following)):
            return self._skip(size)
        if following.low == "dan" and self._works() and self._goes_on(self.i + 2):
            return self._skip(2)
        placed = following.start in self.reader.places and not self._called_as_place(following)
        if words.is_honorific(following) or (may_name(following) and not placed) or is_month_name(self.cursor, self.i + 1):
            found = read_name(self.cursor, self.i + 1)
            return self._settle(found[0]) if found and self._closed(*found) and not self._addressed(found[1]) else False
        if following.capital and words.is_field(following) and self._works():
            return self._skip(1)
        return False

    def _wider(self, following: Token) -> int:
        """How many tokens tell in an apposition where the body lies (``Kepala Desa X, Kecamatan Y, NAME``); 0 for none."""
        if following.low not in vocabulary().wider:
            return 0
        for size in range(2, 7):
            token = self.cursor.at(self.i + size)
            if token is None or not token.capital:
                return size if size > 2 and self._named_after_comma(self.i + size) else 0
        return 0

    def _called_as_place(self, token: Token) -> bool:
        """Whether a name in an apposition only begins as a region is called (``Kabid Pelayanan BPJAMSOSTEK X, Oki Y, ...``)."""
        if self.reader.places[token.start] != token.end:
            return False
        found = read_name(self.cursor, self.i + 1)
        return found is not None and " " in found[0].text and self.cursor.after(found[1], ",")

    def _works(self) -> bool:
        """Whether a list of fields may go on: not after a place, not straight after a head that governs one."""
        return not self.placed and self.level not in RULERS and self.level is not Level.LOCAL

    def _closed(self, name: Name, i: int) -> bool:
        """Whether what follows a name after a comma shows that it is no body's (``Dinas Sosial, Unimal Lhokseumawe``)."""
        token = self.cursor.at(i)
        if token is None or not token.capital or token.start in self.reader.heads or self.reader.text[name.end] == ".":
            return True
        return not (vocabulary().is_field(token) or vocabulary().is_body(token) or token.start in self.reader.places)

    def _addressed(self, i: int) -> bool:
        """Whether the title only tells who is addressed, and the one named behind the comma speaks: a verb follows, no comma."""
        following = self.cursor.at(i)
        start = self.match.start()
        acting = following is not None and following.text[0].islower()
        return acting and _ADDRESSED.search(self.reader.text, max(0, start - 50), start) is not None

    def _bracket(self, token: Token) -> bool:
        found = _BRACKET.match(self.reader.text, token.start)
        if found is None:
            return False
        inside = read_name(self.cursor, self.i + 1)
        if inside is not None and " " in inside[0].text and self.cursor.after(inside[1], ")"):
            return self._settle(inside[0])
        if self.body is None:
            self.position_end = found.end()
        return self._past(found.end())

    def _unknown(self) -> bool:
        """A run of capitalised words that no list holds: the rest of a body's name, the person's name, or one after the other."""
        run = self._run()
        size = len(run)
        if not size:
            return False
        forced = next((n for n, token in enumerate(run) if not is_acronym(token)), size)
        if self._work(size):
            return all(self._take(token) for token in run)
        if self.placed and self._firm() and self._comma_ahead(0):
            return self._begin(run[0])
        if tail := self._tail():
            self.expects = False
            return all(self._begin(token) for token in tail)
        if self.level not in RULERS and not self.placed and (self._goes_on(self.i + size) or self._abbreviated(self.i + size)):
            return self._absorb(run, size) and not stops(run[-1])
        split = self._split(run, forced) if self._open(size) else forced or self._chaired(run)
        if split:
            self._absorb(run, split)
            if split == size:
                return not stops(run[-1])
        found = read_name(self.cursor, self.i)
        return self._settle(found[0]) if found else False

    def _firm(self) -> bool:
        """Whether the body is a firm, whose name goes on behind a place (``PT Bali Segara Resort``)."""
        return self.body is not None and self.reader.low[self.body[0] : self.body[0] + 3] in ("pt ", "cv ")

    def _tail(self) -> list[Token]:
        """The words from here on that end the name of a firm or cooperative by a usual last word, before a person's name.

        ``Direktur PT Pelabuhan X | Jaya | NAME``, ``Ketua Koperasi TKBM | Karya Bersama | NAME``: one word may go before the
        last, where no place stands in between, and no person is called by it.
        """
        if self.body is None or not self.reader.low.startswith(_OWNED, self.body[0]):
            return []
        words = vocabulary()
        read: list[Token] = []
        for n in range(4):
            token = self.cursor.at(self.i + n)
            if token is None or not token.capital or token.dot or token.start in self.reader.heads:
                break
            read.append(token)
        ends = [n for n, token in enumerate(read) if token.low in words.tails]
        if not ends or ends[0] > int(not self.placed) or (ends[0] and read[0].low in words.given_too):
            return []
        size = ends[0] + 1
        while size < len(read) and read[size].low in words.tails:
            size += 1
        named = read[size : size + 2]
        return read[:size] if len(named) == 2 and all(may_name(token, self.reader.heads) for token in named) else []

    def _work(self, size: int) -> bool:
        """Whether the run straight after a head that leads a section is its field of work, as a firm's name follows."""
        following = self.cursor.at(self.i + size)
        if self.body is not None or self.level not in (Level.GENERAL, Level.REGION) or following is None or not following.capital:
            return False
        head = self.match.group("head").split()[-1]
        return head in grammar().sections and following.low in vocabulary().firms

    def _chaired(self, run: list[Token]) -> int:
        """How many words after ``Ketua`` are an unlisted body's: a given name comes later (``Ketua Gapasdik Yosef X``)."""
        chair = self.i == 0 and self.body is None and self.match.group("head").split()[-1] in grammar().chairs
        given = _given(run, vocabulary().given_too) if chair and len(run) > 2 and run[0].low not in vocabulary().given_too else 0
        return given if given and len(run) - given > 1 else 0

    def _open(self, size: int) -> bool:
        """Whether the run may begin with an unlisted proper name of the body."""
        if self.expects or self.opened or self._short_before_comma(size):
            return True
        following = self.cursor.at(self.i + size)
        return following is not None and len(following.text) > 1 and vocabulary().is_honorific(following) and not self.placed

    def _short_before_comma(self, size: int) -> bool:
        """Whether a short run before a comma and a name must be the rest of the body (``Ketua Adat Ngata Toro, Andreas ...``)."""
        most = 1 if self.placed or self.level is not Level.GENERAL else 2
        addressed = self.cursor.at(self.i + size + 1)
        titled = addressed is not None and vocabulary().is_honorific(addressed)
        if most > 1 and titled and not _given(self._run(), vocabulary().given_too):
            most = _ADDRESSED_AFTER  # "Ketua Paguyuban Perajin Kelom Geulis Gobras, Hj X, ..."
        if (self.level in GOVERNMENT and self.body is not None) or (self.body is not None and size > most):
            return False
        return self._named_after_comma(self.i + size)

    def _run(self) -> list[Token]:
        run: list[Token] = []
        words = vocabulary()
        while len(run) < 10 and (token := self.cursor.at(self.i + len(run))) is not None:
            following = self.cursor.at(self.i + len(run) + 1)
            own = self.expects and token.capital and token.low in words.never and token.low not in words.function
            named = (may_follow if run else may_name)(token, self.reader.heads) or is_month_name(self.cursor, self.i + len(run))
            if not (own or named) or (run and is_degree(token, following)):
                break
            if run and (token.start in self.reader.places or self._addresses(token, len(run))):
                break
            run.append(token)
            if stops(token):
                break
        return run

    def _addresses(self, token: Token, n: int) -> bool:
        """Whether the n-th token from here is an honorific before the person's name and no part of the body's."""
        if not vocabulary().is_honorific(token) or not (self.expects or self.body is not None or len(token.text) > 1):
            return False
        return not (token.low in vocabulary().faint and self._comma_ahead(n))

    def _comma_ahead(self, n: int) -> bool:
        """Whether the capitalised words from the n-th token from here on end at a comma before a name."""
        for i in range(self.i + n, self.i + n + 6):
            if (token := self.cursor.at(i)) is None or not token.capital:
                return self._named_after_comma(i)
        return False

    def _abbreviated(self, i: int) -> bool:
        """Whether an abbreviation in brackets follows, as behind the names of bodies."""
        inside = self.cursor.at(i + 1) if self.cursor.after(i, "(") else None
        return inside is not None and is_acronym(inside) and self.cursor.after(i + 2, ")")

    def _absorb(self, run: list[Token], count: int) -> bool:
        for token in run[:count]:
            self._begin(token)
        self.expects = False
        return True

    def _named_after_comma(self, i: int) -> bool:
        """Whether a comma and then a name follow, with something after it that ends an apposition."""
        if not self.cursor.after(i, ","):
            return False
        following = self.cursor.at(i + 1)
        if following is None or following.start in self.reader.heads or following.start in self.reader.places:
            return False
        found = read_name(self.cursor, i + 1)
        if found is None:
            return False
        last, after = self.cursor.at(found[1] - 1), self.cursor.at(found[1])
        return after is None or (last is not None and last.dot) or after.text in ",.;)" or after.text.islower()

    def _split(self, run: list[Token], forced: int) -> int:
        """How many words of the run are the body's.

        In this order: a comma or honorific before the name tells, then how the words occur elsewhere, then the usual length.
        """
        size = len(run)
        following = self.cursor.at(self.i + size)
        if self._named_after_comma(self.i + size):
            return size
        if following is not None and vocabulary().is_honorific(following):
            noble = following.low in vocabulary().behind
            return _given(run, vocabulary().given_too) or max(size - 1, 1) if noble else size
        if forced:
            return forced
        village = self.level is Level.LOCAL or self._in_village()
        if given := _given(run, vocabulary().given if village else vocabulary().given_too):
            return given
        start = run[0].start if self.starter is None else self.starter
        for count in range(size - 1, 0, -1):
            if self.reader.apart(start, run[count - 1].end, run[count].text):
                return count
        if self.opened:
            return int(run[0].low in grammar().closers)
        return self._usual(run)

    def _in_village(self) -> bool:
        """Whether the body that the run goes on with is a village's."""
        assert self.starter is None or self.body is not None
        return self.starter is not None and self.reader.low.startswith(_VILLAGES, self.starter)

    def _usual(self, run: list[Token]) -> int:
        size = len(run)
        two = size > 2 and (run[0].low in grammar().openers or run[1].low in grammar().closers)
        if self.level is Level.LOCAL or two:
            return min(size, 2 if two else 1)
        return size if size < 3 else max(1, size - 2)


def _given(run: list[Token], given: frozenset[str]) -> int:
    """Which word of a run, but the first, begins a person's name, as given names do; 0 for none."""
    words = vocabulary()
    for n, token in enumerate(run[1:], 1):
        following = run[n + 1].low if n + 1 < len(run) else ""
        if token.low in given or (token.text in ("I", "Ni", "Ida") and following in words.articled):
            return n
    return 0
