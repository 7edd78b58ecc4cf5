"""Speed on one core, in one run on the same texts: the whole pipeline beside the bare tokenizer and sentence splitter.

The floor is a ratio, so that the machine does not matter: at least half of the articles per second of ``spacy.blank("id")`` with
``sentencizer``. dateparser's search, which many would take for the dates alone, stands beside it.
"""

import time
import warnings

import spacy

from extract.nlp import build, read_one
from extract.reading import Reading
from extract.record import to_extraction
from extract.steps import COMPONENTS
from models.rules_digest import rules_digest

RATIO = 0.5
SEARCHED = 10
"""Articles that dateparser searches; it is slow."""


def test_the_pipeline_reaches_half_the_speed_of_tokenizer_and_sentencizer(articles, best):
    blank = spacy.blank("id")
    blank.add_pipe("sentencizer")
    nlp = build()
    rules = rules_digest()

    def bare(article):
        blank(article.text)

    def pipeline(article):
        to_extraction(read_one(nlp, article), rules)

    split, read = (seconds / len(articles) for seconds in best(articles, bare, pipeline))
    print(f"\n{len(articles)} articles of {sum(len(a.text) for a in articles) / len(articles):.0f} characters, processor time")
    print(f"{'blank + sentencizer':24}{split * 1e3:9.2f} ms {1 / split:8.0f} articles/s")
    print(f"{'whole pipeline':24}{read * 1e3:9.2f} ms {1 / read:8.0f} articles/s   ratio {split / read:.2f}")
    search = _dateparser(articles[:SEARCHED])
    print(f"{'dateparser search_dates':24}{search * 1e3:9.2f} ms {1 / search:8.1f} articles/s   dates alone, {SEARCHED} articles")
    assert split / read >= RATIO


def _dateparser(articles):
    from dateparser.search import search_dates

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        start = time.process_time()
        for article in articles:
            search_dates(article.text, languages=["id"])
        return (time.process_time() - start) / len(articles)


def test_where_the_time_goes(articles):
    nlp = build()
    spent = dict.fromkeys(COMPONENTS, 0.0)
    for turn in range(4):
        for article in articles:
            reading = Reading.of(article)
            doc = nlp.make_doc("")
            for name, step in COMPONENTS.items():
                start = time.process_time()
                step(doc, reading)
                spent[name] += (time.process_time() - start) * bool(turn)  # the first turn warms up
    whole = sum(spent.values())
    print("\ncomponent       ms/article  share")
    for name, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"{name:14}{seconds / len(articles) / 3 * 1e3:12.2f}{seconds / whole:7.0%}")
