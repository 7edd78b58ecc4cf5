"""docs/operations.md: what it tells operators to type exists, and what it says of exit codes is so."""

import re
from configparser import ConfigParser
from pathlib import Path

import click
import pytest

from crawler.sources_cli import UNWELL
from db.health import LABELS
from pantau import OVERLAP, STAGES, main

TEXT = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
COMMANDS = sorted(
    set(re.findall(r"(?<![\w./@-])(?:/opt/pantau/venv/bin/)?pantau ((?:[a-z]+ ?)(?:[a-zA-Z]+ ?|--?[a-z-]+ ?)*)", TEXT))
)


def test_commands_exist() -> None:
    named = [words for words in (command.split() for command in COMMANDS) if words[0] in STAGES]
    assert {"run", "crawl", "sources", "extract", "merge"} <= {words[0] for words in named}
    for words in named:
        with click.Context(main) as context:
            command = main.get_command(context, words[0])
            assert command is not None
            if isinstance(command, click.Group) and len(words) > 1:
                sub = command.get_command(context, words[1])
                assert sub is not None, words
                command = sub
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= known, words


@pytest.mark.parametrize(("code", "command"), [(OVERLAP, "run --lock"), (UNWELL, "sources health")])
def test_exit_codes(code: int, command: str) -> None:
    assert re.search(rf"\| `{command}` \| {code} \|", TEXT)


def test_the_unit_takes_an_overlap_for_no_failure() -> None:
    units = [ConfigParser(strict=False, interpolation=None) for _ in re.findall(r"```ini\n", TEXT)]
    for parser, text in zip(units, re.findall(r"```ini\n(.*?)```", TEXT, re.DOTALL), strict=True):
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read_string(text)
    assert units[0]["Service"]["SuccessExitStatus"] == str(OVERLAP)
    assert units[0]["Service"]["ExecStart"].endswith("pantau run --lock --log-json")


@pytest.mark.parametrize("label", LABELS.values())
def test_every_state_is_explained(label: str) -> None:
    assert f"| {label} |" in TEXT
