import random
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.merging.copies import bands, copied, origins, signature
from models.merging import merge_weights
from models.tellings import Likeness, Signed

RULES = merge_weights().copies
WORDS = [a + b + c for a in "bdgkmnprst" for b in ("ang", "eli", "ora") for c in ("ti", "na", "ku", "sa")]


def text(seed: object, words: int = 160) -> str:
    dice = random.Random(str(seed))
    return " ".join(dice.choice(WORDS) for _ in range(words))


def signed(name: str, body: str, published: str = "2025-11-25T03:00:00Z") -> Signed:
    return Signed(sum(map(ord, name)), name, published, signature(body, RULES))


RELEASE = text("release")
VARIANTS = {
    "another dateline": (f"MEDAN, KORAN - {RELEASE}", Likeness.COPY),
    "another layout": (RELEASE.upper().replace(" ", "\n", 20).replace(" ", ", ", 30), Likeness.COPY),
    "an edited sentence": (RELEASE.replace(" ".join(RELEASE.split()[40:52]), text("edit", 12)), Likeness.COPY),
    "shortened": (" ".join(RELEASE.split()[:95]), Likeness.SHORTENED),
    "with more": (f"{RELEASE} {text('more', 110)}", Likeness.EXTENDED),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_copies_are_found_and_told_apart(name: str) -> None:
    body, likeness = VARIANTS[name]
    first, later = signed("a", RELEASE), signed("b", body, "2025-11-26T03:00:00Z")
    pairs = copied(first, [later], RULES)
    assert pairs == copied(later, [first], RULES)
    assert len(pairs) == 1
    assert {o.article: (o.original, o.likeness) for o in origins([later, first], pairs, RULES)} == {
        "a": ("a", Likeness.ORIGINAL),
        "b": ("a", likeness),
    }
    assert set(bands(first.signature, RULES)) & set(bands(later.signature, RULES))


def test_unrelated_texts_are_no_copies_and_seldom_share_a_band() -> None:
    found = [signed(f"t{n}", text(n)) for n in range(40)]
    assert not [pair for one, other in combinations(found, 2) for pair in copied(one, [other], RULES)]
    keys = [set(bands(item.signature, RULES)) for item in found]
    assert sum(bool(a & b) for a, b in combinations(keys, 2)) <= 4


def test_an_article_joined_from_two_does_not_make_them_one() -> None:
    one, other = signed("a", text(1)), signed("b", text(2), "2025-11-25T04:00:00Z")
    joined = signed("c", f"{text(1)} {text(2)}", "2025-11-25T05:00:00Z")
    pairs = [*copied(joined, [one, other], RULES), *copied(one, [other], RULES)]
    found = {o.article: o for o in origins([one, other, joined], pairs, RULES)}
    assert len(pairs) == 2
    assert found["a"].original == "a"
    assert found["b"].original == "b"
    assert found["c"].original in ("a", "b")
    assert found["c"].likeness is Likeness.JOINED


@pytest.mark.parametrize("seed", range(3))
def test_groups_know_no_order(seed: int) -> None:
    bodies = [body for body, _ in VARIANTS.values()] + [RELEASE, text(1), f"{text(1)} {text(2)}", text(2)]
    found = [signed(f"t{n}", body, f"2025-11-{10 + n}T03:00:00Z") for n, body in enumerate(bodies)]
    pairs = [pair for one, other in combinations(found, 2) for pair in copied(one, [other], RULES)]
    dice = random.Random(seed)
    mixed, turned = found[:], pairs[:]
    dice.shuffle(mixed)
    dice.shuffle(turned)
    assert sorted(origins(mixed, turned, RULES), key=str) == sorted(origins(found, pairs, RULES), key=str)


def test_signatures_of_another_algorithm_are_not_compared() -> None:
    one, other = signed("a", RELEASE), signed("b", RELEASE)
    assert copied(one, [other], RULES)
    assert not copied(one, [replace(other, signature=replace(other.signature, algorithm="older"))], RULES)


@pytest.mark.parametrize("body", ["", "Baca juga", "Foto: istimewa"])
def test_short_texts_tell_nothing(body: str) -> None:
    assert bands(signature(body, RULES), RULES) == []
    assert copied(signed("a", body), [signed("b", body)], RULES) == []


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_has_a_signature(body: str) -> None:
    found = signature(body, RULES)
    assert len(found.values) == 4 * RULES.permutations
    assert found == signature(body, RULES)
    assert all(-(2**63) <= band < 2**63 for band in bands(found, RULES))
