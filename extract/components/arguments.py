"""The arguments of happenings: venue, places, offices, counterparties, officials, programmes.

Each slot has sources, tried in the order that ``models/lexicon/arguments.toml`` gives for the happening's role and type; the
first that finds anything wins, so every value can be traced to one rule. The anchor is filled first: ``scene`` means its values.
"""

from collections.abc import Callable, Mapping
from typing import Any

from spacy.tokens import Doc

from extract.components import asking, branches, participants, parties, stand_ins, topics, whereabouts
from extract.components.scenes import Frame, Part, frame
from extract.reading import Reading
from models.arguments import SLOTS, sources

Source = Callable[[Frame, Part], list[Any]]

SOURCES: Mapping[str, Mapping[str, Source]] = {
    "venue": {"own": whereabouts.venue_own, "setting": whereabouts.venue_setting},
    "places": {
        "own": whereabouts.places_own,
        "main": whereabouts.places_main,
        "governments": whereabouts.places_governments,
        "home": whereabouts.places_home,
        "voice": whereabouts.places_voice,
        "tail": whereabouts.places_tail,
        "before": whereabouts.places_before,
        "occasion": whereabouts.places_occasion,
        "told": whereabouts.places_told,
    },
    "offices": {
        "own": branches.offices_own,
        "cast": branches.offices_cast,
        "tail": branches.offices_tail,
        "actors": branches.offices_actors,
        "doers": branches.offices_doers,
        "speaker": branches.offices_speaker,
        "core": branches.offices_core,
        "branch": branches.offices_branch,
    },
    "counterparties": {
        "own": parties.parties_own,
        "proper": parties.parties_proper,
        "voice": stand_ins.parties_voice,
        "enforcers": parties.parties_enforcers,
        "ours": stand_ins.parties_ours,
        "near": parties.parties_near,
        "members": stand_ins.parties_members,
        "asked": asking.parties_asked,
        "gathering": parties.parties_gathering,
        "sides": parties.parties_sides,
        "paper": parties.parties_paper,
        "forum": parties.parties_forum,
        "signers": stand_ins.parties_signers,
        "subject": parties.parties_subject,
        "winners": parties.parties_winners,
        "payers": stand_ins.parties_payers,
        "regions": parties.parties_regions,
        "setting": parties.parties_setting,
        "lead": parties.parties_lead,
        "title": parties.parties_title,
        "rulers": stand_ins.parties_rulers,
    },
    "officials": {
        "cast": participants.cast,
        "everyone": participants.everyone,
        "guests": participants.guests,
        "named": participants.named,
        "actors": participants.actors,
        "voice": participants.voice,
    },
    "programs": {"own": topics.own, "tail": topics.tail, "topic": topics.topic, "theme": topics.theme, "opening": topics.opening},
}


def fill_arguments(doc: Doc, reading: Reading) -> None:
    """Fill venue, places, offices, counterparties, officials and programmes of every happening of the reading."""
    scenes = frame(reading)
    if scenes is None:
        return
    scenes.cities = whereabouts.venue_cities(scenes)
    full = whereabouts.full_names(scenes)
    for part in sorted(scenes.parts, key=lambda part: part is not scenes.anchor):
        for slot in SLOTS:
            if slot == "places" and part is scenes.anchor:
                scenes.home = whereabouts.home(scenes)
            values = _gather(scenes, part, slot)
            if slot == "places":
                values = list(dict.fromkeys(full.get(name, name) for name in values))
            setattr(part.happening, slot, (values[0] if values else None) if slot == "venue" else values)


def _gather(scenes: Frame, part: Part, slot: str) -> list[Any]:
    """The values of the first source that has any."""
    for name in sources(part.role, part.happening.type, slot):
        values = _of_anchor(scenes, slot) if name == "scene" else SOURCES[slot][name](scenes, part)
        if values:
            part.happening.sources[slot] = f"{part.role}.{name}"
            return list(values)
    return []


def _of_anchor(scenes: Frame, slot: str) -> list[Any]:
    value = getattr(scenes.anchor.happening, slot)
    return [value] if isinstance(value, str) else list(value or [])
