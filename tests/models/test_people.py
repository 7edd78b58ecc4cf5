"""The lexicons of positions, honorifics and speech."""

import pytest

from models.lexicon import LexiconError, parse
from models.people import Positions, Speech, honorifics, positions, speech


def heads() -> list[str]:
    data = positions()
    regional = (*data.region.province, *data.region.regency, *data.region.city, *data.region.any)
    return [*regional, *data.local.heads, *data.general.heads]


def test_a_head_has_one_level() -> None:
    assert sorted(set(heads())) == sorted(heads())


@pytest.mark.parametrize(
    "words", [heads(), positions().before, positions().links, speech().after, speech().active, honorifics().before]
)
def test_words_are_in_lower_case(words: list[str]) -> None:
    assert [word for word in words if word != word.lower()] == []


def test_no_honorific_is_a_degree() -> None:
    assert set(honorifics().before) & set(honorifics().after) == set()


def test_names_among_the_fields_are_fields() -> None:
    fields = positions().fields
    assert set(fields.names) <= {*fields.units, *fields.works, *fields.areas, *honorifics().never.nouns}


@pytest.mark.parametrize(("schema", "text"), [(Speech, 'after = ["ujar"]\nmore = []'), (Positions, "befor = []")])
def test_unknown_and_missing_keys_are_refused(schema: type, text: str) -> None:
    with pytest.raises(LexiconError, match=r"contoh\.toml"):
        parse(text, schema, "contoh.toml")


def test_a_cue_without_a_stem_is_refused() -> None:
    lists = {**dict.fromkeys(Speech.model_fields, ()), "nicknames": ("akrab disapa",), "nickname_stems": ("panggil",)}
    with pytest.raises(ValueError, match="akrab disapa"):
        Speech(**lists)
    assert Speech(**{**lists, "nickname_stems": ("sapa",)}).nicknames == ("akrab disapa",)
