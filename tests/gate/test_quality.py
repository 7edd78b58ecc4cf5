"""The gate: no task of the extraction falls below its floor on the project's own gold articles."""

import click
import pytest
from click.testing import CliRunner

from extract.cli import own_gold
from extract.evaluation import TASKS, key
from extract.gold import gold_digest, read_gold
from models.floors import read_floors
from pantau import main


def test_every_task_keeps_its_floor(capsys: pytest.CaptureFixture[str]) -> None:
    result = CliRunner().invoke(main, ["evaluate"])
    with capsys.disabled():
        click.echo("\n" + result.output)
    assert result.exit_code == 0, result.output


def test_the_floors_are_pinned_to_the_gold_set_and_to_every_task() -> None:
    floors = read_floors()
    gold = read_gold([own_gold()])
    assert floors.gold == gold_digest(gold)
    assert floors.articles == len(gold)
    assert list(floors.tasks) == [*map(key, TASKS), "overall"]
    assert floors.margin <= 0.01
