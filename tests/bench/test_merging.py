"""Merging a stream of reports as it grows: what a report costs from first to last, and how well they are grouped.

``PANTAU_BENCH_REPORTS`` sets the number of reports (the figures of the README: 100,000 of 30,000 happenings). Articles come in
order of publication, in rounds, as from a crawl; every round is merged before the next comes. Time is the processor's.
"""

import os
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path

from db.store import NewsStore
from extract.merging.run import MergeCounts, merge_reports
from tests.happenings import b_cubed, press, truth

REPORTS = int(os.environ.get("PANTAU_BENCH_REPORTS", "10000"))
PER_HAPPENING = 3.35
PER_DAY = 27
ROUND = 250
"""Articles between two runs of merging: a day's press, at ten times what the register's outlets write of the agency."""
ROWS = 10
LEAST = 0.97
GROWTH = 1.35
"""By how much the last rows may be dearer than the first ones."""
NOW = datetime(2027, 1, 1, tzinfo=UTC)


def test_cost_is_flat_and_groups_are_right(tmp_path: Path):
    happenings = round(REPORTS / PER_HAPPENING)
    start = time.process_time()
    stream = press(1, happenings, max(30, happenings // PER_DAY))
    wanted = truth(stream)
    print(f"\n{len(wanted):,} reports of {len(set(wanted.values())):,} happenings in {len(stream):,} articles, ", end="")
    print(f"made in {time.process_time() - start:.0f} s")
    print(f"{'articles':>9}{'reports':>9}{'store ms':>10}{'merge ms':>10}{'MB':>7}   per report")
    path, total, row = tmp_path / "news.db", MergeCounts(), _Row()
    costs = []
    with NewsStore.open(path) as store:
        for at in range(0, len(stream), ROUND):
            row.round(store, stream[at : at + ROUND], total)
            done = min(at + ROUND, len(stream))
            if done * ROWS // len(stream) > len(costs):
                costs.append(row.merging / row.reports * 1e3)
                size = sum(file.stat().st_size for file in tmp_path.iterdir()) / 1e6
                print(f"{done:9,}{row.all:9,}{row.storing / row.reports * 1e3:10.2f}{costs[-1]:10.2f}{size:7.0f}", flush=True)
                row = _Row(row.all)
    print(", ".join(f"{count:,} {name}" for name, count in total.as_dict().items()))
    connection = sqlite3.connect(path)
    found = dict(connection.execute("SELECT id, event_id FROM reports"))
    connection.close()
    precision, recall, f1 = b_cubed(found, {report: key for report, key in wanted.items() if report in found})
    print(f"B-cubed precision {precision:.4f}, recall {recall:.4f}, F1 {f1:.4f}")
    assert f1 >= LEAST
    assert sum(costs[-3:]) <= sum(costs[:3]) * GROWTH


class _Row:
    """What one row of the table sums up."""

    def __init__(self, before=0):
        self.all = before
        self.reports = 0
        self.storing = self.merging = 0.0

    def round(self, store, articles, total):
        start = time.process_time()
        with store.together():
            for told in articles:
                store.save_article(told.article, told.extraction, page_digest="d", fetched_at=NOW, link=told.article.url)
        middle = time.process_time()
        counts = merge_reports(store, now=lambda: NOW, progress=lambda _: None)
        self.storing += middle - start
        self.merging += time.process_time() - middle
        count = sum(len(told.truth) for told in articles)
        self.reports += count
        self.all += count
        for name, value in counts.as_dict().items():
            setattr(total, name, getattr(total, name) + value)
