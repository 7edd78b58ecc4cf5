"""Cleaning beside plain trafilatura, in one run on the same pages: text F1 and pages per second.

The pages are the newsroom's, as served: every family's markup, and the same pages without a class, id or JSON-LD to go by, as an
unknown outlet would serve them.
"""

import json
import re
import time
import urllib.request
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from importlib.resources import files

import pytest
import trafilatura

from crawler.newsroom import Newsroom
from extract.clean import clean
from extract.components.sections import is_leftover
from extract.decode import decode
from extract.hints import Hints
from models.records import Article, Page

NOW = datetime(2026, 12, 1, tzinfo=UTC)
ROUNDS = 3


def token_f1(wanted: str, found: str) -> float:
    a, b = Counter(wanted.split()), Counter(found.split())
    return 2 * sum((a & b).values()) / (sum(a.values()) + sum(b.values()))


@pytest.fixture(scope="module")
def golden() -> list[tuple[Page, str]]:
    """Pages of one number with the text that is the article's own."""
    texts = {}
    for item in files("crawler.newsroom").joinpath("articles").iterdir():
        if item.name.endswith(".json"):
            article = json.loads(item.read_text("utf-8"))
            texts[article["id"]] = "\n".join(line for line in article["text"].split("\n") if not is_leftover(line))
    found = []
    with Newsroom() as newsroom:
        for url, gold_id in newsroom.articles.items():
            if gold_id not in texts:
                continue
            with urllib.request.urlopen(url, timeout=20) as response:
                body = decode(response.read(), response.headers["content-type"])
            page = Page(url, url, None, 200, (("content-type", "text/html; charset=utf-8"),), body.encode(), NOW)
            # Articles of several numbered pages are left out: one page holds only a part of their text.
            if all(line[:30] in unescape(body) for line in texts[gold_id].split("\n")):
                found.append((page, texts[gold_id]))
    assert len(found) > 40
    return found


def bare(page: Page) -> Page:
    text = re.sub(r'\s(?:class|id|itemprop|itemtype)="[^"]*"', "", page.body.decode())
    return replace(page, body=re.sub(r'<script type="application/ld\+json">.*?</script>', "", text, flags=re.DOTALL).encode())


def ours(page: Page) -> str:
    found = clean(page, Hints())
    return found.text if isinstance(found, Article) else ""


def plain(page: Page) -> str:
    return trafilatura.extract(page.body.decode(), include_comments=False, with_metadata=True) or ""


def precise(page: Page) -> str:
    return trafilatura.extract(page.body.decode(), include_comments=False, with_metadata=True, favor_precision=True) or ""


@pytest.mark.parametrize("marks", ["as served", "without marks"])
def test_cleaning_beside_trafilatura(golden: list[tuple[Page, str]], marks: str) -> None:
    pages = [(page if marks == "as served" else bare(page), text) for page, text in golden]
    quality: dict[str, float] = {}
    seconds: dict[str, float] = {}
    runs: list[tuple[str, Callable[[Page], str]]] = [
        ("pantau", ours),
        ("trafilatura", plain),
        ("trafilatura, precision", precise),
    ]
    for _ in range(ROUNDS):
        for name, run in runs:
            began = time.process_time()
            results = [run(page) for page, _ in pages]
            seconds[name] = min(seconds.get(name, 1e9), time.process_time() - began)
            quality[name] = sum(token_f1(text, found) for (_, text), found in zip(pages, results, strict=True)) / len(pages)
    print(f"\n{len(pages)} pages, {marks}")
    for name, _ in runs:
        rate = len(pages) / seconds[name]
        print(
            f"  {name:<24} text F1 {quality[name]:.4f}   {rate:6.1f} pages/s   ratio {seconds['trafilatura'] / seconds[name]:.2f}"
        )
    assert quality["pantau"] >= quality["trafilatura"]
    assert seconds["trafilatura"] / seconds["pantau"] >= 0.8
