"""Search: words and their families, order, extracts and filters."""

import re
import sqlite3
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.site import search as searching
from db.site.named import MOST
from db.site.search import Term, extract, search, terms_of
from db.texts import bare


@pytest.fixture(scope="module")
def connection(filled: Path) -> Iterator[sqlite3.Connection]:
    found = sqlite3.connect(filled)
    found.row_factory = sqlite3.Row
    yield found
    found.close()


def holds(connection: sqlite3.Connection, pattern: str) -> set[str]:
    rows = connection.execute("SELECT id, title, body FROM articles")
    return {row["id"] for row in rows if re.search(pattern, f"{row['title']}\n{row['body']}", re.IGNORECASE)}


@pytest.fixture
def unlimited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "LIMIT", 10_000)


@pytest.mark.usefixtures("unlimited")
@pytest.mark.parametrize(("words", "widened"), [("~santunan", False), ("santunan ", True)])
def test_other_forms_are_found_only_where_asked_for(connection: sqlite3.Connection, words: str, widened: bool) -> None:
    plain = {a["id"] for a in search(connection, "santunan ")["articles"]}
    found = search(connection, words, widened=widened)
    wide = {a["id"] for a in found["articles"]}
    assert plain == holds(connection, r"\bsantunan\b")
    assert "menyantuni" in found["also"] or "disantuni" in found["also"] or "santunannya" in found["also"]
    assert wide == holds(connection, rf"\b(?:santunan|{'|'.join(found['also'])})\b") > plain


def test_only_the_words_marked_are_widened(connection: sqlite3.Connection) -> None:
    terms, ignored = terms_of(connection, "~pembayaran klaim")
    assert len(terms[0].forms) > 1
    assert terms[1] == Term(("klaim",))
    assert ignored == 0
    many = terms_of(connection, " ".join(["pembayaran"] * 20), widened=True)
    assert (len(many[0]), many[1]) == (searching.TERMS, 20 - searching.TERMS)
    assert sum(len(term.forms) > 1 for term in many[0]) == searching.WIDENED


def test_a_last_word_that_nobody_wrote_is_a_beginning(connection: sqlite3.Connection) -> None:
    assert terms_of(connection, "klaim ketenagakerj")[0] == [Term(("klaim",)), Term(("ketenagakerj",), open_end=True)]
    assert terms_of(connection, "ketenagakerj klaim ")[0] == [Term(("ketenagakerj",)), Term(("klaim",))]
    assert search(connection, "ketenagakerj")["articles"]


@pytest.mark.parametrize("words", ["adendum", "bpjs ketenagakerjaan", "~jaminan kecelakaan", "kota"])
def test_titles_first_then_the_newest(connection: sqlite3.Connection, words: str) -> None:
    found = search(connection, words)
    terms, _ = terms_of(connection, words)
    by_title = [
        connection.execute(
            "SELECT count(*) FROM articles_fts JOIN articles ON number = articles_fts.rowid "
            "WHERE articles_fts MATCH ? AND id = ?",
            (f"title : ({' AND '.join(term.match for term in terms)})", a["id"]),
        ).fetchone()[0]
        for a in found["articles"]
    ]
    order = [(-titled, a["published"]) for titled, a in zip(by_title, found["articles"], strict=True)]
    for (titled, published), (next_titled, next_published) in pairwise(order):
        assert titled < next_titled or (titled == next_titled and published >= next_published)
    assert len(found["articles"]) > 0


@pytest.mark.parametrize("words", ["ADENDUM", "Adéndum", "adendum"])
def test_case_and_diacritics_do_not_count(connection: sqlite3.Connection, words: str) -> None:
    assert {a["id"] for a in search(connection, words)["articles"]} == {
        a["id"] for a in search(connection, "adendum")["articles"]
    }


