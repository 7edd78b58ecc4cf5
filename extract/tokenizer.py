"""A tokenizer that does no more than our components need: they read by offsets, so a text is one token.

The tokenizer of ``spacy.blank("id")`` is not used for two reasons. Its affix rules take quadratic time on runs of punctuation:
10,000 opening brackets took over a minute, which one hostile page must not cost. And inside a memory zone every token that is
new to the vocabulary is looked at from all sides and thrown away afterwards, which took longer (4 ms an article) than any
component of ours.
"""

from spacy.tokens import Doc
from spacy.vocab import Vocab


class WholeText:
    """Text in, :class:`Doc` out; the text of the document is the text given, to the character."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The text as a single token; none for an empty text."""
        return Doc(self.vocab, words=[text] if text else [], spaces=[False] if text else [])
