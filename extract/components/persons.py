"""From titles to distinct persons: forms of one name are joined, persons who share a word of their names stay apart."""

from dataclasses import dataclass, field

from extract.components.names import covers, words_of
from extract.components.positions import Title
from extract.values.names import fold, overlap

_MOST_SHARING = 20
"""How many persons who share a word of their names are told apart by it: a bound for texts that are no articles."""


@dataclass(slots=True, eq=False)
class Person:
    """One official while the article is read; ``title`` is the first that names the position, ``words`` those of the name."""

    name: str
    words: tuple[str, ...]
    title: Title
    forms: list[str] = field(default_factory=list)
    mentions: list[tuple[int, int]] = field(default_factory=list)

    def rename(self, name: str) -> None:
        """Take a fuller form for the name; the old one stays among the forms."""
        self.forms.append(self.name)
        self.name, self.words = name, words_of(name)


def distinct(titles: list[Title], body: int) -> list[Person]:
    """The persons of the titles, in the order they are named in the body of the text; those of the headline alone come last.

    A headline is written in capitals throughout in many outlets, so that a name in it has no certain end: it only ever
    repeats a person of the body, or names one where the article's first line goes on from it.
    """
    people: list[Person] = []
    index: dict[str, list[Person]] = {}
    named = [title for title in titles if title.name is not None]
    own = [title for title in named if title.start >= body and not title.weak]
    others = [title for title in named if title.start >= body and title.weak]
    for title in own + others + [title for title in named if title.start < body and not title.backward]:
        assert title.name is not None
        words = words_of(title.name.text)
        if title.start < body:
            words = _known(words, index)
        person = next((p for p in _sharing(index, words) if _same(p, words, title)), None)
        if title.start < body and (person is None or not words):
            continue
        if person is None:
            person = Person(title.name.text, words, title)
            people.append(person)
        elif len(words) > len(person.words):
            person.rename(title.name.text)
        if person.title.organisation is None and title.organisation and _alike(person.title.position, title.position):
            person.title.organisation, person.title.body = title.organisation, title.body
        for word in words:
            known = index.setdefault(word, [])
            if len(known) < _MOST_SHARING and person not in known:
                known.append(person)
    return people


def _known(words: tuple[str, ...], index: dict[str, list[Person]]) -> tuple[str, ...]:
    """The first words of a headline's name as far as the body knows them."""
    size = next((n for n, word in enumerate(words) if word not in index), len(words))
    return words[:size]


def _sharing(index: dict[str, list[Person]], words: tuple[str, ...]) -> list[Person]:
    """The persons who share a word with a name; few, whatever the text's length: a bounded number for each word."""
    found: list[Person] = []
    for word in words:
        found += [person for person in index.get(word, ()) if person not in found]
    return found


def _same(person: Person, words: tuple[str, ...], title: Title) -> bool:
    if person.words == words:
        return True
    short, full = sorted((person.words, words), key=len)
    if not covers(full, short):
        return False
    return len(short) > 1 or compatible(person.title, title)


def compatible(a: Title, b: Title) -> bool:
    """Whether two titles can be one person's: the same position, and no two different bodies."""
    if not _alike(a.position, b.position):
        return False
    if a.organisation is None or b.organisation is None:
        return True
    return overlap(fold(a.organisation), fold(b.organisation)) >= 0.5


def _alike(a: str, b: str) -> bool:
    return overlap(fold(a), fold(b)) >= 0.5
