"""A press of any size, made from a seed: happenings, and the articles that tell of them, with what each of them is known.

Offices and regions are the gazetteers'; every other name is invented. What makes merging hard in the press is here on purpose:
copies with another dateline, shortened or joined; accounts of one's own that leave out office, date or place, write names short,
err by a day or in a sum; plans, plans put off or called off; late mentions; corrected articles; and happenings that must stay
apart: monthly meetings of the same people, and two occasions of one office on one day or two.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from models.gazetteers import offices, province_of, regions_named, regions_of
from models.ids import article_id, report_id
from models.records import Article, Extraction, FigureMention, Office, Report, Span
from models.vocab import EventType, FigureKind, Indicator, OfficeKind, Salience, Status

START = date(2023, 1, 1)
RULES = "generated"

TYPES = {
    EventType.SOSIALISASI: (
        28,
        "menggelar sosialisasi program|menyosialisasikan manfaat JKK|mengedukasi pekerja|mengadakan penyuluhan",
    ),
    EventType.SANTUNAN: (
        20,
        "menyerahkan santunan kematian|menyalurkan manfaat|membayarkan klaim ahli waris|memberikan santunan",
    ),
    EventType.KOORDINASI: (12, "menggelar rapat koordinasi|melakukan audiensi|mengadakan pertemuan|berkoordinasi"),
    EventType.KEPESERTAAN: (10, "mendaftarkan pekerja rentan|menyerahkan kartu peserta|menanggung iuran|melindungi pekerja"),
    EventType.MONEV: (9, "menggelar monitoring dan evaluasi|melakukan monev kerja sama|mengevaluasi layanan|mengadakan monev"),
    EventType.PKS: (7, "menandatangani perjanjian kerja sama|meneken PKS|menjalin kerja sama|memperpanjang kerja sama"),
    EventType.MOU: (4, "menandatangani nota kesepahaman|meneken MoU|menyepakati MoU"),
    EventType.PERESMIAN: (4, "meresmikan kantor layanan|meluncurkan program perlindungan|membuka layanan baru"),
    EventType.PENGHARGAAN: (3, "menyerahkan penghargaan|menganugerahkan piagam|memberi apresiasi"),
    EventType.PENEGAKAN: (3, "memanggil perusahaan penunggak|melakukan pemeriksaan bersama|menyerahkan SKK"),
}
"""How often each type is, and the words that say it."""
FORMAL = {EventType.PKS, EventType.MOU}
COMMON = (
    "BPJS Ketenagakerjaan menyelenggarakan lima program, yakni JKK, JKM, JHT, JP, dan JKP bagi seluruh pekerja di Indonesia.",
    "Peserta cukup membayar iuran mulai Rp16.800 per bulan untuk mendapatkan perlindungan kecelakaan kerja dan kematian.",
    "Kami mengajak seluruh pemberi kerja memastikan pekerjanya terlindungi dari risiko kerja yang dapat terjadi kapan saja.",
    "Dengan menjadi peserta, pekerja dapat bekerja keras bebas cemas karena keluarganya terjamin bila terjadi risiko.",
)
SYLLABLES = (
    "ba bi bu da di du ga gi ha hi ja ji ka ki ku la li lu ma mi mu na ni nu pa pi ra ri ru sa si su ta ti tu wa ya yu".split()
)
VERBS = "menilai menjelaskan mengharapkan menyebut menegaskan mengatakan menyampaikan menambahkan menyambut mendorong".split()
NOUNS = "pekerja nelayan petani pedagang pengemudi guru kader relawan buruh perajin keluarga pengurus koperasi pasar".split()
ADJECTIVES = "baru lama rentan mandiri muda aktif setempat terdekat penting mudah cepat ramah luas tepat nyata".split()


@dataclass(slots=True)
class Happening:
    """What happened."""

    key: str
    type: EventType
    day: date
    office: Office
    place: str
    province: str
    bodies: tuple[tuple[str, str], ...]
    people: tuple[str, ...]
    venue: str
    figure: int | None
    plan: date | None = None
    cancelled: bool = False
    companion: "Happening | None" = None


@dataclass(frozen=True, slots=True)
class Told:
    """An article, what a perfect reading finds in it, and the happening of each report by the report's id."""

    article: Article
    extraction: Extraction
    truth: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Account:
    """One happening as one article tells it, before it has a place in a text."""

    happening: Happening
    status: Status
    salience: Salience
    trigger: str
    date: str | None
    venue: str | None
    places: tuple[str, ...]
    offices: tuple[Office, ...]
    bodies: tuple[str, ...]
    people: tuple[str, ...]
    figure: int | None
    aside: str = ""

    def sentence(self) -> str:
        parts = [self.offices[0].name if self.offices else "Badan itu", self.trigger]
        parts += [f"bersama {' dan '.join(self.bodies)}"] if self.bodies else []
        parts += [f"di {self.venue}"] if self.venue else []
        parts += [f"pada {self.date}"] if self.date else []
        parts += [f"senilai Rp{self.figure}"] if self.figure else []
        parts += [self.aside] if self.aside else []
        return " ".join(parts) + "."


