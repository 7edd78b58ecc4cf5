"""Titles: a position, the body it belongs to, and the name beside it.

The walk to the right finds most names. Where none follows, one may stand before (``Wiratno selaku Sekda``, ``Zahara (Wali Kota
...)``), or the sentence says who gave the position to whom. Everything looks back a bounded stretch only.
"""

import re
from collections.abc import Iterator, Mapping

from extract.components.names import (
    Cursor,
    Name,
    Token,
    is_acronym,
    is_degree,
    may_name,
    name_of,
    read_name,
    stops,
    tokens,
    vocabulary,
)
from extract.components.positions import RULERS, Level, Title, grammar
from extract.components.walk import Reader

_BACK = 130
_BEHIND = 260
"""Characters after a title in which its change of hands may be told."""
_RECENT = 20
"""Titles among which the one who took over is looked for."""
_RELATIVE = re.compile(
    r"\syang\s[a-z][a-z ]{1,50}"
    r"(?:di\s(?P<body>(?:Kantor|BPJS|BPJAMSOSTEK|Dinas|Badan|PT|RSUD|RS)(?:\s[A-Z]\w*){1,5})\s)?(?:sebagai|menjadi)\s*$"
)
_OPENING = re.compile(r"(?:^|[.!?]\s)(?:sebagai|selaku)\s$", re.MULTILINE)
_PRONOUN = re.compile(r",\s(?:ia|dia|beliau|dirinya)(?!\w)")
_CLOSED_NAME = re.compile(r"(?<=[\w.]),?(?= [a-z])")
_LAST_WORD = re.compile(r"([^\W\d_][\w-]*)\s*$")


def find_titles(text: str, low: str, places: Mapping[int, int], skipped: list[tuple[int, int]]) -> list[Title]:
    """All titles of a text, in order.

    ``low`` is the text in lower case, of the same length; ``places`` maps the start of each word of a known place or office
    to the end of that place; nothing is read in the ``skipped`` stretches (sorted).
    """
    rules = grammar()
    found = list(_outside(rules.head.finditer(low), skipped))
    heads = frozenset(match.start() for match in found)
    reader = Reader(text, low, places, heads)
    titles: list[Title] = []
    claimed = -1
    introduced = _introductions(low)
    end = -1
    for match in found:
        while introduced and introduced[-1].start() < match.start():
            _introduce(introduced.pop(), titles, reader)
        level = rules.level(match.group("head"))
        if match.start() < end or (level is not Level.GENERAL and _blocked(low, match.start())):
            continue
        title = reader.read(match, level)
        end = title.end
        if title.name is not None:
            _prefer_link(title, reader)
        if title.name is None:
            _look_back(title, reader, claimed)
            if title.backward and title.organisation is None and not text[title.start].isupper():
                _take_over(title, titles, low)
        else:
            claimed = title.name.end
        titles.append(title)
        if title.name is None:
            titles += _exchanged(title, reader) or _exchanged_behind(title, reader)
        if (title.backward or title.handed) and (other := _other_holder(title, text, low, heads)):
            titles.append(other)
    while introduced:
        _introduce(introduced.pop(), titles, reader)
    if "nya, " in low:
        titles += _possessed(reader, skipped)
        titles.sort(key=lambda title: title.start)
    return titles


def _possessed(reader: Reader, skipped: list[tuple[int, int]]) -> list[Title]:
    """The officials of a body named just before: ``RSUD X siap. Direkturnya, dr Y, ...``."""
    text, found = reader.text, []
    for match in _outside(grammar().possessed.finditer(reader.low), skipped):
        read = read_name(Cursor(text, match.end(), reader.heads), 0)
        if (
            read is None
            or read[0].start - match.end() > 14
            or (" " not in read[0].text and not text.startswith(",", read[0].end))
        ):
            continue
        position = text[match.start() : match.end()].rstrip(", \xa0").removesuffix("nya")
        body = _last_body(text, match.start())
        organisation = None if body is None else " ".join(text[body[0] : body[1]].split())
        found.append(Title(match.start(), match.end(), Level.GENERAL, position, organisation, body, read[0]))
    return found


