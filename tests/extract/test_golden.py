"""Golden pages: those of the project, those of whoever runs the tests, and that none passes before a person has read it."""

import json
import os
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from extract.golden import differences, hold
from extract.run import hints_for
from models.golden import Golden, GoldenError, goldens, read_golden, write_golden
from models.records import Page
from models.sources import load_register
from pantau import main

OWN = Path(__file__).parent.parent / "golden"
OTHERS = [Path(folder) for folder in os.environ.get("PANTAU_GOLDEN", "").split(os.pathsep) if folder]
ALL = [path for folder in (OWN, *OTHERS) for path in goldens(folder)]
SOME = next(path for path in goldens(OWN) if path.name.startswith("klikpositif"))


def hints(page: Page) -> object:
    return hints_for(page, load_register())


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_page_is_read_as_a_person_read_it(path: Path) -> None:
    assert hold(path, hints).faults == ()  # type: ignore[arg-type]


def test_every_look_has_its_page() -> None:
    assert len(goldens(OWN)) >= 10
    assert any(len(read_golden(path).pages) > 1 for path in goldens(OWN))


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for name in (SOME.name, *read_golden(SOME).pages):
        (tmp_path / name).write_bytes((OWN / name).read_bytes())
    return tmp_path / SOME.name


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["golden", *map(str, arguments)])
    return result.exit_code, result.output


def test_unread_fails_until_a_person_marks_it(copied: Path) -> None:
    code, said = run(copied, "--fill")
    assert code == 0
    assert read_golden(copied).read_by is None
    code, said = run(copied)
    assert code == 1
    assert "belum dibaca orang" in said
    assert run(copied, "--read", "Siti")[0] == 0
    assert read_golden(copied).read_by == "Siti"
    assert run(copied.parent) == (0, "1 halaman emas, 0 perlu dilihat.\n")


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "Judul Lain", "title: diharapkan Judul Lain, terbaca "),
        ("author", None, "author: diharapkan None, terbaca "),
        ("published", "2020-01-01T00:00:00+07:00", "published: diharapkan 2020-01-01"),
        ("text", "Baris satu\nBaris dua", "text, baris 1: diharapkan 'Baris satu'"),
    ],
)
def test_what_differs_is_told(copied: Path, field: str, value: object, said: str) -> None:
    data = json.loads(copied.read_text("utf-8"))
    data["expected"][field] = value
    copied.write_text(json.dumps(data), encoding="utf-8")
    (fault,) = hold(copied, hints).faults  # type: ignore[arg-type]
    assert fault.startswith(said)


def test_a_page_that_changed_is_told(copied: Path) -> None:
    page = copied.parent / read_golden(copied).pages[0]
    page.write_bytes(b"<html><h1>Maaf</h1></html>")
    assert "ditolak sebagai" in hold(copied, hints).faults[0]  # type: ignore[arg-type]
    page.unlink()
    assert page.name in hold(copied, hints).faults[0]  # type: ignore[arg-type]
    assert run(copied, "--fill")[0] == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"read_by": None}, "read_by dan read_on"),
        ({"expected": None}, "expected masih kosong"),
        ({"pages": []}, "pages"),
        ({"extra": 1}, "extra"),
        ({"fetched_at": "2026-01-01T00:00:00"}, "fetched_at"),
    ],
)
def test_descriptions_are_strict(copied: Path, change: dict[str, object], said: str) -> None:
    copied.write_text(json.dumps(json.loads(copied.read_text("utf-8")) | change), encoding="utf-8")
    with pytest.raises(GoldenError, match=said):
        read_golden(copied)
    assert run(copied)[0] == 1


def test_differences_end_with_the_shorter_text() -> None:
    golden = read_golden(SOME)
    assert golden.expected is not None
    longer = golden.expected.model_copy(update={"text": golden.expected.text + "\nSatu lagi."})
    (told,) = differences(golden.expected, longer)
    assert told.endswith("diharapkan '(tidak ada)', terbaca 'Satu lagi.'")


def test_written_and_read(tmp_path: Path) -> None:
    golden = read_golden(SOME).model_copy(update={"read_on": date(2026, 1, 1)})
    write_golden(golden, tmp_path / "a.json")
    assert read_golden(tmp_path / "a.json") == golden
    assert isinstance(golden, Golden)
    assert run(tmp_path / "tiada")[0] == 2
    (tmp_path / "kosong").mkdir()
    assert "Tidak ada halaman emas" in run(tmp_path / "kosong")[1]
