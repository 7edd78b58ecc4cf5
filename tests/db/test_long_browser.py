"""Names without end in a real browser: nothing on any page runs out of a narrow screen, and nothing covers anything else."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Browser

from db.site import links
from db.site.app import build
from db.store import NewsStore
from models.ids import person_id
from models.records import Article, Event, Extraction, Issue, Office, Official, Span
from models.vocab import IssueCode, OfficeKind

LONG = "Pemerintahkabupatenyangnamanyatidakadahabishabisnya" * 8
"""A name of some hundred letters in which no line can be broken."""


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory,
    serving: Callable[..., AbstractContextManager[str]],
    pairs: list[tuple[Article, Extraction]],
    make_event: Callable[[list[Any]], Event],
    save_pair: Callable[..., None],
) -> Iterator[tuple[str, dict[str, str]]]:
    path = tmp_path_factory.mktemp("long") / "news.db"
    article, extraction = pairs[0]
    span = Span(0, len(LONG))
    text = f"{LONG} {LONG}\n{article.text}"
    article = replace(article, title=LONG, author=LONG, outlet=LONG, text=text, url=f"https://koran.example/{LONG}")
    report = replace(
        extraction.reports[0],
        trigger=LONG,
        trigger_span=span,
        evidence=span,
        venue=LONG,
        places=(LONG, "Kota Medan"),
        counterparties=(LONG, LONG[1:]),
        officials=(LONG,),
        offices=(Office(OfficeKind.KC, LONG),),
    )
    extraction = replace(
        extraction,
        reports=(report,),
        dates=(),
        figures=(),
        quotations=(),
        officials=(Official(LONG, LONG, LONG, (LONG[2:],), (span,)),),
        issues=(Issue(IssueCode.OFFICE_UNKNOWN, LONG, span),),
    )
    with NewsStore.open(path) as store:
        save_pair(store, article, extraction)
        event = make_event(list(store.unattached_reports()))
        store.save_event(event, now=article.published)
    connection = sqlite3.connect(path)
    outlet = connection.execute("SELECT outlet_id FROM articles").fetchone()[0]
    connection.close()
    paths = {
        "depan": "/",
        "kejadian": links.event(event.id),
        "artikel": links.article(article.id),
        "daftar": "/kejadian",
        "cari": f"/cari?q={LONG[:150]}",
        "media": links.outlet(outlet),
        "daftar-media": "/media",
        "pejabat": links.person(person_id(LONG)),
        "langganan": f"/langganan?q={LONG[:400]}&media={outlet}",
        "tabel": "/news/events",
        "baris": "/news/events/1",
        "pertanyaan": "/news/mitra_tersering",
        "galat": f"/tidak/{LONG}",
        "saringan": f"/kejadian?jenis={LONG}",
    }
    with serving(lambda found: build(path, found)) as found:
        yield found, paths


OUTSIDE = """() => {
  const wide = document.documentElement.clientWidth, faults = [];
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('.gulung, svg, .senyap, .lompat, mark') || !e.getClientRects().length) continue;
    const box = e.getBoundingClientRect();
    if (box.right > wide + 1 || box.left < -1) faults.push(`${e.tagName}.${e.className} ${Math.round(box.right)}`);
  }
  return faults; }"""


@pytest.mark.parametrize("width", [1280, 390])
def test_long_names_stay_inside(browser: Browser, desk: tuple[str, dict[str, str]], width: int) -> None:
    address, paths = desk
    page = browser.new_page(viewport={"width": width, "height": 900})
    try:
        for name, path in paths.items():
            answer = page.goto(address + path)
            assert answer is not None
            assert answer.status == {"galat": 404, "saringan": 400}.get(name, 200), name
            page.evaluate("document.querySelectorAll('main details').forEach(e => e.open = true)")
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, name
            assert page.evaluate(OUTSIDE) == [], name
    finally:
        page.close()