@dataclass(frozen=True, slots=True)
class _Draft:
    """An article before it is published: who tells what, and the rest of its text."""

    published: datetime
    accounts: tuple[_Account, ...]
    paragraphs: tuple[str, ...]


def press(seed: int, happenings: int, days: int) -> list[Told]:
    """All articles of a press in order of publication; a corrected article comes twice, later with the correction."""
    return list(_Press(random.Random(seed), happenings, days).told())


def truth(told: Sequence[Told]) -> dict[str, str]:
    """The happening of every report."""
    return {report: happening for one in told for report, happening in one.truth.items()}


def b_cubed(found: dict[str, object], truth: dict[str, str]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1 (Bagga and Baldwin 1998) of reports grouped by what ``found`` maps them to."""
    both: dict[tuple[object, str], int] = {}
    ours: dict[object, int] = {}
    theirs: dict[str, int] = {}
    for report, happening in truth.items():
        event = found[report]
        both[event, happening] = both.get((event, happening), 0) + 1
        ours[event] = ours.get(event, 0) + 1
        theirs[happening] = theirs.get(happening, 0) + 1
    precision = sum(n * n / ours[event] for (event, _), n in both.items()) / len(truth)
    recall = sum(n * n / theirs[happening] for (_, happening), n in both.items()) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


class _Press:
    def __init__(self, dice: random.Random, happenings: int, days: int) -> None:
        self.dice = dice
        self.number = happenings
        self.days = days
        self.offices = [o for o in offices() if o.kind in (OfficeKind.KC, OfficeKind.KCP)]
        self.heads = {o.id: self.name() for o in self.offices}
        self.serial = 0

    # Names

    def word(self) -> str:
        return "".join(self.dice.choices(SYLLABLES, k=self.dice.choice((2, 3, 3, 4)))).capitalize()

    def name(self) -> str:
        return " ".join(self.word() for _ in range(self.dice.choice((2, 2, 3))))

    def bodies(self, place: str, event_type: EventType) -> tuple[tuple[str, str], ...]:
        """Names in full and short."""
        bare = place.split(" ", 1)[1]
        kind = place.split(" ", 1)[0]
        short = "Pemkab" if kind == "Kabupaten" else "Pemkot"
        one, two = self.word(), self.word()
        pool = [
            (f"Pemerintah {place}", f"{short} {bare}"),
            (f"Dinas Tenaga Kerja {place}", f"Disnaker {bare}"),
            (f"Rumah Sakit {one} {two}", f"RS {one} {two}"),
            (f"PT {one} {two} {self.word()}", f"PT {one} {two}"),
            (f"Universitas {one}", f"Universitas {one}"),
            (f"Desa {one}", f"Desa {one}"),
            (f"Kejaksaan Negeri {bare}", f"Kejari {bare}"),
            (f"Koperasi {one} {two}", f"Koperasi {one} {two}"),
        ]
        many = 1 if event_type in FORMAL or self.dice.random() < 0.7 else 2
        return tuple(self.dice.sample(pool, many))

    # Happenings

    def happening(self, day: date, event_type: EventType | None = None, like: Happening | None = None) -> Happening:
        dice = self.dice
        self.serial += 1
        event_type = event_type or dice.choices(list(TYPES), [share for share, _ in TYPES.values()])[0]
        key = f"h{self.serial}"
        if like is not None:
            figure = dice.randrange(10, 900) * 1_000_000 if like.figure else None
            return replace(like, key=key, day=day, figure=figure, plan=None, cancelled=False, companion=None)
        seat = dice.choice(self.offices)
        province = province_of(seat)
        near = [r for r in regions_of(province.code) if r.code != province.code]
        home = next((r for r in regions_named(seat.seat) if r in near), dice.choice(near))
        place = (home if dice.random() < 0.8 else dice.choice(near)).name
        figure = dice.randrange(10, 900) * 1_000_000 if event_type in (EventType.SANTUNAN, EventType.KEPESERTAAN) else None
        people = (self.heads[seat.id], *(self.name() for _ in range(dice.choice((0, 1, 1, 2)))))
        return Happening(
            key=key,
            type=event_type,
            day=day,
            office=Office(seat.kind, seat.name, seat.id),
            place=place,
            province=province.name,
            bodies=self.bodies(place, event_type),
            people=people,
            venue=f"{dice.choice(('Hotel', 'Aula', 'Gedung', 'Pendopo'))} {self.word()}",
            figure=figure,
        )

    def happenings(self) -> Iterator[Happening]:
        dice, made = self.dice, 0
        while made < self.number:
            day = START + timedelta(days=dice.randrange(self.days))
            one = self.happening(day)
            chance = dice.random()
            group = [one]
            if chance < 0.04:  # a meeting every month, of the same people in the same place
                days = [day + timedelta(days=30 * month + dice.randint(-2, 2)) for month in range(1, dice.randint(4, 10))]
                group += [self.happening(later, like=one) for later in days]
            elif chance < 0.12:  # the same office again, the same day or soon, with others
                twin = self.happening(day + timedelta(days=dice.choice((0, 0, 1, 1, 2, 3))), one.type, like=one)
                twin.bodies, twin.venue = self.bodies(one.place, one.type), f"Balai {self.word()}"
                twin.people = (one.people[0], self.name())
                if twin.bodies != one.bodies:
                    group.append(twin)
            for each in group:
                chance = dice.random()
                if chance < 0.03:
                    each.plan = each.day - timedelta(days=dice.randint(3, 20))
                elif chance < 0.13:
                    each.plan = each.day
                    each.cancelled = chance < 0.035
                elif chance < 0.28 and each.type not in FORMAL:
                    other = self.happening(
                        each.day, dice.choice([t for t in TYPES if t is not each.type and t not in FORMAL]), like=each
                    )
                    other.type = dice.choice([t for t in TYPES if t is not each.type])
                    other.figure = None
                    each.companion = other
            made += len(group) + sum(each.companion is not None for each in group)
            yield from group

    # Accounts

    def account(
        self, h: Happening, status: Status = Status.HELD, day: date | None = None, salience: Salience = Salience.MAIN
    ) -> _Account:
        """An account of a reporter's own: some slots left out, names long or short, now and then an error."""
        dice = self.dice
        chance = dice.random()
        told = day or h.day
        if chance < 0.03 and status is Status.HELD:
            told += timedelta(days=dice.choice((-1, 1)))
        written: str | None = told.isoformat()
        if 0.03 <= chance < 0.10 and salience is Salience.MAIN:
            written = None
        elif 0.10 <= chance < 0.12:
            written = told.isoformat()[:7]
        bodies = tuple(dice.choice(names) for names in h.bodies)
        place = h.place if dice.random() < 0.85 else h.place.replace("Kabupaten", "Kab.")
        figure = h.figure if h.figure and dice.random() < 0.7 else None
        if figure and dice.random() < 0.05:
            figure += dice.choice((1, 10, 100)) * 1_000_000
        return _Account(
            happening=h,
            status=status,
            salience=salience,
            trigger=dice.choice(TYPES[h.type][1].split("|")),
            date=written,
            venue=h.venue if dice.random() < 0.5 else None,
            places=() if dice.random() < 0.1 else (h.province,) if dice.random() < 0.04 else (place,),
            offices=() if dice.random() < 0.08 else (h.office,),
            bodies=() if dice.random() < 0.1 else bodies[:1] if dice.random() < 0.2 else bodies,
            people=tuple(p for p in h.people if dice.random() < 0.7),
            figure=figure,
        )

    def fillers(self, many: int) -> tuple[str, ...]:
        dice = self.dice
        made = []
        for _ in range(many):
            words = [self.word(), dice.choice(VERBS), dice.choice(NOUNS), dice.choice(ADJECTIVES), "di", self.word(), "bersama"]
            words += [
                str(dice.randrange(2, 900)),
                dice.choice(NOUNS),
                dice.choice(ADJECTIVES),
                "dan",
                dice.choice(NOUNS),
                self.word(),
            ]
            words += dice.choices(NOUNS + ADJECTIVES + VERBS, k=dice.randint(4, 12))
            made.append(" ".join(words) + ".")
        return tuple(made)

    def draft(self, published: datetime, accounts: Sequence[_Account]) -> _Draft:
        common = self.dice.sample(COMMON, self.dice.choice((0, 0, 1, 2)))
        paragraphs = [*self.fillers(self.dice.randint(5, 10)), *common]
        self.dice.shuffle(paragraphs)
        return _Draft(published, tuple(accounts), tuple(paragraphs))

    def copy(self, of: _Draft, published: datetime, recent: Sequence[_Draft]) -> _Draft:
        """A text again: as it was, edited, shortened, or joined with another."""
        dice = self.dice
        accounts, paragraphs = list(of.accounts), list(of.paragraphs)
        chance = dice.random()
        if chance < 0.25:
            paragraphs = paragraphs[: max(2, len(paragraphs) * 6 // 10)]
            accounts = [replace(a, venue=None, people=a.people[:1]) for a in accounts]
        elif chance < 0.33 and recent:
            other = dice.choice(recent)
            if not {a.happening.key for a in accounts} & {a.happening.key for a in other.accounts}:
                accounts += other.accounts
                paragraphs += other.paragraphs
        if dice.random() < 0.3:
            at = dice.randrange(len(paragraphs))
            paragraphs[at] = self.fillers(1)[0]
        if dice.random() < 0.04 and accounts[0].date and len(accounts[0].date) == 10 and accounts[0].status is Status.HELD:
            moved = date.fromisoformat(accounts[0].date) + timedelta(days=1)  # "hari ini" of a day later
            accounts[0] = replace(accounts[0], date=moved.isoformat())
        if accounts[0].figure and dice.random() < 0.03:
            accounts[0] = replace(accounts[0], figure=accounts[0].figure + 1_000_000)
        return _Draft(published, tuple(accounts), tuple(paragraphs))

    def drafts(self) -> Iterator[_Draft]:
        recent: list[_Draft] = []
        for h in self.happenings():
            own: list[_Draft] = []
            for day, accounts in self.stages(h):
                hours = self.dice.uniform(6, 20)
                at = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=hours)
                kin = [d for d in own if d.accounts[0].status is accounts[0].status and abs((d.published - at).days) < 4]
                copied = (
                    bool(kin) and accounts[0].salience is Salience.MAIN and not accounts[0].aside and self.dice.random() < 0.5
                )
                own.append(
                    self.copy(self.dice.choice(kin), max(at, kin[0].published), recent) if copied else self.draft(at, accounts)
                )
            recent = [*recent[-40:], *own]
            yield from own

    def stages(self, h: Happening) -> Iterator[tuple[date, list[_Account]]]:
        """When what is told of a happening, one item an article."""
        dice = self.dice
        if h.plan is not None:
            early = h.plan - timedelta(days=dice.randint(2, 12))
            for _ in range(dice.choice((1, 1, 2))):
                yield early, [self.account(h, Status.PLANNED, h.plan)]
            if h.plan != h.day:
                put_off = replace(
                    self.account(h, Status.PLANNED, h.day), aside="setelah diundur dari jadwal semula", date=h.day.isoformat()
                )
                yield early + timedelta(days=1), [put_off]
            if h.cancelled:
                yield (
                    h.plan - timedelta(days=1),
                    [replace(self.account(h, Status.CANCELLED, h.plan), aside="yang akhirnya dibatalkan")],
                )
                return
        many = dice.choices((1, 2, 3, 4, 6, 8, 12), (34, 21, 14, 11, 11, 6, 3))[0]
        for _ in range(many):
            accounts = [self.account(h)]
            if h.companion is not None and dice.random() < 0.6:
                accounts.append(self.account(h.companion))
            yield h.day + timedelta(days=dice.choice((0, 0, 0, 1, 1, 2))), accounts
        if dice.random() < 0.05:
            yield h.day + timedelta(days=dice.randint(20, 200)), [self.account(h, salience=Salience.MENTIONED)]

    # Articles

    def told(self) -> Iterator[Told]:
        drafts = sorted(self.drafts(), key=lambda d: d.published)
        made = []
        for number, draft in enumerate(drafts):
            made.append((draft.published, number, 0, draft))
            if self.dice.random() < 0.03 and draft.accounts[0].figure:  # corrected after some hours
                first = replace(draft.accounts[0], figure=draft.accounts[0].happening.figure)
                later = replace(draft, accounts=(first, *draft.accounts[1:]))
                made.append((draft.published + timedelta(hours=30), number, 1, later))
        for _, number, _, draft in sorted(made, key=lambda item: item[:3]):
            yield self.publish(number, draft)

    def publish(self, number: int, draft: _Draft) -> Told:
        place = (draft.accounts[0].places or ("Jakarta",))[0].split(" ")[-1].upper()
        lead = draft.paragraphs[: len(draft.paragraphs) // 2]
        text = f"{place} - "
        spans: list[tuple[int, int]] = []
        for n, account in enumerate(draft.accounts):
            start = len(text)
            text += account.sentence()
            spans.append((start, len(text)))
            text += "\n" + "\n".join(lead if n == 0 else draft.paragraphs[len(lead) :][:1]) + "\n"
        text += "\n".join(draft.paragraphs[len(lead) :])
        url = f"https://media{number % 400}.example/berita/{number}"
        key = article_id(url)
        count: dict[EventType, int] = {}
        reports, figures, owners = [], [], {}
        for account, (start, end) in zip(draft.accounts, spans, strict=True):
            kind = account.happening.type
            count[kind] = count.get(kind, 0) + 1
            at = start + account.sentence().index(account.trigger)
            reports.append(
                Report(
                    kind,
                    count[kind],
                    account.trigger,
                    Span(at, at + len(account.trigger)),
                    Span(start, end),
                    account.status,
                    account.salience,
                    account.date,
                    account.venue,
                    account.places,
                    account.offices,
                    account.bodies,
                    account.people,
                    (),
                    "generated",
                )
            )
            owners[report_id(key, kind, count[kind])] = account.happening.key
            if account.figure:
                told = f"Rp{account.figure}"
                at = start + account.sentence().index(told)
                figures.append(
                    FigureMention(
                        Span(at, at + len(told)), told, account.figure, FigureKind.MONEY, "IDR", Indicator.MANFAAT, "generated"
                    )
                )
        article = Article(key, url, f"Media {number % 400}", f"Berita {number}", text, draft.published)
        return Told(article, Extraction(key, relevant=True, rules=RULES, figures=tuple(figures), reports=tuple(reports)), owners)
