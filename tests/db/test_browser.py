"""The pages as people see them, in the machine's own Chromium; screenshots go to ``artefacts/``."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from db.site.app import build

ARTEFACTS = Path("artefacts") / "site"
WIDTHS = (1280, 390)

TOO_SMALL = """() => [...document.querySelectorAll('main p, main dd, main li')]
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < 12).map(e => e.textContent.slice(0, 40))"""

TOO_FAINT = """() => {
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = c => { const [r, g, b] = c.map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                       return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const back = e => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
                      if (c.length === 3 || c[3] > 0.99) return c.slice(0, 3); } return [255, 255, 255]; };
  const faults = [];
  for (const e of document.querySelectorAll('body *')) {
    if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) || e.closest('svg') || !e.offsetParent) continue;
    const a = light(parse(getComputedStyle(e).color).slice(0, 3)), b = light(back(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faults.push(`${e.tagName}.${e.className} ${ratio.toFixed(2)}: ${e.textContent.trim().slice(0, 30)}`);
  }
  return faults; }"""
"""Texts that stand out from their ground by less than 4.5 to 1 (WCAG 2.2, 1.4.3)."""

UNNAMED = """() => {
  const faults = [];
  const text = e => [e.ariaLabel, e.title, e.textContent, e.labels?.[0]?.textContent].join('').trim();
  for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, svg[role]'))
    if (!text(e)) faults.push(`no name: ${e.outerHTML.slice(0, 80)}`);
  const ids = [...document.querySelectorAll('[id]')].map(e => e.id);
  for (const id of ids.filter((id, n) => ids.indexOf(id) !== n)) faults.push(`id twice: ${id}`);
  for (const e of document.querySelectorAll('[aria-labelledby]'))
    if (!document.getElementById(e.getAttribute('aria-labelledby'))) faults.push(`no such label: ${e.outerHTML.slice(0, 60)}`);
  for (const e of document.querySelectorAll('[role=img] a')) faults.push('a link inside an image');
  for (const name of ['header', 'main', 'footer', 'h1'])
    if (document.querySelectorAll(`body ${name === 'header' ? '> header' : name}`).length !== 1) faults.push(`not one ${name}`);
  let level = 1;
  for (const e of document.querySelectorAll('main h1, main h2, main h3, main h4')) {
    if (+e.tagName[1] > level + 1) faults.push(`${e.tagName} after h${level}: ${e.textContent.trim().slice(0, 30)}`);
    level = +e.tagName[1];
  }
  return faults; }"""
"""What a screen reader could not say or find: names, ids, landmarks, and the order of headings."""


def serious(page: Page) -> list[str]:
    """What axe-core finds serious or critical."""
    found = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:100]}" for v in found if v["impact"] in ("serious", "critical")]


@pytest.fixture(scope="module")
def address(filled: Path, serving: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    """The filled store behind a real server."""
    with serving(lambda found: build(filled, found)) as found:
        yield found


@pytest.fixture(scope="module")
def press(pressed: Path, serving: Callable[..., AbstractContextManager[str]]) -> Iterator[str]:
    """The merged press behind a real server."""
    with serving(lambda found: build(pressed, found)) as found:
        yield found


MERGED = {
    "kejadian-berbeda": "SELECT '/kejadian/' || event_id FROM event_values WHERE preferred = 0 GROUP BY 1 ORDER BY count(*) DESC",
    "kejadian-ditunda": "SELECT '/kejadian/' || id FROM events WHERE postponed_from IS NOT NULL AND reports < 10 ORDER BY id",
    "kejadian-lewat": "SELECT '/kejadian/' || id FROM events WHERE unconfirmed IS NOT NULL AND withdrawn IS NULL ORDER BY id",
    "rencana": "SELECT '/kejadian?status=planned'",
    "artikel-gabungan": "SELECT '/artikel/' || article_id FROM article_origins WHERE likeness = 'joined' ORDER BY 1",
    "artikel-asli": "SELECT '/artikel/' || original_id FROM article_origins GROUP BY 1 ORDER BY count(*) DESC, 1",
    "media-diam": "SELECT '/media/aceh-antaranews-com'",
    "media-menipis": "SELECT '/media/' || source FROM source_health WHERE state = 'thinning' ORDER BY source",
    "daftar-media": "SELECT '/media'",
}
"""Pages of the merged press by the name of their picture, each found by a query."""


@pytest.fixture(scope="module")
def paths(filled: Path) -> dict[str, str]:
    connection = sqlite3.connect(filled)
    event = connection.execute("SELECT id FROM events ORDER BY reports DESC, id LIMIT 1").fetchone()[0]
    article = connection.execute("SELECT article_id FROM figures GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1").fetchone()[0]
    office = connection.execute("SELECT office_id FROM event_offices WHERE office_id IS NOT NULL LIMIT 1").fetchone()[0]
    person = connection.execute(
        "SELECT person_id FROM article_officials GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    ).fetchone()[0]
    province = connection.execute(
        "SELECT code FROM event_tallies WHERE kind = 'province' ORDER BY events DESC, code LIMIT 1"
    ).fetchone()[0]
    outlet = connection.execute("SELECT outlet_id FROM articles LIMIT 1").fetchone()[0]
    connection.close()
    return {
        "depan": "/",
        "kejadian": f"/kejadian/{event}",
        "artikel": f"/artikel/{article}",
        "daftar": "/kejadian?jenis=monev",
        "cari": "/cari?q=adendum+batam",
        "kantor": f"/kantor/{office}",
        "pejabat": f"/pejabat/{person}",
        "wilayah": f"/wilayah/{province}",
        "media": f"/media/{outlet}",
        "pertanyaan": "/pertanyaan",
        "tanya-batang": "/news/pelapor_pertama",
        "tanya-peta": "/news/kerja_sama_per_provinsi",
        "tanya-garis": "/news/cakupan_per_wilayah",
        "data": "/news",
        "tabel": "/news/events?_size=5",
        "kamus": "/kamus?bahasa=en",
        "unduh": "/unduh",
        "cari-bentuk": "/cari?q=~santunan&jenis=santunan",
        "cari-halaman": "/cari?q=pontianak",
        "daftar-kantor": "/kantor",
        "daftar-kosong": "/kejadian?jenis=pelantikan&provinsi=92&status=cancelled",
        "langganan": "/langganan?jenis=monev",
        "baris": "/news/events/1",
        "tanya-sql": "/news?sql=select+type,+count(*)+from+events+group+by+1",
    }


@pytest.mark.parametrize(
    ("name", "width"),
    [
        *((name, width) for name in ("depan", "kejadian", "artikel", "wilayah") for width in WIDTHS),
        ("tanya-peta", 1280),
        ("tanya-batang", 1280),
        ("kantor", 1280),
        ("daftar-kantor", 1280),
        ("cari", 1280),
        ("tanya-garis", 1280),
        ("tanya-garis", 390),
        *(
            (name, 390)
            for name in (
                "daftar",
                "cari",
                "kantor",
                "pejabat",
                "media",
                "pertanyaan",
                "tanya-batang",
                "data",
                "tabel",
                "kamus",
                "unduh",
                "cari-bentuk",
                "cari-halaman",
                "daftar-kantor",
                "daftar-kosong",
                "langganan",
                "baris",
                "tanya-sql",
            )
        ),
    ],
)
def test_page_in_a_browser(browser: Browser, address: str, paths: dict[str, str], name: str, width: int) -> None:
    sound(browser, address, paths[name], name, width)


@pytest.mark.parametrize(
    ("name", "width"),
    [*((name, 390) for name in MERGED), *((name, 1280) for name in ("kejadian-berbeda", "artikel-gabungan", "daftar-media"))],
)
def test_page_of_a_merged_press_in_a_browser(browser: Browser, press: str, pressed: Path, name: str, width: int) -> None:
    connection = sqlite3.connect(pressed)
    path = connection.execute(f"{MERGED[name]} LIMIT 1").fetchone()[0]
    connection.close()
    sound(browser, press, path, name, width)


def sound(browser: Browser, address: str, path: str, name: str, width: int) -> None:
    """A page is whole, readable and named for everybody, with everything that can be opened open; its picture is kept."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    faults: list[str] = []
    asked: set[str] = set()
    page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("requestfailed", lambda request: faults.append(f"failed: {request.url}"))
    page.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    try:
        answer = page.goto(address + path)
        assert answer is not None
        assert answer.status == 200
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=ARTEFACTS / f"{name}-{width}.png", full_page=True)
        assert faults == []
        assert asked == {urlsplit(address).netloc}
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert ground == "rgb(246, 245, 240)", "the style sheet is in force"
        assert page.locator("h1").first.is_visible()
        page.evaluate("document.querySelectorAll('main details').forEach(e => e.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, "opened"
        assert page.evaluate(TOO_SMALL) == []
        assert page.evaluate(TOO_FAINT) == []
        assert page.evaluate(UNNAMED) == []
        assert serious(page) == []
    finally:
        page.close()


def test_a_reader_finds_an_event_by_search_with_the_keyboard(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900}).new_page()
    try:
        page.goto(address)
        page.keyboard.press("Tab")
        assert page.locator("a.lompat").first.is_visible(), "the first stop is the way to the content"
        page.locator("input[name=q]").focus()
        page.keyboard.type("adendum batam")
        page.keyboard.press("Enter")
        page.wait_for_url("**/cari?q=adendum+batam")
        page.locator("article.kartu h3 a").first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/kejadian/e*")
        assert "Batam" in page.locator("h1").inner_text()
        assert page.locator("blockquote mark").first.is_visible()
        page.locator("ol.laporan h3 a").first.click()
        page.wait_for_url("**/artikel/a*")
        assert page.locator(".badan mark.m-kejadian").first.is_visible()
    finally:
        page.context.close()


