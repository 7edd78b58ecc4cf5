"""The front door: every command is reachable, and help needs no stage."""

import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from pantau import STAGES, main


@pytest.mark.parametrize("name", STAGES)
def test_every_stage_loads_and_explains_itself(name: str) -> None:
    result = CliRunner().invoke(main, [name, "--help"])
    assert result.exit_code == 0, result.output
    assert "Usage" in result.output


def test_help_lists_every_command_without_loading_a_stage() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from pantau import main;"
        "result = CliRunner().invoke(main, ['--help']); assert result.exit_code == 0;"
        "print(result.output);"
        "heavy = {'scrapy', 'spacy', 'datasette', 'trafilatura', 'pydantic'} & set(sys.modules);"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    for name in STAGES:
        assert name in done.stdout


def test_an_unknown_command_is_named() -> None:
    result = CliRunner().invoke(main, ["pantua"])
    assert result.exit_code == 2
    assert "pantua" in result.output


def test_commands_are_click_commands() -> None:
    with click.Context(main) as context:
        assert all(isinstance(main.get_command(context, name), click.Command) for name in STAGES)
