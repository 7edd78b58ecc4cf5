"""From mentions to happenings: which mentions tell of the same one, and which of them are the news."""

from dataclasses import dataclass, field
from datetime import timedelta

from extract.components.timing import Calendar, agree, bounds, width
from extract.mentions import Mention
from extract.reading import Happening, Reading
from models.rules import Kind
from models.vocab import EventType, Salience, Status

_COUNTED = (EventType.SANTUNAN, EventType.KEPESERTAAN, EventType.BANTUAN)
"""Kinds of which one article tells several, each with its own numbers or period."""

_WISH = 2
"""Sentences over which a wish is the same one."""

_OPEN = 30
"""Happenings of a kind that a mention may still join."""

_BACK = 4
"""Sentences over which "this" and "they" refer back."""

_LEAD = 3
"""Sentences that tell the news."""

_STALE = 92
"""Days after which a happening is no news any more."""

_NEAR, _DAYS = 6, 8
"""Sentences that may set the scene; the width in days from which a date is no day of a scene."""

_LAST_DAY, _CLOSING = "day-last", 5
"""The cue of a closing ceremony; over how many sentences what is told goes on at it."""

_PAPERS = (EventType.MOU, EventType.PKS, EventType.ADDENDUM)


@dataclass(slots=True)
class Group:
    """Mentions of one happening; the first that can found one leads it."""

    head: Mention
    mentions: list[Mention] = field(default_factory=list)
    confirmed: bool = True

    @property
    def date(self) -> str | None:
        """The first date its mentions give, a finer one within it preferred."""
        found: str | None = None
        for mention in self.mentions:
            if mention.date and (found is None or (_DAYS <= width(found) > width(mention.date) and agree(found, mention.date))):
                found = mention.date
        return found

    @property
    def numbers(self) -> frozenset[str]:
        """All numbers of its mentions."""
        return frozenset().union(*(mention.numbers for mention in self.mentions))


def group(mentions: list[Mention], reading: Reading, calendar: Calendar) -> list[Group]:
    """Put mentions (in text order) together by the happening they tell of."""
    groups: list[Group] = []
    today = reading.published.date()
    scene = calendar.lead(range(min(_NEAR, len(reading.sentences))))
    for mention in mentions:
        if mention.status is Status.HELD and mention.date and bounds(mention.date)[0] > today:
            mention.status = Status.PLANNED
        if not mention.real or (mention.rule.rule.span and not _another_period(mention, groups)) or _is_by_then(mention):
            continue
        same = [g for g in groups if g.head.type is mention.type][-_OPEN:]
        if not mention.founding:
            _refer(mention, same, groups, reading)
            continue
        home = next((g for g in reversed(same) if _joins(mention, g, reading) and not _is_other_day(mention, g, scene)), None)
        if home is None and (_is_told(mention, groups) or (same and mention.given == "same" and _is_hope(mention))):
            continue
        if home is None:
            groups.append(Group(mention, [mention]))
            continue
        if not home.confirmed:
            home.mentions = [m for m in home.mentions if m.date is None]
        if mention.given == "same" and mention.date and "-" not in mention.date:
            mention.date = None
        if mention.rule.rule.neutral and mention.status is Status.HELD:
            mention.status = home.head.status
        if not home.confirmed or home.head.start < reading.body:
            home.confirmed, home.head = True, mention
        home.mentions.append(mention)
    return [g for g in groups if g.confirmed]


def _another_period(mention: Mention, groups: list[Group]) -> bool:
    """Whether a period told by figures alone differs from all told of that kind, and is no part of one."""
    return bool(mention.date and width(mention.date) >= _DAYS) and not any(
        g.date and agree(g.date, mention.date) for g in groups if g.head.type is mention.type
    )


