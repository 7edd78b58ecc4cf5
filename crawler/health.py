"""Whether a source answered: zero is never success."""

from crawler.desk import Tally


def verdict(tally: Tally) -> str | None:
    """What is wrong with a source after a crawl, in Indonesian; ``None`` where it answered and showed articles."""
    counts = tally.counts
    left_out = counts["lists_resting"] + counts["lists_over_budget"]
    if left_out and counts["lists"] <= counts["lists_over_budget"] + counts["lists_forbidden"]:
        return None  # nothing could be asked: its other lists are resting, the day's budget is spent, or robots.txt forbids
    if not counts["lists_answered"]:
        return "tidak satu pun daftar menjawab" + (f": {tally.troubles[0]}" if tally.troubles else "")
    if not counts["links"] and not left_out:
        return "semua daftar menjawab, tetapi tidak memuat satu pun tautan artikel"
    return None
