"""The spaCy pipeline: a blank Indonesian language and our components, in reading order.

Every component is a function ``Reading -> None`` in ``extract/components``; spaCy carries the :class:`Reading` of a text as
the one custom attribute ``Doc._.reading`` (values under ``Span._`` are shared by overlapping spans, so nothing lives there).
"""

import sys
from collections.abc import Callable, Iterable, Iterator

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import registry

from extract.reading import Reading
from extract.record import to_extraction
from extract.steps import COMPONENTS
from extract.tokenizer import WholeText
from models.records import Article, Extraction
from models.rules_digest import rules_digest

if not Doc.has_extension("reading"):
    Doc.set_extension("reading", default=None)


def _factory(step: Callable[[Doc, Reading], None]) -> Callable[[Language, str], Callable[[Doc], Doc]]:
    def create(nlp: Language, name: str) -> Callable[[Doc], Doc]:
        def component(doc: Doc) -> Doc:
            step(doc, doc._.reading)
            return doc

        return component

    return create


for _name, _step in COMPONENTS.items():
    Language.factory(f"pantau_{_name}", func=_factory(_step))


def _tokenizer() -> Callable[[Language], WholeText]:
    return lambda nlp: WholeText(nlp.vocab)


registry.tokenizers.register("pantau.whole_text.v1", func=_tokenizer)


def build() -> Language:
    """The pipeline with all components, ready for :func:`read`; build it once a process.

    The tokenizer is named in the configuration, not replaced afterwards: making spaCy's own takes seconds, for its 16,000
    Indonesian exceptions.
    """
    nlp = spacy.blank("id", config={"nlp": {"tokenizer": {"@tokenizers": "pantau.whole_text.v1"}}})
    nlp.max_length = sys.maxsize  # spaCy's limit is for parsers; what is too long for an article, the crawler refuses
    for name in COMPONENTS:
        nlp.add_pipe(f"pantau_{name}")
    return nlp


def read(nlp: Language, articles: Iterable[Article]) -> Iterator[Extraction]:
    """Read articles one by one; each gives exactly one extraction, in order. Memory does not grow with their number."""
    for article in articles:
        yield to_extraction(read_one(nlp, article), rules_digest())


def read_one(nlp: Language, article: Article) -> Reading:
    """The full reading of one article, with everything the components noted."""
    reading = Reading.of(article)
    with nlp.memory_zone():
        doc = nlp.make_doc(reading.text)
        doc._.reading = reading
        for _, component in nlp.pipeline:
            doc = component(doc)
    return reading
