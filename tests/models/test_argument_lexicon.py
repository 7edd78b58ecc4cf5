from importlib.resources import files

import pytest

from models.arguments import Arguments, arguments, speech, venues
from models.bodies import bodies
from models.lexicon import LexiconError, load, parse
from models.vocab import EventType


@pytest.mark.parametrize("loader", [arguments, speech, venues, bodies])
def test_the_files_fit_their_schemas(loader):
    assert loader() is loader()


@pytest.mark.parametrize(
    ("role", "kind", "slot", "expected"),
    [
        ("past", EventType.SANTUNAN, "counterparties", ()),  # the type's rule
        ("past", EventType.SANTUNAN, "officials", ("voice",)),  # the rule of role and type
        ("past", EventType.MONEV, "officials", ("actors",)),  # the role's rule
    ],
)
def test_the_narrowest_rule_wins(role, kind, slot, expected):
    assert arguments().sources(role, kind, slot) == expected


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('venue = ["setting"]', 'venue = ["cellar"]'), "roles.main.venue"),
        (('places = ["main"]', ""), "roles.main: tanpa places"),
        (("[types.santunan]", "[types.pesta]"), "types.pesta"),
        (("[cues]", "[cues]\nnoise = []"), "cues.noise"),
    ],
)
def test_a_wrong_rule_file_is_refused_by_name(change, message):
    text = (files("models") / "lexicon" / "arguments.toml").read_text(encoding="utf-8")
    assert change[0] in text
    with pytest.raises(LexiconError, match=message):
        parse(text.replace(*change, 1), Arguments, "arguments.toml")


def test_a_missing_file_is_named():
    with pytest.raises(LexiconError, match=r"tidak-ada\.toml"):
        load("tidak-ada", Arguments)
