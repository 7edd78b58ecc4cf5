"""From mentions of offices to offices: what means the same one gets one kind and one name."""

from dataclasses import dataclass, replace

from extract.reading import OfficeFound
from models.gazetteers import GazetteerOffice, Region, fold, kanwil_of, province_of
from models.vocab import OfficeKind


@dataclass(frozen=True, slots=True)
class OfficeMention:
    """One mention as it was read: ``kind`` is what the text says, ``office`` and ``provinces`` what the name is known as."""

    start: int
    end: int
    name: str
    kind: OfficeKind | None
    office: GazetteerOffice | None
    provinces: tuple[Region, ...] = ()
    rule: str = ""


def united(mentions: list[OfficeMention]) -> list[OfficeFound]:
    """The mentions with one kind and one name for each office: its most telling kind, its fullest name."""
    present = {mention.office.id for mention in mentions if mention.office}
    linked = _shortened([_linked(mention, present) for mention in mentions])
    groups: dict[str, list[OfficeMention]] = {}
    for mention in linked:
        level = "kanwil" if mention.kind is OfficeKind.KANWIL else "branch"
        groups.setdefault(mention.office.id if mention.office else f"{level} {fold(mention.name)}", []).append(mention)
    found: list[OfficeFound] = []
    for group in groups.values():
        kind = _kind(group)
        name = max((mention.name for mention in group), key=lambda name: (len(fold(name)), -len(name)))
        known = group[0].office.id if group[0].office else None
        found.extend(OfficeFound(mention.start, mention.end, kind, name, known, mention.rule) for mention in group)
    return sorted(found, key=lambda mention: mention.start)


def _shortened(mentions: list[OfficeMention]) -> list[OfficeMention]:
    """Towns that stand for the one office in them that the article names in full: ``Batam`` beside ``Batam Sekupang``."""
    full: dict[str, set[str]] = {}
    offices = {mention.office.id: mention.office for mention in mentions if mention.office}
    for mention in mentions:
        if mention.office and mention.office.kind is not OfficeKind.KANWIL and " " in mention.name:
            full.setdefault(fold(mention.name.split()[0]), set()).add(mention.office.id)
    found: list[OfficeMention] = []
    for mention in mentions:
        meant = full.get(fold(mention.name), set())
        own = mention.office
        named = own is not None and (fold(own.name) == fold(mention.name) or own.id in meant)
        found.append(mention if named or len(meant) != 1 else replace(mention, office=offices[next(iter(meant))]))
    return found


def _kind(group: list[OfficeMention]) -> OfficeKind:
    said = {mention.kind for mention in group}
    for kind in (OfficeKind.PUSAT, OfficeKind.KANWIL, OfficeKind.KCP, OfficeKind.KC):
        if kind in said:
            return kind
    known = group[0].office
    return OfficeKind.KANWIL if known and known.kind is OfficeKind.KANWIL else OfficeKind.KC


def _linked(mention: OfficeMention, present: set[str]) -> OfficeMention:
    """A mention with the office that it means beside the others: a province's name, a town's short for its branch."""
    if mention.office is None and mention.provinces:
        above = kanwil_of(mention.provinces[0].code)
        if above is None:
            return mention
        named = above.id in present
        if mention.kind is OfficeKind.KANWIL or (mention.kind is None and (named or province_of(above) in mention.provinces)):
            return replace(mention, kind=OfficeKind.KANWIL, office=above)
        return mention
    if mention.office is not None and mention.kind is OfficeKind.KANWIL and mention.office.kind is not OfficeKind.KANWIL:
        return replace(mention, kind=OfficeKind.KC)
    if (
        mention.office is not None
        and mention.office.kind is OfficeKind.KANWIL
        and mention.kind in (OfficeKind.KC, OfficeKind.KCP)
    ):
        return replace(mention, office=None)
    return mention
