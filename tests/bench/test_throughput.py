"""Articles stored per second by the crawl beside a bare Scrapy spider that fetches the same addresses and stores nothing.

Both in one run, each in a process of its own, no delays, against a press whose pages are printed beforehand. The floor is a
ratio to Scrapy as it comes, so that the machine does not matter; beside it stands what the same spider does with the one of our
settings that spares Scrapy most of its tasks (``CONCURRENT_ITEMS``). ``PANTAU_BENCH_PAGES`` sets the number of articles.
"""

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from crawler.newsroom import Newsroom
from crawler.newsroom.day import make_day
from crawler.settings import CONCURRENT_ITEMS
from db.pages import PageStore

RATIO = 0.7
ARTICLES = int(os.environ.get("PANTAU_BENCH_PAGES", "1500"))
OUTLETS = 100
TURNS = 3
START = datetime(2026, 3, 2, 17, tzinfo=UTC)
PACE = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "DOWNLOAD_TIMEOUT": 60}


def _run(*arguments):
    done = subprocess.run([sys.executable, *map(str, arguments)], capture_output=True, text=True, timeout=600, check=True)
    return json.loads(done.stdout)


def test_the_crawl_reaches_seven_tenths_of_a_spider_that_stores_nothing(tmp_path):
    day = make_day(3, START, outlets=OUTLETS, articles=ARTICLES, share=1)
    press = [replace(outlet, refuses=(), crawl_delay=None) for outlet in day.outlets]
    bare = Path(__file__).with_name("bare_spider.py")
    crawls, bares, leans = [], [], []
    with Newsroom(press=press) as newsroom:
        newsroom.turn_to(START + timedelta(days=1))
        newsroom.write_register(tmp_path / "register")
        for turn in range(TURNS):
            before = len(newsroom.requests)
            pages_db = tmp_path / f"pages-{turn}.db"
            visit = ("-m", "crawler.newsroom.visit", "--pages-db", pages_db, "--register", tmp_path / "register")
            crawls.append(_run(*visit, "--pace", json.dumps(PACE)))
            if not turn:
                urls = [f"http://{served.host}{served.path}" for served in newsroom.requests[before:]]
                (tmp_path / "urls").write_text("\n".join(urls))
            bares.append(_run(bare, tmp_path / "urls"))
            leans.append(_run(bare, tmp_path / "urls", CONCURRENT_ITEMS))
            assert bares[-1]["got"] == leans[-1]["got"] == len(urls)
            with PageStore.open(pages_db, read_only=True) as store:
                assert store.counts()["articles"] >= ARTICLES * 0.95
    stored = max(crawl["counts"]["stored"] for crawl in crawls)
    print(f"\n{stored} articles of {OUTLETS} outlets, {len(urls)} requests; the better of {TURNS} turns each")
    rates = {}
    for name, runs in (("crawl", crawls), ("bare spider", bares), ("bare, our settings", leans)):
        seconds, processor = min(run["seconds"] for run in runs), min(run["processor"] for run in runs)
        rates[name] = stored / seconds
        ratio = rates["crawl"] / rates[name]
        print(f"{name:20}{rates[name]:6.0f} articles/s{seconds:8.2f} s{processor:8.2f} s of processor time   ratio {ratio:.2f}")
    assert rates["crawl"] / rates["bare spider"] >= RATIO
