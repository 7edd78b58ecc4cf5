"""The editor's form: the only door by which the site writes, and all other doors shut."""

import asyncio
import json
import logging
import shutil
import sqlite3
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import lxml.html
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import corrections, repair_cli
from db.corrections import Author
from db.editors import SECONDS, TRIES, TRIES_OF_ALL, EditorError, Editors, Tries
from db.publishing import publish
from db.site import editing
from db.site.app import build
from db.store import NewsStore

NOW = datetime(2025, 12, 2, 3, 0, tzinfo=UTC)
FORM = "application/x-www-form-urlencoded"


class Visitor:
    """A browser without a window: keeps cookies, asks in-process."""

    def __init__(
        self, path: Path, editors: Path | None, base_url: str = "http://127.0.0.1:8001", *, public: bool = False
    ) -> None:
        self.datasette = build(path, base_url, public=public, editors=editors)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, **options: Any) -> Any:
        async def go() -> Any:
            await self.datasette.invoke_startup()
            return await self.datasette.client.request(method, path, cookies=self.cookies, follow_redirects=False, **options)

        answer = asyncio.run(go())
        for name, value in answer.cookies.items():
            self.cookies[name] = value
        for header in answer.headers.get_list("set-cookie"):
            if "Max-Age=0" in header:
                self.cookies.pop(header.partition("=")[0], None)
        return answer

    def page(self, path: str) -> lxml.html.HtmlElement:
        return lxml.html.document_fromstring(self.ask("get", path).text)

    def send(self, path: str, **fields: str) -> Any:
        return self.ask("post", path, content=urlencode(fields), headers={"Content-Type": FORM})

    def token(self, path: str = "/masuk") -> str:
        return str(self.page(path).cssselect("input[name=csrftoken]")[0].get("value"))

    def log_in(self, key: str, back: str = "/") -> Any:
        return self.send("/masuk", csrftoken=self.token(), kunci=key, ke=back)


@pytest.fixture(autouse=True)
def fresh_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(editing, "_tries", Tries())


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory, gold: list[dict[str, Any]], fill_store: Callable[..., None]) -> Path:
    found = tmp_path_factory.mktemp("meja") / "news.db"
    fill_store(found, gold[:4])
    return found


@pytest.fixture
def path(tmp_path: Path, template: Path) -> Path:
    return Path(shutil.copy(template, tmp_path / "news.db"))


@pytest.fixture
def editors(tmp_path: Path) -> Editors:
    return Editors(tmp_path / "editors.json")


@pytest.fixture
def key(editors: Editors) -> str:
    return editors.add("Ani", NOW)


@pytest.fixture
def visitor(path: Path, editors: Editors, key: str) -> Visitor:
    return Visitor(path, editors.path)


def one(path: Path, sql: str, *given_: Any) -> Any:
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        row = connection.execute(sql, given_).fetchone()
        return row and row[0]
    finally:
        connection.close()


def event_of(path: Path) -> str:
    return str(one(path, "SELECT min(id) FROM events"))


