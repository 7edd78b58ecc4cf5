import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pantau import main

LINE = {
    "id": "uji-1",
    "url": "https://contoh.id/berita/monev",
    "published": "2025-11-26T09:00:00+07:00",
    "title": "BPJS Ketenagakerjaan Kisaran Gelar Monev",
    "text": "KISARAN – BPJS Ketenagakerjaan Cabang Kisaran menggelar monitoring dan evaluasi (monev) pada Selasa (25/11). "
    "Kegiatan itu diikuti 12 klinik.",
}
FIELDS = {"id", "relevant", "dates", "offices", "officials", "figures", "programs", "events"}


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin)


def test_annotate_reads_lines_from_standard_input() -> None:
    result = run("annotate", "-", stdin=json.dumps(LINE) + "\n\n")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert set(found) == FIELDS
    assert found["id"] == "uji-1"
    assert [(LINE["text"][d["start"] : d["end"]], d["text"], d["value"]) for d in found["dates"]] == [
        ("Selasa (25/11)", "Selasa (25/11)", "2025-11-25")
    ]
    assert found["offices"] == [{"kind": "kc", "name": "Kisaran"}]
    assert [event["type"] for event in found["events"]] == ["monev"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "bukan JSON"),
        ("[1]", "bukan objek"),
        (json.dumps({**LINE, "published": "2025-11-26T09:00:00"}), "zona waktu"),
        (json.dumps({**LINE, "published": "kemarin"}), "kemarin"),
        (json.dumps({**LINE, "text": None}), "'text'"),
        (json.dumps({key: value for key, value in LINE.items() if key != "id"}), "'id'"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_read(line: str, message: str) -> None:
    result = run("annotate", "-", stdin=f"{line}\n{json.dumps(LINE)}\n")
    assert result.exit_code == 1
    assert "baris 1" in result.stderr
    assert message in result.stderr
    assert json.loads(result.stdout)["id"] == "uji-1"


PAGE = f"""<!doctype html><html><head><title>Monev - Contoh</title>
<meta property="article:published_time" content="2025-11-26T09:00:00+07:00"><meta name="author" content="Rina Contoh"></head>
<body><h1>BPJS Ketenagakerjaan Kisaran Gelar Monev</h1><div class="entry-content"><p>{LINE["text"]}</p>
<p>{LINE["text"]} Lagi.</p></div></body></html>"""


def test_clean_prints_one_json_line(tmp_path: Path) -> None:
    file = tmp_path / "halaman.html"
    file.write_text(PAGE, encoding="utf-8")
    result = run("clean", str(file), "--url", "https://contoh.id/berita/monev")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert (found["title"], found["author"], found["published"]) == (
        "BPJS Ketenagakerjaan Kisaran Gelar Monev",
        "Rina Contoh",
        "2025-11-26T09:00:00+07:00",
    )
    assert found["text"].startswith("KISARAN")


def test_clean_says_why_a_page_is_no_article(tmp_path: Path) -> None:
    file = tmp_path / "kosong.html"
    file.write_text("<html><body><h1>Judul</h1></body></html>", encoding="utf-8")
    result = run("clean", str(file))
    assert result.exit_code == 1
    assert json.loads(result.stdout)["rejected"] == "empty"


@pytest.mark.parametrize("command", ["extract", "merge"])
def test_a_missing_database_is_named(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PANTAU_DATA_DIR", str(tmp_path))
    result = run(command)
    assert result.exit_code == 1
    assert str(tmp_path) in result.stderr


def test_an_unknown_setting_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pantau.toml").write_text('data_dri = "x"\n', encoding="utf-8")
    result = run("merge")
    assert result.exit_code == 1
    assert "data_dri" in result.stderr
