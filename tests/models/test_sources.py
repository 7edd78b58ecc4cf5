"""The register: every row of it, and what the loader refuses."""

import csv
import re
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from models.sources import (
    NATIONAL,
    Register,
    RegisterError,
    Source,
    as_toml,
    bare_host,
    is_loopback,
    load_families,
    load_provinces,
    load_register,
    registrable_domain,
)
from models.vocab import Family, ListKind, Zone

REGISTER = load_register()
FAMILIES = load_families()

ROW = """
[[source]]
id = "kabar-satu"
name = "Kabar Satu"
host = "kabarsatu.example"
family = "wordpress"
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def inner(text: str, name: str = "aceh", province: str = "aceh") -> Path:
        (tmp_path / f"{name}.toml").write_text(f'province = "{province}"\n{text}', encoding="utf-8")
        return tmp_path

    return inner


def test_breadth() -> None:
    assert len(REGISTER.enabled) >= 580
    assert {source.family for source in REGISTER.enabled} == set(Family)
    provinces = {province.name for province in load_provinces().values()}
    assert {source.province for source in REGISTER.enabled} == provinces | {NATIONAL.name}
    # Each province is read by several outlets, so that one gone quiet leaves no hole.
    assert all(sum(source.province == name for source in REGISTER.enabled) >= 3 for name in provinces)


REPUBLISHERS = {"aggregator"}
"""Families of the public list whose outlets copy: listed, so that nobody adds them again, but not crawled."""


def test_the_public_list_is_in_the_register() -> None:
    """Every outlet of the list the register was made from is in it, at its host; those that copy others are not crawled."""
    path = Path(__file__).parents[3] / "shared" / "reference" / "sources.csv"
    if not path.is_file():
        pytest.skip("the public list of outlets is not here (../shared/reference/sources.csv)")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 600
    missing = [row["id"] for row in rows if row["id"] not in REGISTER.by_id]
    assert missing == []
    for row in rows:
        source = REGISTER.by_id[row["id"]]
        assert bare_host(source.host) == bare_host(row["host"])
        assert source.province == row["province"]
        assert (row["cms_family"] in REPUBLISHERS) <= (not source.enabled), source.id
        if row["example_article_url"] and source.example is None and source.enabled:
            # What is known of an article is used: only where the outlet has since moved to other addresses is it left out.
            assert source.id in {"radarkudus-jawapos-com", "harianandalas-com"}, source.id


def test_disabled_rows_say_why() -> None:
    reasons = {source.id: source.reason or "" for source in REGISTER.sources if not source.enabled}
    assert len(reasons) < 30
    assert all(len(reason) > 20 for reason in reasons.values())
    assert sum(reason.startswith("Pemuat ulang") for reason in reasons.values()) >= 7


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("jatim.antaranews.com", "antaranews.com"),
        ("www.kompas.com", "kompas.com"),
        ("radarbengkulu.disway.id", "disway.id"),
        ("ameks.fajar.co.id", "fajar.co.id"),
        ("mediacenter.riau.go.id", "riau.go.id"),
        ("m.jpnn.com", "jpnn.com"),
        ("ajnn.net", "ajnn.net"),
        ("co.id", "co.id"),
        ("127.0.0.7", "127.0.0.7"),
    ],
)
def test_registrable_domain(host: str, domain: str) -> None:
    assert registrable_domain(host) == domain


def test_registrable_domains_agree_with_the_public_suffix_list() -> None:
    tldextract = pytest.importorskip("tldextract")
    extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    for source in REGISTER.sources:
        assert source.domain == extract(source.host).top_domain_under_public_suffix, source.id


def test_sections_of_one_host() -> None:
    """Outlets that share a host are told apart by the first segment, and none takes what is nobody's."""
    assert REGISTER.of("https://rri.co.id/ternate/daerah/1/a-b-c") is REGISTER.by_id["rri-ternate"]
    assert REGISTER.of("https://www.detik.com/jateng/berita/d-1/a-b") is REGISTER.by_id["detik-jateng"]
    assert REGISTER.of("https://www.detik.com/jatengah/berita/d-1/a-b") is None
    assert REGISTER.of("https://rri.co.id/") is None
    assert "kompas.com" in REGISTER.hosts, "the host of a list the network shares"
    assert REGISTER.of("https://www.kompas.com/") is None