def text_of(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_sign_in_correct_see_and_undo(visitor: Visitor, path: Path, key: str) -> None:
    event = event_of(path)
    page = f"/kejadian/{event}"
    assert not visitor.page(page).cssselect("#koreksi")
    (way,) = visitor.page(page).xpath("//a[contains(@href, '/masuk')]/@href")
    assert f"ke={urlencode({'': page})[1:]}" in way
    assert visitor.log_in(key, page).headers["location"] == page
    form = visitor.page(page)
    assert len(form.cssselect("#koreksi form")) == 9
    token = form.cssselect("#koreksi input[name=csrftoken]")[0].get("value")
    answer = visitor.send(f"{page}/koreksi", csrftoken=token, isian="venue", nilai="Aula Uji", alasan="paragraf kedua")
    assert answer.status_code == 303, answer.text
    assert one(path, "SELECT venue FROM events WHERE id = ?", event) == "Aula Uji"
    assert one(path, "SELECT editor FROM corrections") == "Ani"
    shown = visitor.page(answer.headers["location"].partition("#")[0])
    assert "Tercatat" in text_of(shown.cssselect("[role=status]")[0])
    history = text_of(shown.cssselect(".koreksi-riwayat")[0])
    assert all(words in history for words in ("Tempat", "Aula Uji", "Ani", "paragraf kedua"))
    assert visitor.send(f"{page}/koreksi", csrftoken=token, batal="1", alasan="keliru").status_code == 303
    assert one(path, "SELECT venue FROM events WHERE id = ?", event) != "Aula Uji"
    assert "dibatalkan" in text_of(visitor.page(page).cssselect(".koreksi-riwayat")[0])
    assert visitor.send("/keluar", csrftoken=token).status_code == 303
    assert not visitor.page(page).cssselect("#koreksi")
    assert visitor.page(page).cssselect(".koreksi-riwayat"), "the history is for everybody"


@pytest.mark.parametrize(
    "slot", ["type", "status", "date", "venue", "places", "offices", "counterparties", "officials", "programs"]
)
def test_a_form_sent_as_it_stands_changes_nothing(visitor: Visitor, path: Path, key: str, slot: str) -> None:
    """What the form shows is what the slot holds: sending it back is refused as no change."""
    event = one(path, "SELECT event_id FROM event_programs JOIN event_offices USING (event_id) LIMIT 1") or event_of(path)
    page = f"/kejadian/{event}"
    visitor.log_in(key)
    form = next(f for f in visitor.page(page).cssselect("#koreksi form") if f.xpath(f".//input[@value='{slot}']"))
    fields = [(name, (value or "").lstrip("\n")) for name, value in form.form_values()] + [("alasan", "tanpa sebab")]
    fields = [pair for n, pair in enumerate(fields) if pair[0] != "alasan" or n == len(fields) - 1]
    answer = visitor.ask("post", f"{page}/koreksi", content=urlencode(fields), headers={"Content-Type": FORM})
    assert answer.status_code == 400
    assert "sudah bernilai" in answer.text


def test_what_cannot_be_taken_is_told_and_kept_in_the_form(visitor: Visitor, path: Path, key: str) -> None:
    page = f"/kejadian/{event_of(path)}"
    visitor.log_in(key)
    token = visitor.token(page)
    before = path.read_bytes()
    answer = visitor.send(f"{page}/koreksi", csrftoken=token, isian="date", nilai="24 Juni", alasan="<b>paragraf</b>")
    assert answer.status_code == 400
    shown = lxml.html.document_fromstring(answer.text)
    assert "EDTF" in text_of(shown.cssselect("[role=alert]")[0])
    (open_,) = shown.cssselect("#koreksi details[open]")
    assert open_.cssselect("input[name=nilai]")[0].get("value") == "24 Juni"
    assert open_.cssselect("input[name=alasan]")[0].get("value") == "<b>paragraf</b>"
    assert path.read_bytes() == before


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(max_size=60), slot=st.text(max_size=10) | st.sampled_from(["venue", "officials", "date", "offices"]))
def test_any_value_is_answered_and_shown_inert(visitor: Visitor, path: Path, key: str, value: str, slot: str) -> None:
    page = f"/kejadian/{event_of(path)}"
    if "ds_actor" not in visitor.cookies:
        visitor.log_in(key)
    fields = {"csrftoken": visitor.token(page), "isian": slot, "nilai": f"{value}<script>x</script>", "alasan": "uji"}
    answer = visitor.ask("post", f"{page}/koreksi", content=urlencode(fields, errors="replace"), headers={"Content-Type": FORM})
    assert answer.status_code in (303, 400)
    assert "<script" not in visitor.ask("get", page).text
    assert "<script" not in answer.text


