"""Why an event is one: which reports agree on what and how much that weighs, and what kept others apart. In Indonesian."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from extract.merging.agreement import Bar, Point, agreement, bar, points, same_body
from extract.merging.groups import Link, Step, grouped
from extract.merging.profiles import Profile
from extract.values.names import same_person
from models.merging import MergeWeights

NEAREST = 5
"""Reports outside of an event that are shown: those that agree most with one inside."""

LABELS = {
    "same_day": "hari yang sama",
    "days_touch": "hari-harinya bersinggungan",
    "near_day": "selisih sehari atau dua",
    "moved": "diundur ke hari itu",
    "same_period": "kurun yang sama",
    "date_within": "tanggal yang satu memuat yang lain",
    "undated_together": "tanpa tanggal, terbit berdekatan",
    "one_undated": "satu tanpa tanggal, berdekatan",
    "office": "kantor",
    "official": "pejabat",
    "second_official": "pejabat kedua",
    "counterparty": "pihak lain",
    "place": "wilayah",
    "venue": "tempat",
    "status": "status",
    "trigger": "kata-kata pokok",
    "sentence": "kalimat",
    "figure": "angka",
    "program": "program",
    "copy": "artikel salinan",
}
"""What people call the keys of merge.toml."""

BARS = {
    Bar.TYPE: "jenisnya lain",
    Bar.ARTICLE: "keduanya dari artikel yang sama",
    Bar.DAY: "harinya lain",
    Bar.TIME: "waktunya terlalu berjauhan",
}


@dataclass(frozen=True, slots=True)
class Weighed:
    """Two reports and the points between them. ``verdict`` says what came of it."""

    first: str
    second: str
    score: float | None
    points: tuple[tuple[str, float, str], ...]
    verdict: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why an event is one: its reports (id, publication, date told, words), the links that joined them, and what stayed apart."""

    event: str
    threshold: float
    reports: tuple[tuple[str, str, str | None, str], ...]
    joined: tuple[Weighed, ...]
    apart: tuple[Weighed, ...]

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def explain(
    event: str, members: Sequence[Profile], others: Iterable[Profile], links: Iterable[Link], weights: MergeWeights
) -> Reasons:
    """Why an event is one.

    Args:
        event: its id.
        members: its reports in order of publication.
        others: reports that links connect with them, and others that were compared with them.
        links: all links among these.
        weights: those in force.
    """
    inside = {found.id for found in members}
    every = {found.id: found for found in (*members, *others)}
    steps = grouped(every, (link for link in links if link[0] in every and link[1] in every), weights)[1]
    joined = [_step(step, every, weights) for step in steps if step.joined and set(step.link[:2]) <= inside]
    refused = [_step(step, every, weights) for step in steps if not step.joined and len(inside & set(step.link[:2])) == 1]
    known = {frozenset((found.first, found.second)) for found in refused}
    outside = [found for key, found in every.items() if key not in inside]
    near = [found for found in _nearest(members, outside, weights) if frozenset((found.first, found.second)) not in known]
    told = tuple(
        (found.id, found.published, found.telling.stored.report.date, found.telling.stored.report.trigger) for found in members
    )
    return Reasons(event, weights.threshold, told, tuple(joined), tuple([*refused, *near][: 2 * NEAREST]))


def _step(step: Step, every: Mapping[str, Profile], weights: MergeWeights) -> Weighed:
    first, second, score = step.link
    verdict = "menyatukan"
    if step.bar and step.between:
        verdict = f"ditolak: {BARS[step.bar]} ({' dan '.join(step.between)})"
    elif step.named is not None:
        verdict = f"ditolak: kelompoknya menyebut kantor, wilayah, atau pihak lain, jumlahnya menjadi {_number(step.named)}"
    elif step.mean is not None:
        verdict = f"ditolak: rata-rata semua laporan kedua kelompok {_number(step.mean)}, kurang dari {_number(weights.whole)}"
    return Weighed(first, second, score, _points(every[first], every[second], weights), verdict)