@pytest.mark.parametrize("source", REGISTER.sources, ids=lambda source: source.id)
def test_every_source(source: Source) -> None:
    assert REGISTER.of(source.homepage.rstrip("/") + (source.section or "/")) is source
    assert not is_loopback(source.host)
    assert source.homepage.endswith("/")
    assert source.probe, "a row says how its fields are known"
    assert source.zone in Zone
    for rule in source.lists:
        for path in (rule.first("BPJS Ketenagakerjaan", "bpjs"), rule.following(2, "BPJS Ketenagakerjaan", "bpjs")):
            assert path is None or re.fullmatch(r"(?:https://[a-z.]+)?/[^\s{}]*", path), path
        assert rule.next is None or rule.following(2) != rule.following(3)
    if source.enabled:
        assert source.reason is None
        # Something tells articles on the agency apart: a list of its own, or titles in a feed or sitemap.
        assert any(rule.specific or rule.kind in (ListKind.FEED, ListKind.SITEMAP) for rule in source.lists)


@pytest.mark.parametrize("path", ["/", "/tag/bpjs-ketenagakerjaan/", "/feed/", "/robots.txt", "/category/news/"])
@pytest.mark.parametrize("family", list(Family))
def test_lists_are_no_articles(family: Family, path: str) -> None:
    segment = path.strip("/").partition("/")[0]
    assert segment in FAMILIES.discovery.deny or not FAMILIES.by_id[family].article.search(path)


@pytest.mark.parametrize("pattern", sorted({source.article.pattern for source in REGISTER.sources}))
@pytest.mark.parametrize("path", ["/" + "-" * 1000 + "?", "/a" * 500 + "?", "/1" * 500 + "-#", "/read/1/" + "a-" * 500 + "/b?"])
def test_article_patterns_do_not_backtrack(pattern: str, path: str) -> None:
    """Whoever writes the links of a page must not be able to stop the crawl: this test ends, or the pattern is at fault."""
    assert re.search(pattern, path) is None or not path.endswith("#")


@pytest.mark.parametrize("family", FAMILIES.by_id.values(), ids=lambda family: family.id)
def test_every_family(family: object) -> None:
    from lxml.cssselect import CSSSelector

    from models.sources import Family as FamilyRecord

    assert isinstance(family, FamilyRecord)
    for selectors in (family.entries, family.title, family.date, family.author, family.body, family.remove):
        for selector in selectors:
            CSSSelector(selector)
    assert family.boilerplate
    assert family.lists


@pytest.mark.parametrize(
    "title",
    [
        "BPJS Ketenagakerjaan Serahkan Santunan",
        "Wali Kota dan BPJAMSOSTEK Teken MoU",
        "Peserta BP Jamsostek Bertambah",
        "BPJS-Ketenagakerjaan Sosialisasi di Pasar",
        "Klaim BPJSTK Naik",
        "bpjs tk: ratusan nelayan terdaftar",
        "Raih Paritrana Award",
    ],
)
def test_names_of_the_agency(title: str) -> None:
    assert FAMILIES.discovery.names.search(title)


@pytest.mark.parametrize(
    "title", ["BPJS Kesehatan Gandeng Kejaksaan", "Harga Cabai Naik", "Nujamsosteka", "Kecelakaan Kerja di Batam"]
)
def test_other_titles(title: str) -> None:
    assert not FAMILIES.discovery.names.search(title)


