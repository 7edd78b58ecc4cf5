"""Whether a source answered: zero is never success."""

from crawler.desk import Tally


def verdict(tally: Tally) -> str | None:
    """What is wrong with a source after a crawl, in Indonesian; ``None`` where it answered and showed articles."""
    counts = tally.counts
    if not counts["lists_answered"]:
        return "tidak satu pun daftar menjawab" + (f": {tally.troubles[0]}" if tally.troubles else "")
    if not counts["links"]:
        return "semua daftar menjawab, tetapi tidak memuat satu pun tautan artikel"
    return None
