"""`pantau sources list`, and what no command does without a contact."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from crawler.sources_cli import sources
from models.sources import load_register
from pantau import main


def test_list_as_table() -> None:
    done = CliRunner().invoke(sources, ["list"])
    assert done.exit_code == 0
    rows = done.stdout.splitlines()
    register = load_register()
    assert len(rows) == len(register.sources) + 1
    assert all(source.id in done.stdout for source in register.sources)
    assert any("nonaktif: Pemuat ulang" in row for row in rows)


def test_list_as_json() -> None:
    done = CliRunner().invoke(sources, ["list", "--json"])
    assert done.exit_code == 0
    listed = json.loads(done.stdout)
    assert {row["id"] for row in listed} == set(load_register().by_id)
    assert all(row["lists"] for row in listed if row["enabled"])


@pytest.mark.parametrize("command", [("crawl",), ("sources", "check")])
def test_no_visit_without_a_contact(command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The packaged register holds real hosts: without an address to write to, nothing is asked of them."""
    monkeypatch.delenv("PANTAU_CONTACT", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PANTAU_DATA_DIR", str(tmp_path))
    result = CliRunner().invoke(main, list(command))
    assert result.exit_code == 1
    assert "PANTAU_CONTACT" in result.output
    assert not (tmp_path / "pages.db").exists()