class TestDoors:
    """No other request writes a byte."""

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
    @pytest.mark.parametrize(
        "address",
        ["/", "/news", "/news/events", "/news/events/1", "/kejadian/x", "/-/auth-token", "/news.json", "/kejadian/x/koreksi/y"],
    )
    def test_other_addresses_and_methods_are_refused(
        self, visitor: Visitor, path: Path, key: str, method: str, address: str
    ) -> None:
        visitor.log_in(key)
        before = path.read_bytes()
        answer = visitor.ask(method, address, headers={"Content-Type": FORM})
        assert answer.status_code == 405
        assert path.read_bytes() == before

    def test_not_signed_in(self, visitor: Visitor, path: Path) -> None:
        before = path.read_bytes()
        page = f"/kejadian/{event_of(path)}"
        answer = visitor.send(f"{page}/koreksi", csrftoken=visitor.token(), isian="venue", nilai="A", alasan="b")
        assert answer.status_code == 303
        assert answer.headers["location"].startswith("/masuk?ke=")
        assert path.read_bytes() == before

    @pytest.mark.parametrize("token", ["", "x", None])
    def test_without_the_token_of_the_form(self, visitor: Visitor, path: Path, key: str, token: str | None) -> None:
        visitor.log_in(key)
        before = path.read_bytes()
        fields = {"isian": "venue", "nilai": "A", "alasan": "b"} | ({} if token is None else {"csrftoken": token})
        answer = visitor.send(f"/kejadian/{event_of(path)}/koreksi", **fields)
        assert answer.status_code == 403
        assert "Formulir ini kedaluwarsa" in answer.text
        assert "POST" not in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert path.read_bytes() == before

    def test_without_any_cookie(self, visitor: Visitor, key: str) -> None:
        assert visitor.send("/masuk", kunci=key).status_code == 403

    @pytest.mark.parametrize(
        ("headers", "content", "status"),
        [
            ({"Content-Type": FORM}, b"a=" + b"x" * 70_000, 413),
            ({"Content-Type": "application/json"}, b"{}", 415),
            ({"Content-Type": "multipart/form-data; boundary=x"}, b"--x--", 415),
        ],
    )
    def test_forms_that_are_none_of_ours(self, visitor: Visitor, headers: dict[str, str], content: bytes, status: int) -> None:
        visitor.token()
        assert visitor.ask("post", "/masuk", headers=headers, content=content).status_code == status

    def test_a_forged_or_ended_session_is_none(self, visitor: Visitor, path: Path, editors: Editors, key: str) -> None:
        page = f"/kejadian/{event_of(path)}"
        visitor.log_in(key)
        good = visitor.cookies["ds_actor"]
        assert visitor.page(page).cssselect("#koreksi")
        visitor.cookies["ds_actor"] = good[:-2]
        assert not visitor.page(page).cssselect("#koreksi")
        for actor in ({"id": "Ani"}, {"id": "Ani", "mark": "x" * 16}, {"id": "root"}, "Ani", []):
            visitor.cookies["ds_actor"] = visitor.datasette.sign({"a": actor}, "actor")
            assert not visitor.page(page).cssselect("#koreksi")
        visitor.cookies["ds_actor"] = good
        editors.remove("Ani")
        assert not visitor.page(page).cssselect("#koreksi")
        editors.add("Ani", NOW)
        assert not visitor.page(page).cssselect("#koreksi"), "a new key ends the sessions of the old one"

    def test_a_public_copy_has_no_form(self, path: Path, tmp_path: Path, editors: Editors, key: str) -> None:
        corrections.correct(path, event_of(path), "venue", "Aula Uji", Author("Siti Penyunting", "paragraf dua"), NOW)
        folder = publish(path, tmp_path / "publik", base_url="https://x.example", now=NOW).folder
        visitor = Visitor(folder / "news.db", editors.path, public=True)
        assert visitor.ask("get", "/masuk").status_code == 404
        for address in ("/masuk", "/keluar", f"/kejadian/{event_of(path)}/koreksi"):
            assert visitor.send(address, kunci=key).status_code == 405
        page = visitor.ask("get", f"/kejadian/{event_of(path)}").text
        assert "Aula Uji" in page
        assert "paragraf dua" in page
        assert "/masuk" not in page
        assert "Siti Penyunting" not in page
        assert b"Siti Penyunting" not in (folder / "news.db").read_bytes()

    @pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", ""])
    def test_signing_in_leads_nowhere_else(self, visitor: Visitor, key: str, back: str) -> None:
        assert visitor.log_in(key, back).headers["location"] == "/"