def test_provinces() -> None:
    provinces = load_provinces()
    assert len(provinces) == 38
    assert len({province.code for province in provinces.values()}) == 38
    regions = files("models") / "gazetteers" / "regions.csv"
    if not regions.is_file():
        pytest.skip("no gazetteer of regions")
    lines = [line.split(",") for line in regions.read_text(encoding="utf-8").splitlines()]
    assert {line[0] for line in lines if line[1] == "provinsi"} == {province.code for province in provinces.values()}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (ROW + 'hots = "x"\n', 7, "hots: kunci tidak dikenal"),
        (ROW.replace("wordpress", "joomla"), 6, "family"),
        (ROW + 'zone = "WITB"\n', 7, "zone"),
        (ROW + ROW.replace("kabarsatu.", "kabardua."), 8, "id 'kabar-satu' sudah dipakai di"),
        (ROW + ROW.replace("kabar-satu", "kabar-dua"), 8, "host 'kabarsatu.example' sudah dipakai"),
        (ROW + ROW.replace("kabar-satu", "kabar-dua").replace('"kabarsatu', '"www.kabarsatu'), 8, "sudah dipakai"),
        (ROW + "enabled = false\n", 2, "'reason' wajib"),
        (ROW + "article = '^/(x'\n", 7, "ekspresi reguler keliru"),
        (ROW + 'without = ["search", "tag", "feed", "sitemap"]\n', 2, "tidak ada satu pun daftar"),
        (ROW + 'example = "/tentang"\n', 2, "tidak cocok dengan pola artikel"),
        (ROW + '[[source.lists]]\nkind = "feed"\nurl = "feed"\n', 9, "harus diawali"),
        (ROW + '[[source.lists]]\nkind = "feed"\nurl = "/f?{quary}"\n', 9, "penanda yang dikenal"),
        (ROW + '[[source.lists]]\nkind = "podcast"\nurl = "/f"\n', 8, "kind"),
        (ROW + 'probe = { feed = "maybe" }\n', 7, "probe"),
        (ROW + '[[source.lists]]\nkind = "tag"\nurl = "https://lain.example/tag/{tag}"\n', 2, "di luar jaringan"),
        (ROW + 'section = "jateng"\n', 7, "section"),
        (ROW + 'homepage = "https://other.example/"\n', 2, "bukan alamat host"),
    ],
)
def test_refused_with_file_and_line(write: Callable[..., Path], text: str, line: int, message: str) -> None:
    with pytest.raises(RegisterError) as caught:
        load_register(write(text))
    # One line stands before the text of the case.
    assert f"aceh.toml:{line + 1}: " in str(caught.value)
    assert message in str(caught.value)


def test_all_faults_of_all_files_are_told(write: Callable[..., Path]) -> None:
    write(ROW + 'hots = "x"\n')
    folder = write(ROW + 'zone = "X"\n', name="bali", province="bali")
    with pytest.raises(RegisterError) as caught:
        load_register(folder)
    assert "aceh.toml" in str(caught.value)
    assert "bali.toml" in str(caught.value)


@pytest.mark.parametrize(("name", "province"), [("atlantis", "atlantis"), ("bali", "aceh")])
def test_wrong_province(write: Callable[..., Path], name: str, province: str) -> None:
    with pytest.raises(RegisterError, match=rf"{name}\.toml:1: provinsi '{province}'"):
        load_register(write(ROW, name=name, province=province))


