"""How right the extraction is: precision, recall and F1 per task against gold articles.

Tasks marked with a star count towards the overall figure, the plain mean of their F1s. The rules of comparison are those of
``docs/annotation.md``: names are compared without case, points and accents, bodies by the share of their words.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any, TypeVar

from spacy.language import Language

from extract.gold import GoldArticle, locate
from extract.nlp import read_one
from extract.record import to_extraction, to_gold
from models.gazetteers import offices as gazetteer
from models.rules_digest import rules_digest
from models.vocab import Salience

Item = TypeVar("Item")
Json = dict[str, Any]

ARGUMENTS = ("date", "venue", "places", "offices", "counterparties", "officials", "programs")
_LOOSE = ("venue", "places", "counterparties")
"""Arguments of which a spelling that shares most words counts."""

TASKS = (
    "relevant",
    "dates *",
    "dates, value at an overlapping span",
    "offices *",
    "officials, name",
    "officials, name and position *",
    "officials, name, position and organisation",
    "figures, value and kind",
    "figures, with indicator *",
    "programs *",
    "events, type *",
    "events, type, status and date *",
    "main events, type",
    "event arguments *",
    *(f"  {name}" for name in ARGUMENTS),
)

_CONTRACTIONS = {
    "pemkab": "pemerintah kabupaten", "pemkot": "pemerintah kota", "pemko": "pemerintah kota",
    "pemprov": "pemerintah provinsi", "pemda": "pemerintah daerah", "kab": "kabupaten", "prov": "provinsi",
    "kejari": "kejaksaan negeri", "kejati": "kejaksaan tinggi", "disnaker": "dinas tenaga kerja",
    "disnakertrans": "dinas tenaga kerja transmigrasi", "dinkes": "dinas kesehatan", "rs": "rumah sakit",
    "rsud": "rumah sakit umum daerah", "rsu": "rumah sakit umum", "bpjamsostek": "bpjs ketenagakerjaan",
    "walikota": "wali kota", "kacab": "kepala cabang", "kakacab": "kepala kantor cabang",
    "kakanwil": "kepala kantor wilayah", "kadis": "kepala dinas", "kabid": "kepala bidang", "wabup": "wakil bupati",
}  # fmt: skip
"""Part of the standard, not of the lexicon: what counts as right must not move when the rules learn a contraction."""

_SAME_POSITION, _SAME_NAME = 0.75, 0.6
"""Shares of common words (Dice) from which two positions, or two names of bodies and spots, are the same."""


class Verdict(StrEnum):
    """What is wrong with one finding."""

    MISSED = "missed"
    WRONG = "wrong"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an article something stands; ``field`` is ``title`` or ``text``."""

    field: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Note:
    """One miss or false find. ``shown`` is what was missed or wrongly found, ``got`` what was found instead."""

    article: str
    verdict: Verdict
    shown: str
    place: Place | None
    got: str = ""

    def __str__(self) -> str:
        """One line."""
        if self.verdict is Verdict.DIFFERS:
            return f"{self.article}: {self.shown} got {self.got}"
        return f"{self.article}: {self.verdict} {self.shown}"


