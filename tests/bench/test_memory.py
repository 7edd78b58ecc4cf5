"""Memory over many articles, as a table. ``PANTAU_BENCH_ARTICLES`` sets their number (the figures of the README: 100,000)."""

import os
import time
from dataclasses import replace
from importlib import import_module

from extract.nlp import build, read

NUMBER = int(os.environ.get("PANTAU_BENCH_ARTICLES", "5000"))
ROWS = 10
GROWTH = 0.05
"""By how much memory may grow over the last nine tenths of a run."""


def _resident() -> float:
    """Megabytes in memory now."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        return int(file.read().split()[1]) * import_module("resource").getpagesize() / 1e6


def _stream(articles, number):
    """Articles that differ in their words: every one brings names and numbers that none before it had."""
    for i in range(number):
        base = articles[i % len(articles)]
        yield replace(base, id=str(i), text=f"{base.text}\nCatatan x{i:x}a dan Y{i:o}b, Rp{i}.{i % 1000:03} juta.")


def test_memory_stays_flat(articles):
    nlp = build()
    step = max(1, NUMBER // ROWS)
    curve = []
    print(f"\n{'articles':>10}{'MB':>9}{'strings':>10}{'ms/article':>12}")
    start = time.process_time()
    for done, extraction in enumerate(read(nlp, _stream(articles, NUMBER)), 1):
        assert extraction.rules
        if done % step == 0:
            curve.append(_resident())
            spent = (time.process_time() - start) / step * 1e3
            print(f"{done:10,}{curve[-1]:9.1f}{len(nlp.vocab.strings):10,}{spent:12.2f}", flush=True)
            start = time.process_time()
    assert curve[-1] <= curve[0] * (1 + GROWTH)