def test_what_is_too_frequent_is_cut_and_said(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not search(connection, "bpjs")["more"]
    monkeypatch.setattr(searching, "EXAMINED", 5)
    found = search(connection, "bpjs")
    assert found["more"]
    assert len(found["articles"]) <= 5


def test_days_are_searched_however_many_newer_hits_there_are(
    connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = "SELECT published_day FROM articles WHERE relevant = 1 ORDER BY published_day LIMIT 1 OFFSET 4"
    last = connection.execute(sql).fetchone()[0]
    whole = search(connection, "bpjs", {"sampai": last})
    assert 0 < len(whole["articles"]) < searching.LIMIT
    monkeypatch.setattr(searching, "EXAMINED", len(whole["articles"]))
    assert search(connection, "bpjs", {"sampai": last})["articles"] == whole["articles"]
    assert {a["published_day"] <= last for a in whole["articles"]} == {True}
    events = search(connection, "bpjs", {"sampai": last})["events"]
    assert len(events) == min(len(whole["events"]), len(whole["articles"]))
    one = search(connection, "bpjs", {"dari": last, "sampai": last})["articles"]
    assert [a["published_day"] for a in one] == [last] * len(one)
    assert one


def test_an_outlet_as_filter(connection: sqlite3.Connection) -> None:
    outlet = connection.execute("SELECT outlet_id FROM articles GROUP BY 1 ORDER BY count(*) DESC LIMIT 1").fetchone()[0]
    found = search(connection, "bpjs", {"media": outlet})
    assert {a["outlet_id"] for a in found["articles"]} == {outlet}
    events = {
        row[0]
        for row in connection.execute(
            "SELECT event_id FROM reports JOIN articles AS a ON a.id = article_id WHERE outlet_id = ?", (outlet,)
        )
    }
    assert {e["id"] for e in found["events"]} <= events


def test_an_event_shows_its_summary_where_only_that_holds_the_word(connection: sqlite3.Connection) -> None:
    found = search(connection, "jaminan")["events"]
    shown = {row["id"]: "".join(piece.text for piece in row["extract"]) for row in found}
    for row in found:
        if "jaminan" in row["summary"].casefold():
            assert "jaminan" in shown[row["id"]].casefold()
            assert any(piece.kinds for piece in row["extract"])
    assert any(shown[row["id"]] == row["summary"] for row in found)
    assert any(shown[row["id"]] == row["evidence"] for row in found)


def test_pages_of_a_search_hold_everything_once(connection: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = search(connection, "jaminan")
    assert len(whole["articles"]) == searching.LIMIT
    assert whole["following"]
    monkeypatch.setattr(searching, "LIMIT", 10_000)
    every = search(connection, "jaminan")
    assert not every["following"]
    monkeypatch.setattr(searching, "LIMIT", 7)
    pages, page = [], 0
    while not pages or pages[-1]["following"]:
        page += 1
        pages.append(search(connection, "jaminan", page=page))
    for kind in ("events", "articles"):
        assert [row["id"] for found in pages for row in found[kind]] == [row["id"] for row in every[kind]]
    beyond = search(connection, "jaminan", page=page + 1)
    assert (beyond["events"], beyond["articles"], beyond["following"]) == ([], [], False)


@pytest.mark.parametrize(
    ("text", "shown", "hits"),
    [
        ("Santunan diserahkan.", "Santunan diserahkan.", ["Santunan"]),
        ("x " * 200 + "santunan " + "y " * 200, None, ["santunan"]),
        ("tanpa kata itu", "tanpa kata itu", []),
        ("", "", []),
        ("z" * 5000 + "santunan", None, []),
    ],
)
def test_extract(text: str, shown: str | None, hits: list[str]) -> None:
    pieces = extract(text, re.compile(r"\b(santunan)\b", re.IGNORECASE))
    whole = "".join(piece.text for piece in pieces)
    assert len(whole) <= 250
    assert [piece.text for piece in pieces if piece.kinds] == hits
    if shown is not None:
        assert whole == shown


@pytest.mark.parametrize(
    ("words", "text", "hits"),
    [
        ("cafe", "Café itu, CAFÉ ini, kafe", ["Café", "CAFÉ"]),
        ("café ", "Cafe itu, cafes", ["Cafe"]),
        ("cafe\u0301 ", "cafe dan cafés", ["cafe"]),
        ("cafe ", "Cafe\u0301 dan cafe\u0301s", ["Cafe\u0301"]),
        ("ade", "adéndum, adendum; padendum", ["adéndum", "adendum"]),
        ("ade", "ade\u0301ndu\u0308m", ["ade\u0301ndu\u0308m"]),
        ("straße ", "Straße", []),  # the index and Unicode's case folding disagree about it; nothing is marked, nothing breaks
        ("a.b*c ", "a.b*c", ["a", "b", "c"]),
    ],
)
def test_marks_fold_diacritics_as_the_index_does(connection: sqlite3.Connection, words: str, text: str, hits: list[str]) -> None:
    terms, _ = terms_of(connection, words)
    found = searching.marked(text, searching._pattern(terms))
    assert [piece.text for piece in found if piece.kinds] == hits
    assert "".join(piece.text for piece in found) == text


@given(words=st.text(min_size=1, max_size=12), text=st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_a_marked_text_is_the_whole_text(words: str, text: str) -> None:
    assert len(bare(text)) == len(text)
    found = searching.marked(text, searching._pattern([Term((words.casefold(),), open_end=True)]))
    assert "".join(piece.text for piece in found) == searching.printable(text)


@given(words=st.text(max_size=30), widened=st.booleans())
@settings(max_examples=80, deadline=None)
def test_anything_can_be_asked(filled: Path, words: str, widened: bool) -> None:
    found = sqlite3.connect(filled)
    found.row_factory = sqlite3.Row
    try:
        assert len(search(found, words, widened=widened)["events"]) <= searching.LIMIT
    finally:
        found.close()


@pytest.mark.parametrize(
    ("words", "kind", "name", "path"),
    [
        ("pontianak", "Kantor", "Kantor Cabang Pontianak", "/kantor/kc-pontianak"),
        ("kota pontian", "Kota", "Kota Pontianak", "/wilayah/61.71"),
        ("KALBAR", "Provinsi", "Kalimantan Barat", "/wilayah/61"),
        ("kantor cabang pontianak", "Kantor", "Kantor Cabang Pontianak", "/kantor/kc-pontianak"),
        ("Pontiának", "Kantor", "Kantor Cabang Pontianak", "/kantor/kc-pontianak"),
    ],
)
def test_a_search_leads_to_the_pages_of_that_name(
    connection: sqlite3.Connection, words: str, kind: str, name: str, path: str
) -> None:
    found = search(connection, words)["pages"]
    assert (kind, name, path) in {(page.kind, page.name, page.href) for page in found}
    assert len(found) <= MOST


def test_a_search_leads_to_people_of_the_events_found(connection: sqlite3.Connection) -> None:
    row = connection.execute(
        "SELECT o.name, p.id FROM event_officials AS o JOIN people AS p ON p.name = o.name "
        "JOIN events AS e ON e.id = o.event_id WHERE o.name LIKE '% %' ORDER BY e.published_last DESC, o.name LIMIT 1"
    ).fetchone()
    found = search(connection, row["name"])["pages"]
    assert (row["name"], f"/pejabat/{row['id']}") in {(page.name, page.href) for page in found}


def test_a_word_that_is_no_name_leads_to_no_page(connection: sqlite3.Connection) -> None:
    assert search(connection, "santunan diserahkan")["pages"] == []
    assert search(connection, "   ")["pages"] == []


@pytest.mark.parametrize("name", [*searching.FILTERS, ""])
@pytest.mark.parametrize("kind", ["events", "articles"])
def test_no_search_reads_a_big_table_whole(connection: sqlite3.Connection, name: str, kind: str) -> None:
    asked: list[str] = []
    connection.set_trace_callback(asked.append)
    outlet = connection.execute("SELECT id FROM outlets LIMIT 1").fetchone()[0]
    value = {"jenis": "mou", "status": "held", "provinsi": "33", "media": outlet, "dari": "2020-01-01", "sampai": "2030-01-01"}
    search(connection, "bpjs", {name: value[name]} if name else {})
    connection.set_trace_callback(None)
    (sql,) = [one for one in asked if f"{kind}_fts MATCH" in one and "examined" in one]
    plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    known = {"hit", "newest", "titled"}
    plan = [step for step in plan if "(subquery" not in step]
    assert [step for step in plan if step.startswith("SCAN") and "INDEX" not in step and step.split()[1] not in known] == []