def _refer(mention: Mention, same: list[Group], groups: list[Group], reading: Reading) -> None:
    """Add words that only refer to the happening they refer to, or let a headline's name wait for the text to confirm it."""
    if mention.kind is Kind.NAME:
        if mention.status is Status.CANCELLED and mention.date and mention.given != "same":
            groups += [] if _is_called_off(mention, same) else [Group(mention, [mention])]
            return
        if not same and mention.start < reading.body:
            groups.append(Group(mention, [mention], confirmed=False))
            return
        if mention.fresh and same and (mention.date and not any(agree(mention.date, g.date) for g in same if g.date)):
            groups.append(Group(mention, [mention]))
            return
        if mention.status is not Status.PLANNED:
            mention.date = None
    if _stands_alone(mention, groups):
        groups.append(Group(mention, [mention]))
        return
    if mention.kind is Kind.ECHO and mention.fresh and mention.date and _latest_paper(groups) is mention.type:
        groups.append(Group(mention, [mention]))  # "nota sebelumnya diteken Agustus 2020"
        return
    if mention.fresh or not same:
        return
    if mention.kind is Kind.ECHO and mention.status is Status.HELD and (signed := _agreed(same, mention)):
        signed.head.status = Status.HELD
    home = next((g for g in reversed(same) if _meant(mention, g)), None)
    if home:
        home.mentions.append(mention)
    elif (
        mention.kind is Kind.ECHO and (mention.status is Status.PLANNED or mention.date) and _latest_paper(groups) is mention.type
    ):
        groups.append(Group(mention, [mention]))


def _agreed(same: list[Group], mention: Mention) -> Group | None:
    """The agreement that both sides "agreed to sign" right before the paper is said to be signed."""
    near = (g for g in reversed(same) if "agreed-to" in g.head.cues and mention.sentence - g.head.sentence <= _BACK)
    return next((g for g in near if g.head.status is Status.PLANNED and g.date is None), None)


def _stands_alone(mention: Mention, groups: list[Group]) -> bool:
    """Whether words that mostly refer back ("the agreement was signed") are all that tells of an agreement."""
    return mention.rule.rule.alone and mention.status is Status.HELD and _latest_paper(groups) is None


def _same_telling(mention: Mention, group: Group) -> bool:
    return mention.status is group.head.status and agree(mention.date, group.date)


def _is_told(mention: Mention, groups: list[Group]) -> bool:
    """Whether words for any occasion ("the meeting") mean one that was told under another name."""
    if not mention.rule.rule.generic or mention.fresh:
        return False
    return mention.given == "same" or (
        mention.status is Status.HELD
        and mention.time != "background"
        and any(g.head.status is Status.HELD and g.head.kind is not Kind.PERIOD and agree(mention.date, g.date) for g in groups)
    )


def _is_by_then(mention: Mention) -> bool:
    """Whether an occasion only says by when something is asked for ("didaftarkan sebelum pelatihan")."""
    asked = mention.aside and mention.status is Status.PROPOSED and mention.rule.rule.status is None
    return asked and mention.type not in _COUNTED


def _is_hope(mention: Mention) -> bool:
    """What is hoped of a thing told before is no happening."""
    return mention.status is Status.PROPOSED and mention.rule.rule.status is None and mention.rule.rule.id != "again"


def _alike(one: Status, other: Status) -> bool:
    """A plan spoken of again may sound like a wish."""
    return one is other or {one, other} == {Status.PLANNED, Status.PROPOSED}


def _is_called_off(mention: Mention, same: list[Group]) -> bool:
    """Whether the sentence calls off one of the kind already: "donor darah urung digelar karena kantong darah habis"."""
    return any(g.head.sentence == mention.sentence and g.head.status is Status.CANCELLED for g in same)


def _meant(mention: Mention, group: Group) -> bool:
    """Whether words that only refer can mean a happening told: nobody dates a wish by naming it."""
    head = group.head
    if mention.date and mention.given != "same" and head.status is Status.PROPOSED is not mention.status:
        return False
    return _alike(mention.status, head.status) and agree(mention.date, group.date)


def _latest_paper(groups: list[Group]) -> EventType | None:
    """The kind of agreement told last."""
    papers = [g for g in groups if g.head.type in _PAPERS and g.confirmed]
    return max(papers, key=lambda g: g.mentions[-1].start).head.type if papers else None


