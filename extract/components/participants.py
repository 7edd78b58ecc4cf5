"""Which officials take part in a happening, or ask for it, or speak for the office that holds it."""

import re

from extract.components.bodies import is_agency
from extract.components.scenes import Frame, Line, Part
from extract.components.voices import Mention

_THERE = re.compile(
    r"\byang (?:(?:juga|turut|ikut|juga turut) )?(?:hadir|membuka|memimpin|menghadiri|menyaksikan|mendampingi|menutup)\b"
)
_PRONOUN = re.compile(
    r"(?:[A-Z][a-z]+(?: [a-z]+){0,5},? )?(?:Ia|Dia|Beliau|ia|dia|beliau)(?: dan [A-Z]\w+(?: [A-Z]\w+)*)?"
    r"(?: [a-z]+){0,2} (?:me|ber)[a-z]+"
)
_ELSEWHERE = re.compile(r"\b(?:terpisah|berhalangan|dihubungi|sambungan telepon|lewat telepon|melalui telepon)\b")


def cast(frame: Frame, part: Part) -> list[str]:
    """Everybody who stands in the sentences of the main occasion outside direct speech, absent ones left out."""
    if frame.cast is None:
        frame.cast = _cast(frame)
    return frame.cast


def _cast(frame: Frame) -> list[str]:
    """The same, worked out."""
    lines = [line for line in frame.scene if line.index not in frame.aside]
    attending = [m.name for line in frame.lines for m in line.mentions if _attends(frame, line, m)]
    apart = {m.name for line in frame.lines for m in line.mentions if frame.told("apart", line.sentence.start, m.start)}
    there = dict.fromkeys(name for line in lines for name in _present(frame, line, titled=False) if name not in apart)
    return list(dict.fromkeys([*there, *attending]))


def everyone(frame: Frame, part: Part) -> list[str]:
    """Everybody the article names outside direct speech: a meeting hears all who speak; absent ones and those apart left out."""
    lines = [line for line in frame.lines if not line.sentence.leftover]
    apart = {m.name for line in frame.lines for m in line.mentions if frame.told("apart", line.sentence.start, m.start)}
    absent = {m.name for line in lines for m in line.mentions} - {name for line in lines for name in _present(frame, line)}
    names = dict.fromkeys(m.name for line in lines for m in line.mentions)
    return [name for name in names if name not in apart and name not in absent]


def guests(frame: Frame, part: Part) -> list[str]:
    """The cast without those outside the agency and governments who only come to ask for something."""
    asking = {v.name for other in frame.parts if other.role == "wish" for line in other.lines if (v := line.voice)}
    wished = {line.sentence.paragraph for line in frame.lines if _wished(line)}
    free = [line for line in frame.scene if line.sentence.paragraph not in wished]
    seen = {m.name for line in free for m in line.mentions}
    there = {m.name for line in frame.lines for m in line.mentions if _attends(frame, line, m)}
    return [name for name in cast(frame, part) if name not in asking or name in seen or name in there]


def _wished(line: Line) -> bool:
    return any(part.role == "wish" for part in line.owners)


def _attends(frame: Frame, line: Line, mention: Mention) -> bool:
    """Whether a relative clause behind the name says that the person was there ("yang membuka rapat")."""
    end = min(line.sentence.end, mention.end + 40)
    return not line.sentence.leftover and _THERE.search(frame.reading.text, mention.end, end) is not None


def named(frame: Frame, part: Part) -> list[str]:
    """Everybody who stands in the happening's own sentences, and in those that go on about it in the paragraph."""
    lines = [*part.lines, *(frame.tail(part) if part.role == "side" else [])]
    pronoun = [line.voice.name for line in part.lines if line.voice and _by_pronoun(frame, line)]
    both = [frame.lines[line.index - 1] for line in part.lines if line.index and frame.says(line, "both")]
    return list(dict.fromkeys([*pronoun, *(name for line in [*both, *lines] for name in _present(frame, line))]))


def _by_pronoun(frame: Frame, line: Line) -> bool:
    """Whether a pronoun is the subject of a sentence: "Ia juga menyerahkan", "di pengujung acara ia dan X menandatangani"."""
    return _PRONOUN.match(frame.reading.text, line.sentence.start, line.sentence.end) is not None


def actors(frame: Frame, part: Part) -> list[str]:
    """Those who stand in the happening's own sentences without merely telling of it."""
    return [name for name in named(frame, part) if name not in _speakers(frame, part)]


def voice(frame: Frame, part: Part) -> list[str]:
    """Who tells of it: for what was held only for the own body.

    For plans a speaker of the agency counts from the sentence before; for wishes everybody does.
    """
    found = [line.voice for line in part.lines if line.voice]
    if part.role == "past":
        own = [v.name for v in found if _own(frame, part, v.name)]
        return list(dict.fromkeys(own)) or actors(frame, part)
    free = part.role == "wish" or part.happening.type == "kepesertaan"
    told = (v.name for v in found if v.explicit or free or is_agency(organisation_of(frame, v.name)))
    return list(dict.fromkeys(told))


def organisation_of(frame: Frame, name: str) -> str | None:
    """The organisation of an official by full name."""
    return next((person.organisation for person in frame.reading.people if person.name == name), None)


def _own(frame: Frame, part: Part, name: str) -> bool:
    """Whether the happening is the business of the speaker's own body: benefits the agency's, enrolment the payer's."""
    return is_agency(organisation_of(frame, name)) == (part.happening.type == "santunan")


def _speakers(frame: Frame, part: Part) -> set[str]:
    """Who tells of the happening as of somebody else's."""
    return {line.voice.name for line in part.lines if line.voice and line.voice.explicit and not frame.says(line, "own")}


def _present(frame: Frame, line: Line, *, titled: bool = True) -> list[str]:
    """The officials of a sentence, without those it says were not there."""
    if not line.mentions:
        return []
    text = frame.reading.text
    names: dict[str, bool] = {}
    for mention in line.mentions:
        if mention.titled and not titled:
            continue
        before = frame.told("absent", max(line.sentence.start, mention.start - 60), mention.start)
        behind = _ELSEWHERE.search(text, mention.end, min(line.sentence.end, mention.end + 40))
        apart = frame.told("apart", line.sentence.start, mention.start)
        names[mention.name] = names.get(mention.name, True) and not (before or behind or apart)
    return [name for name, there in names.items() if there]