class TestKeys:
    def test_a_key_is_shown_once_and_kept_as_a_digest_in_a_private_file(self, editors: Editors, key: str) -> None:
        text = editors.path.read_text("utf-8")
        assert key not in text
        assert editors.path.stat().st_mode & 0o777 == 0o600
        found = editors.by_key(key)
        assert found is not None
        assert found.name == "Ani"
        assert editors.by_key(key + "x") is None

    def test_the_secret_outlives_a_restart_and_editors(self, path: Path, visitor: Visitor, editors: Editors, key: str) -> None:
        visitor.log_in(key)
        editors.add("Budi", NOW)
        again = Visitor(path, editors.path)
        again.cookies = dict(visitor.cookies)
        assert again.page(f"/kejadian/{event_of(path)}").cssselect("#koreksi")

    def test_cookies_are_kept_from_scripts_and_plain_http(self, path: Path, editors: Editors, key: str) -> None:
        for base, secure in (("https://x.example", True), ("http://127.0.0.1:8001", False)):
            answer = Visitor(path, editors.path, base).log_in(key)
            (cookie,) = [c for c in answer.headers.get_list("set-cookie") if c.startswith("ds_actor")]
            assert "HttpOnly" in cookie
            assert "SameSite=lax" in cookie
            assert ("Secure" in cookie) is secure

    def test_a_wrong_key_is_told_logged_without_it_and_slowed(
        self, visitor: Visitor, key: str, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level(logging.DEBUG)
        token = visitor.token()
        for _ in range(TRIES):
            answer = visitor.send("/masuk", csrftoken=token, kunci="kunci-rahasia-keliru")
            assert answer.status_code == 403
            assert "tidak dikenal" in answer.text
        assert "Terlalu banyak" in visitor.send("/masuk", csrftoken=token, kunci=key).text
        assert "Kunci penyunting keliru" in caplog.text
        assert "kunci-rahasia-keliru" not in caplog.text
        assert key not in caplog.text
        assert "kunci-rahasia-keliru" not in answer.text

    def test_waiting_ends_and_one_address_does_not_shut_out_others(self) -> None:
        tries = Tries()
        for _ in range(TRIES):
            assert not tries.wait("a", 0.0)
            tries.wrong("a", 0.0)
        assert tries.wait("a", SECONDS - 1)
        assert not tries.wait("b", SECONDS - 1)
        assert not tries.wait("a", SECONDS + 1)
        for n in range(TRIES_OF_ALL):
            tries.wrong(f"c{n}", SECONDS + 1)
        assert tries.wait("new", SECONDS + 2)

    @pytest.mark.parametrize("content", ["", "{}", "[]", '{"secret": 1, "editors": {}}', "\x00"])
    def test_a_broken_file_is_named(self, editors: Editors, content: str) -> None:
        editors.path.write_text(content)
        editors.path.chmod(0o600)
        with pytest.raises(EditorError, match=r"editors\.json"):
            editors.all()

    def test_a_file_that_others_can_read_is_refused(self, path: Path, editors: Editors, key: str) -> None:
        visitor = Visitor(path, editors.path)
        visitor.log_in(key)
        editors.path.chmod(0o644)
        with pytest.raises(EditorError, match="chmod 600"):
            editors.all()
        assert visitor.ask("get", "/").status_code == 200
        token = visitor.token()
        assert visitor.send("/masuk", csrftoken=token, kunci=key).status_code == 503
        with pytest.raises(EditorError, match="chmod 600"):
            build(path, "http://x", editors=editors.path)

    def test_commands(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PANTAU_DATA_DIR", str(tmp_path / "data"))
        run = CliRunner().invoke
        assert "Belum ada" in run(repair_cli.editors, ["list"]).output
        added = run(repair_cli.editors, ["add", "Ani Puspita"])
        assert added.exit_code == 0, added.output
        (made,) = [line.strip() for line in added.output.splitlines() if line.startswith("    ")]
        assert Editors(tmp_path / "data" / "editors.json").by_key(made) is not None
        assert "/masuk" in added.output
        assert "sudah ada" in run(repair_cli.editors, ["add", "Ani Puspita"]).output
        assert "Ani Puspita" in run(repair_cli.editors, ["list"]).output
        assert "Ani Puspita" in run(repair_cli.editors, ["remove", "Budi"]).output
        assert run(repair_cli.editors, ["remove", "Ani Puspita"]).exit_code == 0
        assert run(repair_cli.editors, ["add", "\x07"]).exit_code == 1
        stored = json.loads((tmp_path / "data" / "editors.json").read_text("utf-8"))
        assert stored["editors"] == {}


def test_a_busy_database_is_told_and_nothing_lost(
    visitor: Visitor, path: Path, key: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    real = corrections.connect
    monkeypatch.setattr(corrections, "connect", lambda *a, **k: real(*a, **{**k, "busy_seconds": 0.05}))
    page = f"/kejadian/{event_of(path)}"
    visitor.log_in(key)
    token = visitor.token(page)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    try:
        answer = visitor.send(f"{page}/koreksi", csrftoken=token, isian="venue", nilai="Aula Uji", alasan="x1")
    finally:
        writer.execute("ROLLBACK")
        writer.close()
    assert answer.status_code == 503
    assert str(path) not in answer.text
    assert 'value="Aula Uji"' in answer.text
    with NewsStore.open(path, read_only=True) as store:
        assert not list(corrections.everything(store._connection))
