"""A tokenizer whose time is linear in any text.

The affix rules of ``spacy.blank("id")`` take quadratic time on runs of punctuation: 10,000 opening brackets took over a minute,
which one hostile page must not cost. Our components read by offsets, so plain tokens are all a ``Doc`` needs here.
"""

import re

from spacy.tokens import Doc
from spacy.vocab import Vocab

_TOKEN = re.compile(r"(?:\w+(?:[.,/'’-]\w+)*|[^\w\s])|(\s+)")
"""A word with its inner marks (``1.080.000``, ``Jum'at``, ``d/m``), one mark, or a run of space."""


class LinearTokenizer:
    """Text in, :class:`Doc` out; the text of the document is the text given, to the character."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """Tokenize. A single blank belongs to the token before it, as in spaCy; other space is a token of its own."""
        words: list[str] = []
        spaces: list[bool] = []
        for match in _TOKEN.finditer(text):
            if match.group() == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
            else:
                words.append(match.group())
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)
