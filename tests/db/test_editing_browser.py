"""An editor at work in a real browser, with the keyboard alone and without scripts."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from db.editors import Editors
from db.site.app import build
from db.store import NewsStore

ARTEFACTS = Path("artefacts") / "site"
NOW = datetime(2025, 12, 2, 3, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def desk(
    tmp_path_factory: pytest.TempPathFactory,
    gold: list[dict[str, Any]],
    fill_store: Callable[..., None],
    serving: Callable[..., AbstractContextManager[str]],
) -> Iterator[tuple[str, str, str]]:
    """Address, event and key of a site that can be edited."""
    folder = tmp_path_factory.mktemp("meja")
    path = folder / "news.db"
    fill_store(path, gold[:4])
    editors = Editors(folder / "editors.json")
    key = editors.add("Ani Puspita", NOW)
    with NewsStore.open(path, read_only=True) as store:
        event = store._connection.execute("SELECT id FROM events ORDER BY main DESC, id").fetchone()[0]
    with serving(lambda found: build(path, found, editors=editors.path)) as address:
        yield address, event, key


def tab_to(page: Page, selector: str, *, at_most: int = 250) -> None:
    """Press the tabulator until an element has the focus."""
    for _ in range(at_most):
        if page.evaluate("s => document.activeElement.matches(s)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the tabulator does not reach {selector}")


def test_sign_in_correct_and_undo_with_the_keyboard_alone(browser: Browser, desk: tuple[str, str, str]) -> None:
    address, event, key = desk
    context = browser.new_context(java_script_enabled=True, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: faults.append(str(error)))
    try:
        page.goto(f"{address}/kejadian/{event}")
        tab_to(page, "a[href*='/masuk']")
        page.keyboard.press("Enter")
        page.wait_for_url("**/masuk?*")
        tab_to(page, "#kunci")
        page.keyboard.type(key)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/kejadian/{event}")
        tab_to(page, "#koreksi details:has(#nilai-venue) summary")
        page.keyboard.press("Enter")
        tab_to(page, "#nilai-venue")
        page.keyboard.press("Control+A")
        page.keyboard.type("Aula Papan Ketik")
        tab_to(page, "#sebab-venue")
        page.keyboard.type("paragraf kedua")
        page.keyboard.press("Enter")
        page.wait_for_url("**tercatat=1*")
        assert page.locator("#koreksi [role=status]").is_visible()
        assert "Aula Papan Ketik" in page.locator("section[aria-labelledby=rincian]").inner_text()
        history = page.locator(".koreksi-riwayat").inner_text()
        assert "paragraf kedua" in history
        assert "Ani Puspita" in history
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=ARTEFACTS / "koreksi-1280.png", full_page=True)
        tab_to(page, "#koreksi details:has(input[name=batal]) summary")
        page.keyboard.press("Enter")
        tab_to(page, "[id^=sebab-batal]")
        page.keyboard.type("keliru")
        page.keyboard.press("Enter")
        page.locator(".koreksi-riwayat li").nth(1).wait_for()
        assert "Aula Papan Ketik" not in page.locator("section[aria-labelledby=rincian]").inner_text()
        tab_to(page, ".keluar button")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}/")
        assert page.locator(".keluar").count() == 0
        assert faults == []
    finally:
        context.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_form_is_accessible_and_fits(browser: Browser, desk: tuple[str, str, str], width: int) -> None:
    address, event, key = desk
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    axe = Axe()
    try:
        page.goto(f"{address}/masuk")
        found = [axe.run(page)]
        page.fill("#kunci", key)
        page.click("main button")
        page.goto(f"{address}/kejadian/{event}")
        for summary in page.locator("#koreksi summary").all():
            summary.click()
        found.append(axe.run(page))
        page.screenshot(path=ARTEFACTS / f"koreksi-terbuka-{width}.png", full_page=True)
        page.fill("#nilai-date", "kemarin")
        page.fill("#sebab-date", "uji")
        page.locator("#koreksi form:has(#nilai-date) button").click()
        page.locator("[role=alert]").wait_for()
        assert page.locator("#nilai-date").input_value() == "kemarin"
        found.append(axe.run(page))
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
        serious = [
            (violation["id"], violation["nodes"][0]["html"][:120])
            for result in found
            for violation in result.response["violations"]
            if violation["impact"] in ("serious", "critical")
        ]
        assert serious == []
    finally:
        context.close()


def test_it_works_without_scripts(browser: Browser, desk: tuple[str, str, str]) -> None:
    address, event, key = desk
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    try:
        page.goto(f"{address}/masuk")
        page.fill("#kunci", key)
        page.locator("main button").click()
        page.goto(f"{address}/kejadian/{event}")
        page.locator("#koreksi summary", has_text="Program").click()
        page.locator("#koreksi input[value=JKP]").check()
        page.fill("#sebab-programs", "disebut di akhir")
        page.locator("#koreksi form:has(#sebab-programs) button").click()
        assert "JKP" in page.locator("section[aria-labelledby=rincian]").inner_text()
    finally:
        context.close()
