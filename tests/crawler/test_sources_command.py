"""`pantau sources list`."""

import json

from click.testing import CliRunner

from crawler.cli import sources
from models.sources import load_register


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
