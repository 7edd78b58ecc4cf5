"""``pantau sources add``: an outlet nobody listed yet, looked at as politely as a crawl would, becomes a row of the register.

Its front page tells the family; the family's lists and one article are then tried as ``sources check`` tries them. What answers
is noted as seen, what does not exist is left out, and what could not be settled stays a convention to be checked later.
"""

import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.checking import CheckDesk, CheckSpider, Report, run_politely
from crawler.discovery import read_list
from crawler.listings import ListError
from crawler.recognition import Guess, feeds_of, id_of, name_of, own_path, recognise, shape_of, sitemaps_of
from crawler.spiders.base import explain, face_of, text_of
from models.hosts import bare_host
from models.sources import ListRule, Register, RegisterError, Source, as_toml, load_families, load_register, make_source
from models.vocab import ListKind


class AddError(ValueError):
    """An outlet that is not added; the message says why and what to do, in Indonesian."""


@dataclass(slots=True)
class Prospect:
    """An outlet that is being looked at: what the person told, and what has been found."""

    url: str
    province: str
    told: Mapping[str, Any]
    row: dict[str, Any] = field(default_factory=dict)
    why: str = ""
    failure: str | None = None
    feeds: list[str] = field(default_factory=list)
    sitemaps: list[str] = field(default_factory=list)

    def source(self) -> Source:
        """The outlet as its row would have it by now."""
        return make_source(self.row, self.province)


def prospect_of(url: str, province: str, register: Register, told: Mapping[str, Any]) -> Prospect:
    """Begin with an address that a person gave.

    Args:
        url: of the front page or anything below it; ``https://`` may be left out.
        province: key of the province.
        register: what is listed already.
        told: fields of the row that the person stated.

    Raises:
        AddError: it is no web address, or listed already.
    """
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise AddError(f"{url} bukan alamat web.") from None
    if parts.scheme not in ("http", "https") or "." not in host:
        raise AddError(f"{url} bukan alamat web (https://…).")
    listed = register.by_host.get(bare_host(host), ())
    for source in listed:
        if source.section is None:
            state = "aktif" if source.enabled else f"dinonaktifkan: {source.reason}"
            raise AddError(
                f"{bare_host(host)} sudah ada di register sebagai {source.id} ({source.name}, {source.province}; {state})."
            )
    if listed:
        raise AddError(
            f"{bare_host(host)} dipakai bersama beberapa media ({', '.join(source.id for source in listed[:5])}); "
            "tulis barisnya dengan tangan, dengan section."
        )
    address = f"{parts.scheme}://{host}{f':{port}' if port else ''}/"
    row = {"id": id_of(host), "name": bare_host(host), "host": bare_host(host), "homepage": address, "family": "generic"}
    return Prospect(address, province, told, row | {key: value for key, value in told.items() if value is not None})