def _joins(mention: Mention, group: Group, reading: Reading) -> bool:
    head = group.head
    if not group.confirmed:
        return mention.status is not Status.PROPOSED or head.status is Status.PROPOSED
    if mention.given == "same" and _same_telling(mention, group) and mention.sentence - group.mentions[-1].sentence <= _BACK:
        return True
    if _is_fresh(mention) or not agree(mention.date, group.date):
        return False
    headed = head.start < reading.body
    if mention.kind is head.kind is Kind.PERIOD and not _one_period(mention, group, headed=headed):
        return False
    if (mention.rule.rule.apart or head.rule.rule.apart) and mention.rule is not head.rule:
        return False
    if head.start < reading.body and head is group.mentions[-1] and _numbers_agree(mention, group):
        return True  # a headline leaves out whether
    if mention.status is not head.status and not (
        mention.rule.rule.neutral and mention.date is None and mention.status is Status.HELD
    ):
        return False
    if mention.status is head.status is Status.PLANNED and mention.date and group.date and mention.date != group.date:
        return mention.given == "same"
    if mention.status is Status.PROPOSED and mention.sentence - group.mentions[-1].sentence > _WISH:
        return False  # another one asks, or another body is asked
    if mention.type in _COUNTED:
        return _same_count(mention, group)
    if mention.date and mention.date == group.date:
        return True
    past = [m.time in ("background", "relative") and not m.date for m in (mention, head)]
    return past[0] == past[1] or mention.given == "same"


def _one_period(mention: Mention, group: Group, *, headed: bool) -> bool:
    """Whether two tellings of a period can mean one: not other dates, nor what two prosecutors recovered."""
    if mention.date and group.date and mention.date != group.date:
        return headed and agree(mention.date, group.date)  # a headline gives the month, the text the day
    return mention.type is not EventType.PENEGAKAN or _numbers_meet(mention, group)


def _is_other_day(mention: Mention, group: Group, scene: str | None) -> bool:
    """Whether a mention further down gives another day than the scene, which the news with no day of its own is dated by."""
    if mention.time == "scene" and mention.founding and mention.kind is not Kind.SETTING and mention.date is None and group.date:
        return mention.given != "same" and not agree(scene, group.date)  # "pada hari yang sama" is not the day told before
    return (
        group.date is None
        and group.head.status is Status.HELD
        and group.head.kind is not Kind.PERIOD
        and group.head.sentence <= _LEAD < mention.sentence
        and mention.given != "same"
        and not agree(mention.date, scene)
    )


def _is_fresh(mention: Mention) -> bool:
    """Awards of one occasion are one happening, however many are told."""
    return mention.fresh and not (mention.type is EventType.PENGHARGAAN and mention.date is None)


def _numbers_meet(mention: Mention, group: Group) -> bool:
    """Whether a mention and a group share a number, or one of them gives none."""
    return not mention.numbers or not group.numbers or bool(mention.numbers & group.numbers)


def _numbers_agree(mention: Mention, group: Group) -> bool:
    return mention.type not in _COUNTED or _numbers_meet(mention, group)


def _same_count(mention: Mention, group: Group) -> bool:
    kinds = {mention.rule.rule.id, group.head.rule.rule.id}
    if mention.type is EventType.BANTUAN and kinds == {"give", "act"} and mention.sentence - group.mentions[-1].sentence > _WISH:
        return False  # gifts told further down than a drive are an act of their own
    numbers = group.numbers
    if (
        mention.type is EventType.SANTUNAN
        and mention.kind is group.head.kind is Kind.PERIOD
        and mention.date == group.date is not None
        and mention.sentence - group.mentions[-1].sentence <= _BACK
    ):
        return True  # sums of one period
    if mention.numbers and numbers:
        return bool(mention.numbers & numbers)
    head = group.head
    if mention.type is EventType.KEPESERTAAN and head.kind is Kind.PERIOD and not mention.numbers and not group.date:
        return head.sentence <= _LEAD and mention.kind is Kind.ACT  # the cards of the enrolment in the news
    if mention.sentence == group.mentions[-1].sentence and mention.kind is group.head.kind:
        return mention.date == group.date or mention.date is None
    if mention.kind is Kind.ACT and head.kind is Kind.ACT and not (mention.numbers and numbers):
        return mention.time != "background"
    return mention.kind is head.kind and mention.time != "background" and mention.date in (None, group.date)


