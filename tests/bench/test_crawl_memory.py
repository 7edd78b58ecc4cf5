"""Memory of a crawl over three hundred sources that meets a whole day at once: all its articles, lists and faults."""

from datetime import UTC, datetime

from crawler.newsroom.day import HOURS, ROUND, make_day
from crawler.newsroom.rounds import watch

MEMORY = 600
"""Megabytes at the peak."""
START = datetime(2026, 3, 2, 17, tzinfo=UTC)


def test_a_crawl_of_three_hundred_sources_stays_below_six_hundred_megabytes(tmp_path):
    day = make_day(1, START)
    (found,) = watch(day, tmp_path, rounds=[START + HOURS * ROUND]).rounds
    report = found.report
    print(
        f"\n{len(day.outlets)} outlets, {found.last - found.first} requests, {report['counts']['stored']} pages stored in"
        f" {report['seconds']:.0f} s: peak memory {report['peak']:.0f} MB"
    )
    assert report["peak"] < MEMORY