class AddSpider(CheckSpider):
    """Recognises an outlet by its front page, then tries what its family has."""

    name = "add"
    prospect: Prospect
    guesses: list[Guess]

    async def start(self) -> AsyncIterator[Request]:
        """The front page; robots.txt comes before it by itself."""
        yield self._ask(self.prospect.url, self.parse_home)

    def _ask(self, url: str, callback: Callable[..., Any], errback: Callable[..., Any] | None = None) -> Request:
        return Request(
            url,
            callback=callback,
            errback=errback or self.home_failed,
            meta={"source": self.prospect.row["id"]},
            dont_filter=True,
        )

    def home_failed(self, failure: Failure) -> None:
        """A front page that cannot be had: there is nothing to add."""
        why = explain(failure)
        if why == "dilarang robots.txt":
            why = "robots.txt melarang perayap; media ini tidak boleh dikunjungi"
        elif isinstance(failure.value, IgnoreRequest) and "di luar media terdaftar" in why:
            why = f"halaman depannya dialihkan ke host lain ({why.rpartition(': ')[2]}); tambahkan host itu"
        self.prospect.failure = why

    def parse_home(self, response: Response) -> Iterator[Request]:
        """The front page: what it is, what it is called, where its feeds are."""
        text = text_of(response)
        face = face_of(response)
        if response.status != 200:
            self.prospect.failure = f"halaman depan menjawab HTTP {response.status}"
        elif not text.strip():
            self.prospect.failure = "halaman depan kosong"
        elif face is not None and face.id in ("challenge", "consent", "soft_404"):
            self.prospect.failure = f"halaman depan adalah {face.says}"
        if self.prospect.failure:
            return
        parts, row = urlsplit(response.url), self.prospect.row
        row["homepage"] = f"{parts.scheme}://{parts.netloc}/"
        if self.prospect.told.get("name") is None:
            row["name"] = name_of(text, row["host"])
        self.prospect.feeds = feeds_of(text, response.url)
        self.guesses = recognise(row["host"], text, load_families())
        yield self._ask(f"{row['homepage']}robots.txt", self.parse_rules, self.rules_failed)

    def rules_failed(self, _: Failure) -> Iterator[Request]:
        """robots.txt was read once already, so this is an accident: it only names fewer sitemaps."""
        yield from self._guess()

    def parse_rules(self, response: Response) -> Iterator[Request]:
        """robots.txt, for the sitemaps it names."""
        if response.status == 200:
            self.prospect.sitemaps = sitemaps_of(text_of(response), response.url)
        yield from self._guess()

    def _guess(self) -> Iterator[Request]:
        """Go on with the likeliest family that is left: prove it where that is needed."""
        guess = self.guesses[0]
        if self.prospect.told.get("family") is not None:
            yield from self._settle(replace(guess, family=load_families().by_id[self.prospect.told["family"]], why="disebut"))
        elif guess.certain or guess.family.proof is None:
            yield from self._settle(guess)
        else:
            yield self._ask(
                f"{self.prospect.row['homepage'].rstrip('/')}{guess.family.proof}", self.parse_proof, self.proof_failed
            )

    def proof_failed(self, _: Failure) -> Iterator[Request]:
        """No proof: on to the next."""
        self.guesses.pop(0)
        yield from self._guess()

    def parse_proof(self, response: Response) -> Iterator[Request]:
        """What a family's software would answer with a feed."""
        guess = self.guesses[0]
        try:
            proved = response.status == 200 and bool(_entries(response, guess))
        except ListError:
            proved = False
        if not proved:
            self.guesses.pop(0)
            yield from self._guess()
            return
        yield from self._settle(replace(guess, why=f"{guess.why}, dan {guess.family.proof} menjawab"))

    def _settle(self, guess: Guess) -> Iterator[Request]:
        """Try all that the family has, and what the outlet names itself."""
        row = self.prospect.row
        row["family"], self.prospect.why = str(guess.family.id), guess.why
        kinds = {rule.kind: rule for rule in guess.family.lists}
        row["lists"] = []
        for kind, own in ((ListKind.FEED, self.prospect.feeds), (ListKind.SITEMAP, self.prospect.sitemaps)):
            usual = kinds.get(kind)
            if own and (usual is None or urlsplit(usual.url).path not in {urlsplit(path).path for path in own}):
                row["lists"].append({"kind": str(kind), "url": own[0]})
        self._adopt()
        source = self.prospect.source()
        for rule in source.lists:
            yield from self._tries(source, rule)

    def _adopt(self) -> None:
        """Let the rules of politeness know the outlet as its row has it now."""
        source = self.prospect.source()
        self.desk.register = Register((source,))
        self.sources = (source,)

    def parse_list(
        self, response: Response, source: Source, what: str, mend: str, rule: ListRule, nested: bool = False
    ) -> Iterator[Request]:
        """As a check does; where no link is as the family's, the addresses' own shape is looked for first."""
        if response.status == 200 and rule.kind is ListKind.FEED and "article" not in self.prospect.row:
            self._shape(response, source)
        return super().parse_list(response, self.prospect.source(), what, mend, rule, nested)

    def _shape(self, response: Response, source: Source) -> None:
        try:
            entries = _entries(response, Guess(load_families().by_id[source.family], "", certain=True))
        except ListError:
            return
        paths = [path for entry in entries if (path := own_path(entry, source.homepage))]
        if sum(source.article.search(path) is not None for path in paths) * 2 >= len(paths):
            return
        if (shape := shape_of(paths, load_families().discovery.shapes)) is not None:
            self.prospect.row["article"] = shape
            self._adopt()


def _entries(response: Response, guess: Guess) -> list[str]:
    """The links of a feed; none where the answer is a page.

    Raises:
        ListError: it is no list at all.
    """
    if b"<html" in response.body[:2000].lower():
        return []
    return [entry.url for entry in read_list(response.body, lambda: "", response.url, guess.family).entries]


