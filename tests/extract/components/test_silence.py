"""General news that names the agency in passing is not about it: at most 2 of 1,000 articles."""

import random
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import spacy

from extract.components.relevance import judge_relevance
from extract.reading import Reading
from extract.steps import COMPONENTS
from models.records import Article

NLP = spacy.blank("id")
STORIES = 1_200
WRONG = 2 / 1_000


@cache
def news() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("general_news.toml").read_text("utf-8"))


def filled(text: str, rng: random.Random) -> str:
    for slot, values in news()["slots"].items():
        while f"{{{slot}}}" in text:
            text = text.replace(f"{{{slot}}}", rng.choice(values), 1)
    return text


def stories(mentions: int, *kinds: str) -> Iterator[tuple[str, str, str]]:
    """Articles by topic in turn: the sentences in passing (of the ``kinds``, "" for the topic's own), headline, text."""
    rng = random.Random(20_250_321)
    data = news()
    for number in range(STORIES):
        topic = data["topic"][number % len(data["topic"])]
        passing = [sentence for kind in kinds for sentence in data["passing"][kind or topic["name"]]]
        body = rng.sample(topic["paragraphs"], rng.randint(2, min(7, len(topic["paragraphs"]))))
        told = [rng.choice(passing) for _ in range(mentions)]
        for sentence in told:
            at = rng.randrange(len(body))
            if rng.random() < 0.5:
                body.insert(at + 1, sentence)
            else:
                body[at] += f" {sentence}"
        town, agency = rng.choice(data["slots"]["kota"]), rng.choice(data["slots"]["bpjs"])
        text = "\n".join(body).replace("{kota}", town).replace("{bpjs}", agency)
        title = rng.choice(topic["headlines"]).replace("{kota}", town)
        yield " | ".join(told), filled(title, rng), filled(text, rng)


def is_about(title: str, text: str) -> bool:
    reading = Reading.of(Article("a", "https://contoh.id/a", "contoh", title, text, datetime(2025, 3, 21, tzinfo=UTC)))
    doc = NLP.make_doc("")
    for name in ("sections", "places", "dates"):
        COMPONENTS[name](doc, reading)
    judge_relevance(doc, reading)
    return reading.relevant


@pytest.mark.parametrize(
    ("mentions", "kinds"),
    [(1, ("any", "")), (2, ("any", "")), (1, ("later",))],
    ids=["once", "twice", "written later"],
)
def test_general_news_is_not_about_the_agency(mentions: int, kinds: tuple[str, ...]) -> None:
    found = list(stories(mentions, *kinds))
    assert len({text for _, _, text in found}) > 1_000
    wrong = Counter(told for told, title, text in found if is_about(title, text))
    assert wrong.total() <= WRONG * len(found), wrong


def test_the_stories_name_the_agency_in_many_ways() -> None:
    assert len({sentence for kind in news()["passing"].values() for sentence in kind}) >= 60


@pytest.mark.parametrize("paragraphs", ["\n", " "], ids=["paragraphs", "one block"])
def test_a_story_of_the_agency_between_general_news_is_heard(paragraphs: str) -> None:
    text = paragraphs.join(
        [
            "BPJS Ketenagakerjaan Cabang Palu menyerahkan santunan kematian kepada ahli waris nelayan, Senin (3/3).",
            "Santunan Rp42 juta itu diserahkan di aula kantor camat.",
            "Almarhum terdaftar sebagai peserta sejak 2021.",
            "Iurannya dibayar pemerintah desa.",
        ]
    )
    assert is_about("Keluarga Nelayan Terima Rp42 Juta", text)