def test_unreadable_files(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="tidak ada"):
        load_register(tmp_path / "nowhere")
    with pytest.raises(RegisterError, match="tidak ada berkas"):
        load_register(tmp_path)
    (tmp_path / "aceh.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(RegisterError, match=r"aceh\.toml: bukan UTF-8"):
        load_register(tmp_path)
    (tmp_path / "aceh.toml").write_text("province = \n", encoding="utf-8")
    with pytest.raises(RegisterError, match=r"aceh\.toml: bukan TOML.*line 1"):
        load_register(tmp_path)


def test_own_lists_replace_the_familys(write: Callable[..., Path]) -> None:
    text = ROW + 'without = ["tag"]\n[[source.lists]]\nkind = "feed"\nurl = "/rss.xml"\n'
    (source,) = load_register(write(text)).sources
    assert {rule.kind for rule in source.lists} == {ListKind.SEARCH, ListKind.FEED, ListKind.SITEMAP}
    assert [rule.url for rule in source.lists if rule.kind is ListKind.FEED] == ["/rss.xml"]
    assert source.lists[0].specific


def test_rows_in_another_form_of_toml_are_not_lost(write: Callable[..., Path]) -> None:
    row = '{ id = "kabar-satu", name = "Kabar", host = "kabarsatu.example", family = "wordpress" }'
    with pytest.raises(RegisterError, match=r"aceh\.toml:2: tulis setiap media"):
        load_register(write(f"source = [{row}]\n"))


def test_hosts_are_found_under_their_prefixes(write: Callable[..., Path]) -> None:
    register = load_register(write(ROW))
    for url in ("https://www.kabarsatu.example/a", "http://m.kabarsatu.example/a", "https://kabarsatu.example:443/"):
        assert register.of(url) is register.by_id["kabar-satu"]
    assert register.of("https://kabarsatu.example.org/") is None
    assert not register.loopback
    assert not Register(()).loopback


@pytest.mark.parametrize(
    "value", ["plain", "quote \" and \\ both ' kinds", r"^/\d+", True, 3, ["a", r"\d"], {"a": "b", "c": False}]
)
def test_toml_round_trip(value: object) -> None:
    import tomllib

    assert tomllib.loads(f"value = {as_toml(value)}")["value"] == value


@pytest.mark.parametrize(
    ("host", "bare"), [("www.a.co.id", "a.co.id"), ("m.a.com", "a.com"), ("WWW.A.COM", "a.com"), ("m.com", "m.com")]
)
def test_bare_host(host: str, bare: str) -> None:
    assert bare_host(host) == bare


def test_no_source_stands_twice_under_other_names() -> None:
    homepages = [f"{urlsplit(source.homepage).hostname}{source.section or ''}" for source in REGISTER.sources]
    assert len(homepages) == len(set(homepages))


def test_an_operators_rows_stand_beside_and_before_the_programs(write: Callable[..., Path]) -> None:
    known = REGISTER.by_id["waspadaaceh-com"]
    mended = f'{ROW}\n[[source]]\nid = "{known.id}"\nname = "Waspada Aceh, dibenahi"\nhost = "{known.host}"\nfamily = "generic"\n'
    register = load_register(local=write(mended))
    assert len(register.sources) == len(REGISTER.sources) + 1
    assert register.by_id["kabar-satu"].province == "Aceh"
    assert register.by_id[known.id].name == "Waspada Aceh, dibenahi"
    assert register.of(known.homepage) is register.by_id[known.id]


def test_a_programs_host_under_another_id_is_refused(write: Callable[..., Path]) -> None:
    with pytest.raises(RegisterError, match=r"host 'waspadaaceh\.com' sudah dipakai di .*aceh\.toml:\d+"):
        load_register(local=write(ROW.replace("kabarsatu.example", "waspadaaceh.com")))


def test_no_rows_of_an_operator(tmp_path: Path) -> None:
    assert load_register(local=tmp_path / "tiada") is REGISTER
    assert load_register(local=tmp_path) is REGISTER


@pytest.mark.parametrize("family", FAMILIES.by_id.values(), ids=lambda family: family.id)
def test_archives_can_be_asked_for_any_period(family: Family) -> None:
    for archive in FAMILIES.by_id[family.id].archives:  # type: ignore[attr-defined]
        periods = list(archive.periods(date(2024, 12, 30), date(2025, 1, 2)))
        assert len(periods) == {"window": 1, "month": 2, "day": 4}[archive.per]
        assert (periods[0]["until"], periods[-1]["since"]) == ("2025-01-02", "2024-12-30")
        urls = {archive.rule.first(dates=period) for period in periods}
        assert len(urls) == len(periods)
        assert not any("{" in url for url in urls)


def test_dates_are_for_archives_alone(write: Callable[..., Path]) -> None:
    with pytest.raises(RegisterError, match="penanda yang dikenal hanya"):
        load_register(write(ROW + '[[source.lists]]\nkind = "feed"\nurl = "/{year}/"\n'))
