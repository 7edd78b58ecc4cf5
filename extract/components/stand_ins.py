"""Bodies by those who speak or act for them: a head for the government, an official for the own body."""

from extract.components.bodies import is_agency, kind_of
from extract.components.participants import cast, named
from extract.components.scenes import Frame, Part, bare
from extract.reading import PersonFound
from models.bodies import bodies
from models.vocab import EventType

_AGREEMENTS = (EventType.MOU, EventType.PKS, EventType.ADDENDUM)
LEGISLATURES = ("DPR", "MRP")
"""Members of a legislature attend and ask; it is no side of what is done."""
_SECRETARIATS = ("Setda", "Setprov", "Setkab", "Setko", "Sekretariat", "Kabupaten", "Kota ", "Provinsi")


def parties_voice(frame: Frame, part: Part) -> list[str]:
    """The body that the one who tells of it speaks for: a government, where it is a head or service of one."""
    names = [line.voice.name for line in part.lines if line.voice]
    people = [p for p in frame.reading.people if p.name in names and p.organisation and not _only_speaks(part, p.organisation)]
    return [body for person in people for body in _spoken_for(frame, part, person)][:1]


def _spoken_for(frame: Frame, part: Part, person: PersonFound) -> list[str]:
    organisation = person.organisation or ""
    if _governs(frame, person) and not (kind_of(organisation) == "service" and part.happening.type is EventType.PENEGAKAN):
        areas = sorted((r for r in frame.reading.regions if organisation.endswith(r.name)), key=lambda r: -len(r.name))
        area = next(iter(areas), None)
        return (_government_of(frame, area.code) if area else []) or _government(person)
    village = next(
        (f"{head} {organisation}" for title, head in bodies().villages.items() if person.position.endswith(title)), None
    )
    return [village or _known(frame, organisation)]


def _known(frame: Frame, organisation: str) -> str:
    """An organisation by the name its mentions carry: a short form by the full name, a name's end by the whole."""
    text, proper = frame.reading.text, [body for body in frame.reading.bodies if body.proper]
    named = (b.name for b in proper if b.name.endswith(organisation) or text[b.start : b.end] == organisation)
    return next(named, organisation)


def _governs(frame: Frame, person: PersonFound) -> bool:
    """Whether an official stands for a government: its head, its secretariat, a service of it, or an area as such."""
    organisation = person.organisation or ""
    return (
        organisation in frame.areas
        or kind_of(organisation) in ("service", "government")
        or organisation.startswith(_SECRETARIATS)
        or person.position.endswith(tuple(bodies().governments.rulers))
    )


def _government_of(frame: Frame, code: str) -> list[str]:
    """The governments of a region that the text names."""
    spans = [(b.start, b.end, b.name) for b in frame.reading.bodies if kind_of(b.name) == "government"]
    regions = [r.start for r in frame.reading.regions if r.code == code]
    return list(dict.fromkeys(name for start, end, name in spans if any(start <= at < end for at in regions)))


def parties_ours(frame: Frame, part: Part) -> list[str]:
    """The speaker's own body where a wish is the speaker's plan ("tahun depan kita usulkan")."""
    ours = [line for line in part.lines if frame.says(line, "own")]
    return parties_voice(frame, part) if ours else []


def parties_members(frame: Frame, part: Part) -> list[str]:
    """The bodies, other than governments and the agency, that those who take part belong to."""
    names = set(cast(frame, part) if part.role == "main" else named(frame, part))
    people = [p for p in frame.reading.people if p.name in names and not _only_speaks(part, p.organisation)]
    return [name for person in people for name in _member_of(frame, person)]


def _only_speaks(part: Part, organisation: str | None) -> bool:
    """Whether a body is no other side: the agency, a legislature, or a union where others enforce."""
    if is_agency(organisation) or (organisation or "").startswith(LEGISLATURES):
        return True
    return part.happening.type is EventType.PENEGAKAN and kind_of(organisation or "") == "union"


def _member_of(frame: Frame, person: PersonFound) -> list[str]:
    organisation = person.organisation
    if organisation is None or is_agency(organisation) or (_governs(frame, person) and kind_of(organisation) != "service"):
        return []
    if organisation.startswith(_SECRETARIATS):
        return []
    village = next(
        (f"{head} {organisation}" for title, head in bodies().villages.items() if person.position.endswith(title)), None
    )
    if village:
        return [village]
    return [_known(frame, organisation)]


def parties_signers(frame: Frame, part: Part) -> list[str]:
    """The bodies that those who sign act for: "Gubernur X dan Kepala Cabang Y meneken" is signed by the government of X."""
    names = set(named(frame, part))
    people = [p for p in frame.reading.people if p.name in names and p.organisation and not _only_speaks(part, p.organisation)]
    return list(
        dict.fromkeys(body for person in people for body in _commanded(frame, person) or _spoken_for(frame, part, person))
    )


def _commanded(frame: Frame, person: PersonFound) -> list[str]:
    head = next((body for title, body in bodies().commands.items() if person.position.endswith(title)), None)
    return [] if head is None else [_known(frame, f"{head} {person.organisation}")]


def parties_payers(frame: Frame, part: Part) -> list[str]:
    """Who pays or enrols: the one government among the main happening's parties, or all parties of an agreement without one."""
    names = list(frame.anchor.happening.counterparties)
    governments = [name for name in names if kind_of(name) == "government"]
    if not governments and frame.anchor.happening.type in _AGREEMENTS:
        return names
    return governments if len(governments) == 1 else []


def parties_rulers(frame: Frame, part: Part) -> list[str]:
    """The government whose head took part ("Bupati X" acts for "Pemerintah Kabupaten X")."""
    names = set(cast(frame, part))
    return [government for person in frame.reading.people if person.name in names for government in _government(person)][:1]


def _government(person: PersonFound) -> list[str]:
    head = next((h for title, h in bodies().governments.rulers.items() if person.position.endswith(title)), None)
    if head is None or not person.organisation:
        return []
    return [f"{head} {bare(person.organisation)}"]