def test_the_map_leads_to_a_province_by_keyboard_and_can_be_skipped(browser: Browser, address: str) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900}).new_page()
    try:
        page.goto(address)
        page.locator(".peta-kotak .lompat").focus()
        assert page.locator(".peta-kotak .lompat").is_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/wilayah/11")
        assert page.locator("h1").inner_text() == "Aceh"
    finally:
        page.context.close()


def test_a_touch_tells_what_a_mark_means(browser: Browser, address: str, paths: dict[str, str]) -> None:
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800}, has_touch=True).new_page()
    try:
        page.goto(address + paths["artikel"])
        mark = page.locator(".badan mark.m-angka").first
        told = mark.get_attribute("title")
        mark.tap()
        page.screenshot(path=ARTEFACTS / "artikel-ketuk-390.png")
        assert page.locator(".badan mark:focus").get_attribute("title") == told
    finally:
        page.context.close()
    page = browser.new_page(viewport={"width": 390, "height": 800})
    try:
        page.goto(address + paths["artikel"])
        page.locator(".badan mark.m-angka").first.click()
        shown = "getComputedStyle(document.querySelector('.badan mark:focus'), '::after')"
        assert page.evaluate(f"[{shown}.content, {shown}.position]") == [f'"{told}"', "fixed"]
    finally:
        page.close()