def _last_body(text: str, end: int) -> tuple[int, int] | None:
    """The name of a body that stands last before a place."""
    kept, words = tokens(text, max(0, end - _BEHIND), end), vocabulary()
    for first in range(len(kept) - 1, -1, -1):
        if kept[first].capital and (words.is_body(kept[first]) or is_acronym(kept[first])):
            last = first
            while last + 1 < len(kept) and kept[last + 1].capital and not stops(kept[last]):
                last += 1
            return kept[first].start, kept[last].end
    return None


def _take_over(title: Title, before: list[Title], low: str) -> None:
    """Complete a title in small letters (``X, sang kepala dinas``) by the last one without a name that begins so."""
    words = low[title.start : title.end]
    for other in reversed(before[-12:]):
        if other.name is None and other.organisation and low.startswith(words, other.start):
            title.level, title.position, title.organisation, title.body = (
                other.level,
                other.position,
                other.organisation,
                other.body,
            )
            return


def _introductions(low: str) -> list[re.Match[str]]:
    """Where the text comes back to the last title to name its holder, or the one before; the last place first."""
    rules = grammar()
    found = list(rules.introduction.finditer(low)) if "menjabat" in low else []
    if any(word in low for word in rules.predecessors):
        found += rules.predecessor.finditer(low)
    if any(word in low for word in ("menggantikan", "menerima ", "mewarisi ")):
        found += rules.replaced.finditer(low)
    return sorted(found, key=re.Match.start, reverse=True)


def _introduce(found: re.Match[str], titles: list[Title], reader: Reader) -> None:
    """Name the one whom the last title speaks of: ``"...," tegas X yang menjabat sejak 2022``, ``bersama pendahulunya, X``."""
    at = found.start()
    if found.re is grammar().replaced:
        _introduce_replaced(found, titles, reader)
        return
    other = found.re is grammar().predecessor
    if other:
        read = read_name(Cursor(reader.text, found.end(), reader.heads), 0)
        name = read[0] if read is not None and read[0].start - found.end() < 12 else None
    else:
        name = _name_before(reader, max(reader.text.rfind("\n", max(0, at - _BACK), at) + 1, at - _BACK, 0), at, 2)
    if name is None:
        return
    for last in reversed(titles[-6:]):
        near = name.start - last.end < (600 if other else 400)
        if near and (last.name is not None) is other and (last.organisation or last.level in RULERS):
            titles.append(Title(at, at, last.level, last.position, last.organisation, last.body, name, backward=True))
            return


def _introduce_replaced(found: re.Match[str], titles: list[Title], reader: Reader) -> None:
    """Name whom the official of the sentence before took over from: ``X termasuk orang baru. Ia dilantik Mei menggantikan Y``."""
    read = read_name(Cursor(reader.text, found.end(), reader.heads), 0)
    if read is None or " " not in read[0].text or read[0].start - found.end() > 12:
        return
    said = reader.text[max(0, found.start() - _BACK) : found.start()].split()
    for last in reversed(titles[-_RECENT:]):
        if (
            last.name is not None
            and not _strange(last)
            and not {word.strip(",.") for word in said}.isdisjoint(last.name.text.split())
        ):
            at = found.start()
            titles.append(Title(at, at, last.level, last.position, last.organisation, last.body, read[0], backward=True))
            return


def _strange(title: Title) -> bool:
    """Whether a title says nothing of where its holder serves."""
    return title.organisation is None and title.level not in RULERS