@dataclass(slots=True)
class Tally:
    """Counts of one task: right, false and missed finds, with a note on each of the latter two."""

    tp: int = 0
    fp: int = 0
    fn: int = 0
    notes: list[Note] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """The share of finds that are right; 1 where nothing was found."""
        return self.tp / (self.tp + self.fp) if self.tp + self.fp else 1.0

    @property
    def recall(self) -> float:
        """The share of gold that was found; 1 where there is none."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


Scores = Mapping[str, Tally]


@lru_cache(maxsize=8192)
def norm(value: str | None) -> str:
    """A text for comparing: Latin letters and digits in lower case, one blank between words."""
    return " ".join(re.findall(r"[a-z0-9]+", unicodedata.normalize("NFKD", value or "").casefold()))


@lru_cache(maxsize=8192)
def _words(value: str | None) -> tuple[str, ...]:
    """The words of a name with contractions written out; brackets and ``dan`` do not count."""
    words = norm(re.sub(r"\([^)\n]*\)", " ", value or "")).split()
    return tuple(w for word in words for w in _CONTRACTIONS.get(word, word).split() if w != "dan")


def alike(one: str | None, other: str | None, floor: float) -> bool:
    """Whether the shared words of two names (Dice) reach the floor; two empty ones are alike."""
    a, b = _words(one), _words(other)
    if not a or not b:
        return a == b
    return 2 * len(set(a) & set(b)) / (len(set(a)) + len(set(b))) >= floor


@cache
def _office_names() -> dict[tuple[str, str], str]:
    """Kind and any name of an office of the gazetteer -> the name it is compared by."""
    names: dict[tuple[str, str], str] = {}
    for office in gazetteer():
        for alias in office.aliases:
            names.setdefault((office.kind.value, norm(alias)), norm(office.name))
    return names | {(o.kind.value, norm(o.name)): norm(o.name) for o in gazetteer()}


def _office(item: Json) -> tuple[str, str]:
    kind, name = str(item.get("kind")), norm(item.get("name"))
    return kind, _office_names().get((kind, name), name)


@dataclass(frozen=True, slots=True)
class _Argument:
    """One value of one slot of an event; ``key`` is what it is compared by."""

    slot: str
    key: Any
    value: str
    event: Json


class _Scorer:
    """Adds up one article after the other."""

    def __init__(self) -> None:
        self.tallies = {name: Tally() for name in TASKS}

    def add(self, gold: Json, found: Json) -> None:
        """Compare one article; ``found`` is empty where nothing was read."""
        self.gold, self.found = gold, found
        here: list[bool] = [True] if gold["relevant"] else []
        self._pair("relevant", here, [True] if found.get("relevant") else [], lambda g, x: True, str, lambda _: None)
        self._dates()
        self._offices()
        self._officials()
        self._figures()
        self._pair("programs *", gold["programs"], found.get("programs") or [], lambda g, x: g == x, str, self._word)
        self._events()

    def _pair(
        self,
        task: str,
        gold: Sequence[Item],
        found: Sequence[Item],
        same: Callable[[Item, Item], bool],
        show: Callable[[Item], str],
        place: Callable[[Item], Place | None],
    ) -> None:
        """Give each gold item the first free find that is the same, and count."""
        tally, left = self.tallies[task], list(found)
        for item in gold:
            at = next((i for i, other in enumerate(left) if same(item, other)), None)
            if at is None:
                tally.fn += 1
                tally.notes.append(Note(self.gold["id"], Verdict.MISSED, show(item), place(item)))
            else:
                del left[at]
                tally.tp += 1
        tally.fp += len(left)
        tally.notes += [Note(self.gold["id"], Verdict.WRONG, show(item), place(item)) for item in left]

    def _located(self, field_name: str) -> tuple[list[Json], list[Json]]:
        """Gold and found items of a field with their spans as ``at``."""
        text = self.gold["text"]
        gold = [{**item, "at": locate(item, text)} for item in self.gold[field_name]]
        return gold, [{**item, "at": locate(item, text)} for item in self.found.get(field_name) or []]

    def _dates(self) -> None:
        gold, found = self._located("dates")

        def show(d: Json) -> str:
            return f"{self._text_of(d)!r} = {d.get('value')}"

        def near(g: Json, x: Json) -> bool:
            return _overlap(g, x) and g["value"] == x.get("value")

        def same(g: Json, x: Json) -> bool:
            return bool(g["at"] == x["at"] and g["value"] == x.get("value"))

        self._pair("dates *", gold, found, same, show, self._span)
        self._pair("dates, value at an overlapping span", gold, found, near, show, self._span)

    def _offices(self) -> None:
        found = self.found.get("offices") or []
        self._pair(
            "offices *",
            self.gold["offices"],
            found,
            lambda g, x: _office(g) == _office(x),
            lambda o: f"{o.get('kind')} {o.get('name')}",
            lambda o: self._word(o.get("name")),
        )

    def _officials(self) -> None:
        gold, found = self.gold["officials"], self.found.get("officials") or []

        def name(g: Json, x: Json) -> bool:
            return norm(g["name"]) == norm(x.get("name"))

        def position(g: Json, x: Json) -> bool:
            return name(g, x) and alike(g["position"], x.get("position"), _SAME_POSITION)

        def organisation(g: Json, x: Json) -> bool:
            return position(g, x) and alike(g["organisation"], x.get("organisation"), _SAME_NAME)

        for task, same in zip(TASKS[4:7], (name, position, organisation), strict=True):
            self._pair(task, gold, found, same, _show_official, lambda o: self._word(o.get("name")))

    def _figures(self) -> None:
        gold, found = self._located("figures")

        def kind(g: Json, x: Json) -> bool:
            return _overlap(g, x) and g["value"] == x.get("value") and g["kind"] == x.get("kind")

        def indicator(g: Json, x: Json) -> bool:
            return kind(g, x) and g["indicator"] == x.get("indicator")

        def show(f: Json) -> str:
            told = f"{self._text_of(f)!r} = {f.get('value')} {f.get('kind')} {f.get('indicator')} {f.get('qualifier') or ''}"
            return told.rstrip()

        self._pair("figures, value and kind", gold, found, kind, show, self._span)
        self._pair("figures, with indicator *", gold, found, indicator, show, self._span)

    def _events(self) -> None:
        gold, found = self.gold["events"], self.found.get("events") or []
        pairs, missed, wrong = match_events(gold, found)
        for task, strict in (("events, type *", False), ("events, type, status and date *", True)):
            tally = self.tallies[task]
            for g, x in pairs:
                if not strict or (g["status"] == x.get("status") and g["date"] == x.get("date")):
                    tally.tp += 1
                    continue
                tally.fp += 1
                tally.fn += 1
                note = Note(self.gold["id"], Verdict.DIFFERS, _show_event(g), self._trigger(g), _show_event(x))
                tally.notes.append(note)
            self._pair(task, missed, [], lambda g, x: False, _show_event, self._trigger)
            self._pair(task, [], wrong, lambda g, x: False, _show_event, self._trigger)
        self._pair(
            "main events, type",
            [g for g in gold if g["salience"] == Salience.MAIN],
            [x for x in found if x.get("salience") == Salience.MAIN],
            lambda g, x: g["type"] == x.get("type"),
            _show_event,
            self._trigger,
        )
        nothing: Json = {}
        for g, x in [*pairs, *((g, nothing) for g in missed), *((nothing, x) for x in wrong)]:
            wanted, got = list(_arguments(g)), list(_arguments(x))
            self._pair("event arguments *", wanted, got, _same_argument, _show_argument, self._argument)
            for slot in ARGUMENTS:
                self._pair(
                    f"  {slot}",
                    [v for v in wanted if v.slot == slot],
                    [v for v in got if v.slot == slot],
                    _same_argument,
                    _show_argument,
                    self._argument,
                )

    def _text_of(self, item: Json) -> str:
        start, end = item["at"] or (0, 0)
        return str(self.gold["text"][start:end] or item.get("text"))

    @staticmethod
    def _span(item: Json) -> Place | None:
        return Place("text", *item["at"]) if item["at"] else None

    def _word(self, words: str | None) -> Place | None:
        """The first place where words stand, in the text or else in the title."""
        for name in ("text", "title"):
            at = self.gold[name].find(words) if words else -1
            if at >= 0:
                return Place(name, at, at + len(words or ""))
        return None

    def _trigger(self, event: Json) -> Place | None:
        if event.get("start") is not None:
            return Place(event.get("field") or "text", event["start"], event["end"])
        return self._word(event.get("trigger"))

    def _argument(self, argument: _Argument) -> Place | None:
        """The occurrence of a value nearest to the words of its event; failing that, those words."""
        trigger = self._trigger(argument.event)
        at = trigger.start if trigger and trigger.field == "text" else 0
        text, value = self.gold["text"], argument.value
        places = [p for p in (text.find(value, at), text.rfind(value, 0, at)) if p >= 0]
        if not places:
            return trigger
        start = min(places, key=lambda place: abs(place - at))
        return Place("text", start, start + len(value))


def _overlap(g: Json, x: Json) -> bool:
    return bool(g["at"] and x["at"]) and bool(g["at"][0] < x["at"][1] and x["at"][0] < g["at"][1])


def _show_official(official: Json) -> str:
    return f"{official.get('name')} / {official.get('position')} / {official.get('organisation')}"


def _show_event(event: Json) -> str:
    return f"{event.get('type')} {event.get('status')} {event.get('date')} {event.get('trigger')!r}"


def _show_argument(argument: _Argument) -> str:
    return f"{argument.event.get('type')}: {argument.slot} {argument.value}"


def _arguments(event: Json) -> Iterator[_Argument]:
    for slot in ARGUMENTS:
        value = event.get(slot)
        for item in value if isinstance(value, list) else [value]:
            if not item:
                continue
            if slot == "offices":
                yield _Argument(slot, _office(item), str(item.get("name")), event)
            else:
                yield _Argument(slot, item if slot in ("date", *_LOOSE) else norm(item), item, event)


def _same_argument(g: _Argument, x: _Argument) -> bool:
    return g.slot == x.slot and (g.key == x.key or (g.slot in _LOOSE and alike(g.key, x.key, _SAME_NAME)))


def _agreement(g: Json, x: Json) -> int:
    """How many attributes of two events of one type agree."""
    points = int(g["status"] == x.get("status")) + 2 * int(g["date"] == x.get("date"))
    points += alike(g["venue"], x.get("venue"), _SAME_NAME)
    for slot in ("places", "counterparties", "officials"):
        points += bool({norm(v) for v in g[slot]} & {norm(v) for v in x.get(slot) or []})
    return points + bool({_office(o) for o in g["offices"]} & {_office(o) for o in x.get("offices") or []})


def match_events(gold: Sequence[Json], found: Sequence[Json]) -> tuple[list[tuple[Json, Json]], list[Json], list[Json]]:
    """Pair gold and found events of one type, those that agree most first; the pairs, the missed, the wrong."""
    options = sorted(
        (-_agreement(g, x), i, j) for i, g in enumerate(gold) for j, x in enumerate(found) if g["type"] == x.get("type")
    )
    mine: set[int] = set()
    theirs: set[int] = set()
    pairs: list[tuple[Json, Json]] = []
    for _, i, j in options:
        if i not in mine and j not in theirs:
            mine.add(i)
            theirs.add(j)
            pairs.append((gold[i], found[j]))
    return pairs, [g for i, g in enumerate(gold) if i not in mine], [x for j, x in enumerate(found) if j not in theirs]


def score(gold: Iterable[Json], found: Mapping[str, Json]) -> dict[str, Tally]:
    """Compare predictions (by article id, in the shape of gold files) with gold; an article without one counts as empty."""
    scorer = _Scorer()
    for article in gold:
        scorer.add(article, found.get(article["id"], {}))
    return scorer.tallies


def predict(nlp: Language, gold: Iterable[GoldArticle]) -> dict[str, Json]:
    """What the pipeline reads in gold articles, by id, in the shape of gold files."""
    return {g.id: to_gold(to_extraction(read_one(nlp, g.article), rules_digest())) for g in gold}


def overall(scores: Scores) -> float:
    """The mean F1 of the tasks marked with a star."""
    stars = [tally.f1 for name, tally in scores.items() if name.endswith("*")]
    return sum(stars) / len(stars)


def key(task: str) -> str:
    """A task's name without star; a slot's with that of its parent, so that keys differ."""
    return f"event arguments: {task.strip()}" if task.startswith("  ") else task.removesuffix(" *")


def measured(scores: Scores) -> dict[str, float]:
    """The F1 of every task by key, and ``overall``: what floors are held against."""
    return {key(name): tally.f1 for name, tally in scores.items()} | {"overall": overall(scores)}


def table(scores: Scores, articles: int) -> str:
    """The scores as lines of text, the overall figure last."""
    width = max(map(len, scores))
    lines = [f"{'':{width}}  precision  recall      F1    found   missed    wrong"]
    lines += [
        f"{name:{width}}     {t.precision:6.3f}  {t.recall:6.3f}  {t.f1:6.3f}  {t.tp:7d}  {t.fn:7d}  {t.fp:7d}"
        for name, t in scores.items()
    ]
    return "\n".join([*lines, f"overall {overall(scores):.4f} over {articles} articles (mean of the F1s marked *)"])


def as_json(scores: Scores, articles: int) -> Json:
    """The scores as one JSON object: per task ``p``, ``r``, ``f`` and the counts."""
    tasks = {
        key(name): {"p": t.precision, "r": t.recall, "f": t.f1, "tp": t.tp, "fp": t.fp, "fn": t.fn} for name, t in scores.items()
    }
    return {"articles": articles, "overall": overall(scores), **tasks}
