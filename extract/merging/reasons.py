"""Why an event is one: which reports agree on what and how much that weighs, and what kept others apart. In Indonesian."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from extract.merging.agreement import Bar, Point, agreement, bar, points, same_body
from extract.merging.groups import Link, Step, grouped
from extract.merging.profiles import Profile
from extract.values.names import same_person
from models.merging import MergeWeights
from models.vocab import STATUS_LABELS, Status

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
    "other_venue": "tempat lain",
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
class Source:
    """Where a report stands: its article's outlet, title and address."""

    outlet: str = ""
    title: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A report as people know it: where it stands, when that was published, the date (EDTF) and the words it tells."""

    report: str
    source: Source
    published: str
    status: str
    date: str | None
    words: str


@dataclass(frozen=True, slots=True)
class Weighed:
    """Two reports and the points between them. ``verdict`` says what came of it, because of what is ``between`` two reports."""

    first: str
    second: str
    score: float | None
    points: tuple[tuple[str, float, str], ...]
    verdict: str
    between: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why an event is one: its reports, the links that joined them, what stayed apart, and the ``others`` named there."""

    event: str
    threshold: float
    reports: tuple[Said, ...]
    joined: tuple[Weighed, ...]
    apart: tuple[Weighed, ...]
    others: tuple[Said, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def explain(
    event: str,
    members: Sequence[Profile],
    others: Iterable[Profile],
    links: Iterable[Link],
    weights: MergeWeights,
    sources: Callable[[Iterable[str]], Mapping[str, Source]] = lambda _: {},
) -> Reasons:
    """Why an event is one.

    Args:
        event: its id.
        members: its reports in order of publication.
        others: reports that links connect with them, and others that were compared with them.
        links: all links among these.
        weights: those in force.
        sources: gives the places that some reports stand in, by their ids.
    """
    inside = {found.id for found in members}
    every = {found.id: found for found in (*members, *others)}
    steps = grouped(every, (link for link in links if link[0] in every and link[1] in every), weights)[1]
    joined = [_step(step, every, weights) for step in steps if step.joined and set(step.link[:2]) <= inside]
    refused = [_step(step, every, weights) for step in steps if not step.joined and len(inside & set(step.link[:2])) == 1]
    known = {frozenset((found.first, found.second)) for found in refused}
    outside = [found for key, found in every.items() if key not in inside]
    near = [found for found in _nearest(members, outside, weights) if frozenset((found.first, found.second)) not in known]
    apart = tuple([*refused, *near][: 2 * NEAREST])
    named = [found for key, found in every.items() if key in inside or any(key in _ids(pair) for pair in apart)]
    known_sources = sources(found.id for found in named)
    told = {found.id: _said(found, known_sources.get(found.id, Source())) for found in named}
    beside = tuple(told[key] for key in told if key not in inside)
    return Reasons(event, weights.threshold, tuple(told[found.id] for found in members), tuple(joined), apart, beside)


def _ids(pair: Weighed) -> tuple[str, ...]:
    return (pair.first, pair.second, *pair.between)


def _said(found: Profile, source: Source) -> Said:
    report = found.telling.stored.report
    return Said(found.id, source, found.published, _status(report.status), report.date, report.trigger)


def _status(status: Status) -> str:
    return STATUS_LABELS[status].lower()


def _step(step: Step, every: Mapping[str, Profile], weights: MergeWeights) -> Weighed:
    first, second = sorted(step.link[:2], key=lambda key: (every[key].published, key))
    verdict = "menyatukan"
    if step.bar and step.between:
        verdict = f"ditolak: {BARS[step.bar]}"
    elif step.named is not None:
        verdict = f"ditolak: kelompoknya menyebut kantor, wilayah, atau pihak lain, jumlahnya menjadi {_number(step.named)}"
    elif step.mean is not None:
        verdict = f"ditolak: rata-rata semua laporan kedua kelompok {_number(step.mean)}, kurang dari {_number(weights.whole)}"
    return Weighed(first, second, step.link[2], _points(every[first], every[second], weights), verdict, step.between or ())


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
        "other_venue": lambda: _both([one.venue or ""], [other.venue or ""], point),
        "status": lambda: " / ".join(dict.fromkeys((_status(one.status), _status(other.status)))),
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
    return [_amount(figure.value, figure.unit) for figure in found.telling.figures]


def _amount(value: float, unit: str) -> str:
    told = (f"{int(value):,}" if value == int(value) else f"{value:,.10g}").translate(str.maketrans(",.", ".,"))
    return f"Rp{told}" if unit == "IDR" else f"{told} persen" if unit == "percent" else f"{told} {unit}"


def to_text(found: Reasons) -> str:
    """For people: the reports numbered, then pair by pair what speaks for and against, one line a point."""
    numbers = {said.report: number for number, said in enumerate((*found.reports, *found.others), 1)}
    lines = [f"Kejadian {found.event}: {len(found.reports)} laporan (ambang {_number(found.threshold)})"]
    lines += [line for said in found.reports for line in _listed(said, numbers)]
    for title, weighed in (("Yang menyatukan:", found.joined), ("Yang tidak disatukan:", found.apart)):
        if weighed:
            lines.append(title)
        for pair in weighed:
            score = "-" if pair.score is None else _number(pair.score)
            between = f" (laporan {' dan '.join(f'{numbers[key]}' for key in pair.between)})" if pair.between else ""
            lines.append(f"  {numbers[pair.first]} – {numbers[pair.second]}: {score}, {pair.verdict}{between}")
            lines += [
                f"    {_signed(weight):>6}  {label}{f': {detail}' if detail else ''}" for label, weight, detail in pair.points
            ]
    if found.others:
        lines += ["Laporan lain:", *(line for said in found.others for line in _listed(said, numbers))]
    if len(found.reports) > 1 and not found.joined:
        lines.append("Laporan-laporan ini belum ditautkan; jalankan `pantau merge`.")
    return "\n".join(lines)


def _listed(said: Said, numbers: Mapping[str, int]) -> list[str]:
    where = said.source.outlet or said.report
    day = f"tanggal {said.date}" if said.date else "tanpa tanggal"
    published = said.published[:16].replace("T", " ").replace(":", ".")
    lines = [f"{numbers[said.report]:>3}  {where}, terbit {published}: {said.status}, {day}, “{said.words}”"]
    return lines + [f"     {' '.join(part.split())}" for part in (said.source.title, said.source.url) if part]


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _signed(value: float) -> str:
    return f"{value:+g}".replace(".", ",")