def _outside(matches: Iterator[re.Match[str]], skipped: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    stretches = iter(skipped)
    stretch = next(stretches, None)
    for match in matches:
        while stretch is not None and stretch[1] <= match.start():
            stretch = next(stretches, None)
        if stretch is None or match.start() < stretch[0]:
            yield match


def _blocked(low: str, start: int) -> bool:
    word = _LAST_WORD.search(low, max(0, start - 24), start)
    return word is not None and word.group(1) in grammar().blockers


def _prefer_link(title: Title, reader: Reader) -> None:
    """Give the body a last word that was taken for a name, where the name stands before: ``X selaku Ketua Apindo Lahat``."""
    name, body = title.name, title.body
    if name is None or body is None or " " in name.text or name.start - body[1] != 1:
        return
    line = max(reader.text.rfind("\n", max(0, title.start - _BACK), title.start) + 1, title.start - _BACK, 0)
    link = grammar().linked.search(reader.low, max(line, title.start - 60), title.start)
    if link is None or _name_before(reader, line, link.start(), 1) is None:
        return
    title.body = (body[0], name.end)
    title.organisation = " ".join(reader.text[body[0] : name.end].split())
    title.name = None


def _look_back(title: Title, reader: Reader, claimed: int) -> None:
    """Give the title the name that stands before it, where a link, an opening bracket or an apposition's comma joins them."""
    text, low, start = reader.text, reader.low, title.start
    at = start
    while at > 0 and text[at - 1] in " \xa0":
        at -= 1
    if not at:
        return
    line = max(text.rfind("\n", max(0, at - _BACK), at) + 1, at - _BACK, 0)
    if low.endswith((" sang", " si"), 0, at):
        at = low.rfind(" ", 0, at)
    mark = text[at - 1]
    if _PRONOUN.match(low, title.end) and (opening := _OPENING.search(low, line, start)):
        title.name = _named_last(reader, line, opening.start())
        title.backward = title.name is not None
        return
    if mark in "(,":
        if mark == "," and not _apposition(title, text):
            return
        end, least = at - 1, 2 if mark == "," else 1
    else:
        word = _LAST_WORD.search(low, max(0, at - 24), at)
        if word is None or word.group(1) not in grammar().link_ends:
            return
        link = grammar().linked.search(low, max(line, start - 60), start)
        if link is None:
            return
        end, least = link.start(), 1
    if mark == "," and _opens(low, line, end):
        least = 1
    name = _name_before(reader, line, end, least) or _subject_before(title, reader, line, at)
    if name is not None and name.end != claimed:
        title.name, title.backward = name, True


def _named_last(reader: Reader, line: int, end: int) -> Name | None:
    """The subject of the sentence before, whom a pronoun takes up (``X, menyoroti layanan. Selaku Kepala ..., ia ...``)."""
    line = max(line, reader.text.rfind(". ", line, end) + 2)
    names = (_name_before(reader, line, mark.start(), 2) for mark in _CLOSED_NAME.finditer(reader.text, line, end))
    return next((name for name in names if name is not None), None)


_LONE = re.compile(r"(?:^|[.!?”\"]\s{1,3}|\b(?:menurut|kata|ujar|tutur|ucap|ungkap|sementara itu)\s)\w{3,20}$")


def _opens(low: str, line: int, end: int) -> bool:
    """Whether one word before a place begins its sentence, or follows a word of saying: ``Muliadi, ketua kelompok ...``."""
    return _LONE.search(low[max(line, end - 40) : end]) is not None and (end - line <= 40 or low[end - 41] != "\n")


def _subject_before(title: Title, reader: Reader, line: int, at: int) -> Name | None:
    """The one whom a relative clause gives the position (``X yang mendapat tugas di Kantor Pusat sebagai Asisten Deputi``)."""
    clause = _RELATIVE.search(reader.text, line, at)
    if clause is None:
        return None
    if title.organisation is None and (where := clause.group("body")):
        title.organisation = where
    return _name_before(reader, line, clause.start(), 1)


def _apposition(title: Title, text: str) -> bool:
    """Whether a title after a comma is closed again: it names its body and a mark follows."""
    if not text[title.start].isupper() and title.organisation is None:
        return text.startswith((",", ".", " yang ", " itu", " tersebut", " setempat"), title.end)
    if title.organisation is None and title.level is Level.GENERAL and " " in title.position:
        return text[title.end : title.end + 2] == ", " and text[title.end + 2 : title.end + 3].islower()
    return title.organisation is not None and text[title.end : title.end + 1] in (",", ".", ")", ";", "")


def _name_before(reader: Reader, start: int, end: int, least: int) -> Name | None:
    """The name that ends at ``end``, degrees left out; ``None`` where fewer than ``least`` words or a place stand there."""
    kept = tokens(reader.text, start, end)
    while kept and (kept[-1].text == "," or is_degree(kept[-1], None, spelled=True)):
        kept.pop()
    first = len(kept)
    while first and may_name(kept[first - 1], reader.heads) and (first == len(kept) or not stops(kept[first - 1])):
        first -= 1
    words = vocabulary()
    name = kept[first:]
    while name and words.is_honorific(name[0]) and len(name) > 1:
        name = name[1:]
    if len(name) < least or not name or (is_acronym(name[0]) and len(name) < 2) or name[0].start in reader.places:
        return None
    before = kept[first - 1] if first else None
    return (
        None if before is not None and before.start not in reader.heads and _names_place(before) else name_of(reader.text, name)
    )


def _names_place(before: Token) -> bool:
    """Whether the word before a name makes it a place's, a body's or a private person's (``di Hotel Aston``, ``almarhum``)."""
    words = vocabulary()
    if before.low in ("di", "ke", "dari", "jalan", "hotel", "aula", "gedung") or before.low in grammar().private:
        return True
    return before.capital and (words.is_field(before) or words.is_body(before))


def _exchanged(title: Title, reader: Reader) -> list[Title]:
    """Both holders named before the position: ``A menerima tongkat dari B dalam serah terima jabatan ...``."""
    text, low, start = reader.text, reader.low, title.start
    line = max(
        low.rfind("\n", max(0, start - _BACK), start) + 1, low.rfind(". ", max(0, start - _BACK), start) + 2, start - _BACK, 0
    )
    if (title.organisation is None and title.level not in RULERS) or not grammar().occasion.search(low, line, start):
        return []
    change = grammar().changes.search(low, line, start)
    if change is None:
        return []
    read = read_name(Cursor(text, change.end(), reader.heads), 0)
    names = [_name_before(reader, line, change.start(), 1), read[0] if read is not None else None]
    return [
        Title(start, start, title.level, title.position, title.organisation, title.body, name, backward=True)
        for name in names
        if name
    ]


def _exchanged_behind(title: Title, reader: Reader) -> list[Title]:
    """Both holders named after the position: ``Pisah sambut Kepala BPJS X berlangsung ... A menggantikan B``."""
    low, start = reader.low, title.start
    opening = max(0, start - 60)
    if title.organisation is None or not grammar().occasion.search(low, opening, start):
        return []
    end = low.find("\n", title.end)
    change = grammar().changes.search(low, title.end, min(end if end >= 0 else len(low), title.end + _BEHIND))
    read = read_name(Cursor(reader.text, change.end(), reader.heads), 0) if change else None
    before = _name_before(reader, max(title.end, change.start() - _BACK), change.start(), 2) if change else None
    if before is None or read is None or " " not in read[0].text:
        return []
    return [
        Title(start, start, title.level, title.position, title.organisation, title.body, name, backward=True)
        for name in (before, read[0])
    ]


def _other_holder(title: Title, text: str, low: str, heads: frozenset[int]) -> Title | None:
    """The other one of a change of hands in the same sentence (``A yang menjabat kepala cabang digantikan B``)."""
    found = grammar().relay.match(low, title.end, title.end + _BACK)
    relayed = found is not None
    found = found or grammar().succession.search(low, title.end, title.end + _BACK)
    if found is None or (relayed is False and any(mark in low[title.end : found.start()] for mark in (". ", "\n", ";", ","))):
        return None
    read = read_name(Cursor(text, found.end(), heads), 0)
    if read is None or read[0].start - found.end() > 12:
        return None
    return Title(
        title.start, read[0].end, title.level, title.position, title.organisation, title.body, read[0], weak=not title.backward
    )