def test_a_printed_page_has_its_content_alone_and_whole(browser: Browser, press: str, pressed: Path) -> None:
    connection = sqlite3.connect(pressed)
    path = connection.execute(f"{MERGED['kejadian-berbeda']} LIMIT 1").fetchone()[0]
    connection.close()
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    try:
        page.goto(press + path)
        page.emulate_media(media="print")
        for gone in (".kepala nav", ".cari", ".kaki", ".remah"):
            assert not page.locator(gone).first.is_visible(), gone
        for there in ("h1", "ol.laporan blockquote", "#rincian", ".sitasi"):
            assert page.locator(there).first.is_visible(), there
        assert page.locator("details.salinan blockquote").first.is_visible(), "copies are printed though folded on the screen"
        address = page.evaluate("getComputedStyle(document.querySelector('.laporan a[rel~=external]'), '::after').content")
        assert "http" in address
        assert page.evaluate("getComputedStyle(document.querySelector('.laporan h3 a')).webkitLineClamp") == "none"
    finally:
        page.close()


CONTROLS = """() => {
  const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
  const light = c => { const [r, g, b] = c.map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
                       return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ratio = (a, b) => { const [x, y] = [light(parse(a).slice(0, 3)), light(parse(b).slice(0, 3))];
                            return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05); };
  const faults = [];
  for (const e of document.querySelectorAll('input:not([type=hidden]):not([type=checkbox]), select, textarea')) {
    const s = getComputedStyle(e);
    if (e.offsetParent && ratio(s.borderTopColor, s.backgroundColor) < 3) faults.push(`edge: ${e.outerHTML.slice(0, 60)}`);
  }
  for (const e of document.querySelectorAll('a[href], button, input:not([type=hidden]), select, summary')) {
    if (!e.offsetParent || e.closest('svg')) continue;
    e.focus({focusVisible: true});
    const s = getComputedStyle(e);
    if (s.outlineStyle === 'none' || parseFloat(s.outlineWidth) < 2 || ratio(s.outlineColor, 'rgb(246, 245, 240)') < 3)
      faults.push(`focus: ${e.outerHTML.slice(0, 60)}`);
  }
  return faults; }"""
"""Controls whose edge, or whose focus, stands out by less than 3 to 1 (WCAG 2.2, 1.4.11 and 2.4.7)."""


@pytest.mark.parametrize("name", ["depan", "cari", "langganan", "tabel"])
def test_controls_and_their_focus_are_seen(browser: Browser, address: str, paths: dict[str, str], name: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    try:
        page.goto(address + paths[name])
        page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")
        assert page.evaluate(CONTROLS) == []
    finally:
        page.close()


def test_words_of_the_menu_are_never_broken(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 900})
    try:
        for path in ("/", "/pertanyaan", "/langganan", "/news/monev_per_kantor", "/tentang"):
            page.goto(address + path)
            assert page.evaluate("[...document.querySelectorAll('.kepala nav a')].every(e => e.getClientRects().length === 1)"), (
                path
            )
            page.set_viewport_size({"width": 320, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, path
            page.set_viewport_size({"width": 390, "height": 900})
    finally:
        page.close()