def _nearest(members: Sequence[Profile], outside: Iterable[Profile], weights: MergeWeights) -> list[Weighed]:
    """The reports outside that agree most with one inside, each once, and why that was not enough."""
    found: list[tuple[float, Weighed]] = []
    for other in outside:
        scored = [(score, inner) for inner in members if (score := agreement(inner, other, weights)) is not None]
        if scored:
            score, inner = max(scored, key=lambda item: (item[0], item[1].id))
            if score < weights.threshold:
                verdict = f"kurang dari {_number(weights.threshold)}"
                weighed = Weighed(inner.id, other.id, round(score, 4), _points(inner, other, weights), verdict)
                found.append((score, weighed))
        elif members and (against := bar(members[0], other, weights)):
            found.append((-100.0, Weighed(members[0].id, other.id, None, (), BARS[against])))
    return [weighed for _, weighed in sorted(found, key=lambda item: (-item[0], item[1].second))[:NEAREST]]


def _points(a: Profile, b: Profile, weights: MergeWeights) -> tuple[tuple[str, float, str], ...]:
    return tuple((LABELS[point.name], point.weight, _detail(point, a, b)) for point in points(a, b, weights))


def _detail(point: Point, a: Profile, b: Profile) -> str:
    """The values that a point is about: the common one, or those that differ."""
    one, other = a.telling.stored.report, b.telling.stored.report
    told: dict[str, Callable[[], str]] = {
        "office": lambda: _both([o.name for o in one.offices], [o.name for o in other.offices], point),
        "place": lambda: _both(one.places, other.places, point),
        "counterparty": lambda: _bodies(a, b) if point.weight > 0 else _both(one.counterparties, other.counterparties, point),
        "official": lambda: ", ".join(x for x in one.officials if any(same_person(x, y) for y in other.officials)),
        "venue": lambda: _both([one.venue or ""], [other.venue or ""], point),
        "status": lambda: str(one.status) if one.status is other.status else f"{one.status} / {other.status}",
        "trigger": lambda: _both([one.trigger], [other.trigger], point),
        "figure": lambda: _both(_values(a), _values(b), point),
        "program": lambda: _both(one.programs, other.programs, point),
    }
    if point.name in told:
        return told[point.name]()
    if point.name in ("second_official", "sentence", "copy"):
        return ""
    return one.date or "-" if one.date == other.date else f"{one.date or '-'} / {other.date or '-'}"


def _both(one: Sequence[str], other: Sequence[str], point: Point) -> str:
    common = [value for value in one if value in other]
    if common and point.weight > 0:
        return ", ".join(common)
    return f"{', '.join(one)} / {', '.join(other)}"


def _bodies(a: Profile, b: Profile) -> str:
    names = zip(a.bodies, a.telling.stored.report.counterparties, strict=True)
    others = list(zip(b.bodies, b.telling.stored.report.counterparties, strict=True))
    met = [(name, told) for body, name in names for other, told in others if same_body(body, other)]
    return ", ".join(name if name == told else f"{name} = {told}" for name, told in met)


def _values(found: Profile) -> list[str]:
    return [f"{figure.value:.15g} {figure.unit}" for figure in found.telling.figures]


def to_text(found: Reasons) -> str:
    """For people, one line a point."""
    lines = [f"Kejadian {found.event}: {len(found.reports)} laporan (ambang {_number(found.threshold)})"]
    lines += [f"  {key}  terbit {published}  tanggal {told or '-'}  “{words}”" for key, published, told, words in found.reports]
    for title, weighed in (("Yang menyatukan:", found.joined), ("Yang tidak disatukan:", found.apart)):
        if weighed:
            lines.append(title)
        for pair in weighed:
            score = "-" if pair.score is None else _number(pair.score)
            lines.append(f"  {pair.first} – {pair.second}: {score}, {pair.verdict}")
            lines += [
                f"    {_signed(weight):>6}  {label}{f': {detail}' if detail else ''}" for label, weight, detail in pair.points
            ]
    if len(found.reports) > 1 and not found.joined:
        lines.append("Laporan-laporan ini belum ditautkan; jalankan `pantau merge`.")
    return "\n".join(lines)


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _signed(value: float) -> str:
    return f"{value:+g}".replace(".", ",")
