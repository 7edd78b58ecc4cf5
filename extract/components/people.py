"""Officials: people named with a position, their aliases and mentions, and the speakers of direct speech."""

import re

from spacy.tokens import Doc

from extract.components.employers import complete
from extract.components.mentions import Scene, find_mentions, references
from extract.components.persons import Person, distinct
from extract.components.positions import Title
from extract.components.reported import find_reported
from extract.components.speakers import Spot, attribute_quotes
from extract.components.titles import find_titles
from extract.reading import PersonFound, Reading

_WORD = re.compile(r"[^\W_]+")


def find_people(doc: Doc, reading: Reading) -> None:
    """Fill ``reading.people`` with the officials that headline and body name, the speakers of ``reading.quotes``, and
    ``reading.reported`` with what they say in the reporter's words.

    Reads ``reading.sentences`` (left-over lines are passed over), ``regions``, ``offices``, ``agency`` and ``quotes``, which may
    all be empty. What counts is the section "officials" of the annotation guidelines.
    """
    low = lowered(reading.text)
    skipped = [(sentence.start, sentence.end) for sentence in reading.sentences if sentence.leftover]
    places = _places(reading)
    titles = find_titles(reading.text, low, places, skipped)
    people = distinct(titles, reading.body)
    complete(people, titles, reading)
    scene = Scene(reading.text, low, reading.body, frozenset(title.start for title in titles), places, skipped)
    find_mentions(scene, people, titles)
    named = {title.name.start: title for title in titles if title.name is not None}
    reading.people = [_found(person, named) for person in people]
    spots = _spots(people, titles)
    attribute_quotes(reading.quotes, spots, low)
    reading.reported = find_reported(reading.text, low, reading.sentences, reading.quotes, spots)


def _spots(people: list[Person], titles: list[Title]) -> list[Spot]:
    """Where the officials are named, and where a position alone means one of them, in order."""
    named = [Spot(start, end, person.name) for person in people for start, end in person.mentions]
    return sorted(named + [Spot(start, end, person.name) for start, end, person in references(titles, people)])


def lowered(text: str) -> str:
    """The text in lower case, of the same length: a character whose lower case is longer stays as it is."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(small if len(small := char.lower()) == 1 else char for char in text)


def _places(reading: Reading) -> dict[int, int]:
    """Start of each word of a region's or office's name -> end of that name."""
    places: dict[int, int] = {}
    spans = [(region.start, region.end) for region in reading.regions] + [
        (office.start, office.end) for office in reading.offices
    ]
    for start, end in spans:
        for word in _WORD.finditer(reading.text, start, end):
            places[word.start()] = max(end, places.get(word.start(), 0))
    return places


def _found(person: Person, named: dict[int, Title]) -> PersonFound:
    aliases = [form for form in dict.fromkeys(person.forms) if form != person.name]
    mentions = sorted(person.mentions)
    rules = [_rule(person, named.get(start), end - start) for start, end in mentions]
    return PersonFound(person.name, person.title.position, person.title.organisation, aliases, mentions, rules)


def _rule(person: Person, title: Title | None, size: int) -> str:
    """What a mention was read by: a position beside it, by its level, or the name or a form of it that is known already."""
    if title is None:
        return "official.name" if size == len(person.name) else "official.form"
    return f"official.position.{title.level.value}{'.after' if title.backward else ''}"