def resolve(groups: list[Group], reading: Reading, calendar: Calendar) -> list[Happening]:
    """The happenings of the groups, dated and weighed."""
    lead = _lead_sentences(reading)
    main = _weigh(groups, reading, lead)
    scene = _scene(groups, main, reading, calendar)
    happenings: list[Happening] = []
    closing = -_CLOSING
    for i, g in enumerate(groups):
        head = next((m for m in g.mentions if m.founding and m.start >= reading.body), g.head)
        when = g.date
        if _LAST_DAY in head.cues:
            closing = head.sentence
        if when is None and _in_scene(g, i in main, lead):
            late = 0 <= head.sentence - closing < _CLOSING
            when = _nth_day(scene, [*head.cues, _LAST_DAY] if late else head.cues)
        status = head.status
        if status is Status.HELD and when and bounds(when)[0] > reading.published.date():
            status = Status.PLANNED
        happenings.append(
            Happening(
                head.start,
                head.end,
                head.type,
                status,
                Salience.MAIN if i in main else Salience.MENTIONED,
                head.sentence,
                head.rule.id,
                when,
                [(m.start, m.end) for m in g.mentions if m is not head],
                cues=list(head.cues),
            )
        )
    happenings.sort(key=lambda h: (h.start, h.end))
    return happenings


def _nth_day(scene: str | None, cues: list[str]) -> str | None:
    """The day of a scene of several days that "hari kedua" or "pada penutupan" names, else the scene's date."""
    if not scene or "/" not in scene:
        return scene
    count = next((int(cue.removeprefix("day-")) for cue in cues if cue.startswith("day-") and cue != _LAST_DAY), 0)
    first, last = bounds(scene)
    if not count:
        return last.isoformat() if _LAST_DAY in cues and width(scene) < _DAYS else scene
    day = first + timedelta(days=count - 1)
    return day.isoformat() if day <= last else scene


def _scene(groups: list[Group], main: frozenset[int], reading: Reading, calendar: Calendar) -> str | None:
    """The day that the article reports of."""
    today = reading.published.date()
    dated = [
        (i, g)
        for i, g in enumerate(groups)
        if g.date and g.head.status is Status.HELD and g.head.kind is not Kind.PERIOD
        if 0 <= (today - bounds(g.date)[0]).days <= _STALE
    ]
    news = [g for i, g in dated if i in main]
    near = [g for _, g in dated if g.head.sentence <= _NEAR and g.head.time != "background" and width(g.date or "") < _DAYS]
    for found in (news, near):
        if found:
            return found[0].date
    return calendar.lead(range(min(_NEAR, len(reading.sentences))))


def _lead_sentences(reading: Reading) -> frozenset[int]:
    """The sentences that tell the news: the first two, and what else the first paragraph holds."""
    body = [i for i, s in enumerate(reading.sentences[: _NEAR + 4]) if s.paragraph >= 0 and not s.leftover]
    first = [i for i in body if reading.sentences[i].paragraph == reading.sentences[body[0]].paragraph]
    return frozenset(body[:2] + first[:_LEAD])


def _weigh(groups: list[Group], reading: Reading, lead: frozenset[int]) -> frozenset[int]:
    """The positions of the groups that are the news: told in title or lead; failing that, the first act that was held."""
    news = [i for i, g in enumerate(groups) if _is_news(g, reading, lead)]
    if not any(groups[i].head.status is Status.HELD for i in news):
        acts = [i for i, g in enumerate(groups) if g.head.status is Status.HELD and g.head.kind is not Kind.PERIOD]
        news += [i for i in acts if groups[i].head.time not in ("background", "relative") or groups[i].date][:1]
    return frozenset(news)


def _is_news(group: Group, reading: Reading, lead: frozenset[int]) -> bool:
    return any(
        m.founding
        and (m.start < reading.body or m.sentence in lead)
        and m.kind is not Kind.SETTING
        and not m.aside
        and m.time != "background"
        for m in group.mentions
    )


def _in_scene(group: Group, main: bool, lead: frozenset[int]) -> bool:
    head = group.head
    if head.status is not Status.HELD:
        return False
    if head.time == "relative" and head.sentence not in lead:
        return False
    if any(m.time == "scene" for m in group.mentions):
        return True
    if head.kind is Kind.PERIOD:
        return main and any(m.kind is Kind.ACT and m.founding and m.time != "background" for m in group.mentions)
    return main or head.time != "background"