def look_at(prospect: Prospect, *, contact: str, clock: Callable[[], datetime]) -> Report:
    """Look at an outlet and complete its row; blocks until done. Once per process.

    Raises:
        AddError: it cannot or may not be visited, or nothing of it shows articles.
    """
    source = prospect.source()
    report = Report(source.id)
    register = Register((source,))
    desk = CheckDesk(register, clock)
    run_politely(AddSpider, register, contact, desk=desk, reports={source.id: report}, sources=(source,), prospect=prospect)
    if prospect.failure:
        raise AddError(f"{prospect.url} tidak ditambahkan: {prospect.failure}.")
    report.settle()
    if not report.shown:
        raise AddError(_told(prospect, report, "tidak satu pun daftarnya menunjukkan artikel"))
    _complete(prospect, report)
    return report


def _told(prospect: Prospect, report: Report, why: str) -> str:
    lines = [f"{prospect.url} tidak ditambahkan: {why} (dikenali sebagai {prospect.row['family']}: {prospect.why})."]
    return "\n".join([*lines, *(f"  {finding.what}: {finding.outcome}" for finding in report.findings)])


def _complete(prospect: Prospect, report: Report) -> None:
    """Put into the row what the visit found out."""
    row, source = prospect.row, prospect.source()
    family = load_families().by_id[source.family]
    own = {item["kind"] for item in row["lists"]}
    row["without"] = sorted(rule.kind for rule in family.lists if rule.kind in report.gone and rule.kind not in own)
    row["lists"] = [item for item in row["lists"] if item["kind"] not in report.gone]
    if row["homepage"] == f"https://{row['host']}/":
        del row["homepage"]
    if report.example is not None:
        path = own_path(report.example, source.homepage) or ""
        row["example"] = path if source.article.search(path) else path.partition("?")[0]
        if not source.article.search(row["example"]):
            del row["example"]
    if any(finding.what == "feed_zone" and finding.mend for finding in report.findings):
        row["feed_zone"] = "local"
    found = {"article": "seen" if report.example else "convention", "pattern": "seen" if report.example else "convention"}
    lists = {str(rule.kind): "convention" for rule in (*source.lists, *family.lists)}
    row["probe"] = found | lists | {str(kind): "none" for kind in report.gone} | {str(kind): "seen" for kind in report.shown}


_ORDER = (
    "id", "name", "host", "homepage", "owner", "family", "city", "zone", "article", "example", "without", "feed_zone", "probe",
)  # fmt: skip


def as_row(row: Mapping[str, Any]) -> str:
    """A row as it stands in a register file."""
    lines = ["[[source]]", *(f"{key} = {as_toml(row[key])}" for key in _ORDER if row.get(key))]
    for item in row.get("lists", ()):
        lines += ["[[source.lists]]", *(f"{key} = {as_toml(value)}" for key, value in item.items())]
    return "\n".join(lines) + "\n"


def write_row(row: Mapping[str, Any], province: str, folder: Path, *, whole: bool) -> Path:
    """Add a row to a register's file of a province, made where it is missing; the file that now holds it.

    The register is read with the row before anything is written.

    Args:
        row: the row.
        province: key of the province.
        folder: the register's folder.
        whole: the folder is a register of its own; otherwise it holds an operator's rows beside the program's.

    Raises:
        AddError: the register would be faulty with it, or the file cannot be written.
    """
    path = folder / f"{province}.toml"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        before = path.read_text(encoding="utf-8") if path.exists() else f"province = {as_toml(province)}\n"
        text = f"{before.rstrip()}\n\n{as_row(row)}"
        with tempfile.TemporaryDirectory(prefix="pantau-register-") as trial:
            for other in folder.glob("*.toml"):
                (Path(trial) / other.name).write_bytes(other.read_bytes())
            (Path(trial) / path.name).write_text(text, encoding="utf-8")
            load_register(Path(trial)) if whole else load_register(local=Path(trial))
        part = path.with_name(f".{path.name}.part")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except RegisterError as error:
        raise AddError(f"Register menjadi keliru dengan baris ini; tidak ada yang ditulis:\n{error}\n\n{as_row(row)}") from None
    except OSError as error:
        raise AddError(f"{path} tidak dapat ditulis: {error.strerror}.\n\n{as_row(row)}") from None
    return path
