"""Which articles are copies: press releases re-printed with another dateline, shortened, or joined with other text.

An article's text becomes the set of its runs of words, and that a MinHash signature (datasketch). Two texts that share runs
agree in as many signature values as their sets overlap (Jaccard); a look-up by bands of values finds the pairs worth comparing
without reading the rest. Whether two articles are copies depends on these two alone, and the groups on the set of pairs, never on
the order of arrival.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import pairwise
from zlib import crc32

import numpy as np
from datasketch import MinHash

from models.merging import CopyRules
from models.tellings import CopyPair, Likeness, Origin, Signature, Signed

_WORD = re.compile(r"[^\W_]+")
_permutations: dict[int, object] = {}


def signature(text: str, rules: CopyRules) -> Signature:
    """The signature of a text: letter case, marks, punctuation and layout do not count."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    runs = {" ".join(words[i : i + rules.run]) for i in range(len(words) - rules.run + 1)}
    found = MinHash(rules.permutations, scheme="affine32", hashfunc=crc32, permutations=_permutations.get(rules.permutations))
    _permutations[rules.permutations] = found.permutations  # the same for every text (seed 1), and slow to make
    if runs:
        found.update_batch([run.encode() for run in runs])
    return Signature(rules.algorithm, len(runs), found.hashvalues.astype("<u4").tobytes())


def bands(found: Signature, rules: CopyRules) -> list[int]:
    """What a signature is looked up by: one number (signed, 64 bits) a band. None where the text is too short to tell."""
    if found.runs < rules.least:
        return []
    step = 4 * rules.rows
    slices = pairwise(range(0, step * (rules.bands + 1), step))
    return [
        int.from_bytes(blake2b(found.values[start:end], digest_size=8, person=f"{number}".encode()).digest(), signed=True)
        for number, (start, end) in enumerate(slices)
    ]


def copied(article: Signed, others: Sequence[Signed], rules: CopyRules) -> list[CopyPair]:
    """The pairs of an article and others of which the longer text has most of the shorter one's runs of words.

    A pair is the same whichever of its two is asked for.
    """
    comparable = [other for other in others if other.signature.algorithm == article.signature.algorithm]
    if not comparable or article.signature.runs < rules.least:
        return []
    own = np.frombuffer(article.signature.values, "<u4")
    values = np.frombuffer(b"".join(other.signature.values for other in comparable), "<u4").reshape(len(comparable), -1)
    jaccards = np.mean(values == own, axis=1).tolist()
    pairs = (_pair(article, other, jaccard, rules) for other, jaccard in zip(comparable, jaccards, strict=True))
    return [pair for pair in pairs if pair is not None]


def _pair(one: Signed, other: Signed, jaccard: float, rules: CopyRules) -> CopyPair | None:
    first, second = sorted((one, other), key=_order)
    a, b = first.signature.runs, second.signature.runs
    shared = jaccard / (1 + jaccard) * (a + b)
    if min(a, b) < rules.least or shared < rules.share * min(a, b):
        return None
    return CopyPair(first.id, second.id, min(1.0, shared / a), min(1.0, shared / b))


def origins(articles: Iterable[Signed], pairs: Sequence[CopyPair], rules: CopyRules) -> list[Origin]:
    """Whose words each article has, for all articles that pairs connect.

    In order of publication, each belongs to the group of the earlier articles it is a copy of. One that holds several which are
    no copies of each other was joined from them: it belongs to the group it shares most with and does not make them one.
    """
    near: dict[str, list[CopyPair]] = {}
    for pair in pairs:
        near.setdefault(pair.first, []).append(pair)
        near.setdefault(pair.second, []).append(pair)
    found: dict[str, Origin] = {}
    for article in sorted(articles, key=_order):
        known = [(pair, other) for pair in near.get(article.id, ()) if (other := _other(pair, article.id)) in found]
        found[article.id] = _origin(article.id, known, found, rules)
    return list(found.values())


def _origin(article: str, known: Sequence[tuple[CopyPair, str]], found: Mapping[str, Origin], rules: CopyRules) -> Origin:
    if not known:
        return Origin(article, article, Likeness.ORIGINAL)
    order = {name: place for place, name in enumerate(found)}
    # The nearest of kin: most of the words of both, the earliest among equals.
    pair, other = min(known, key=lambda item: (-round(item[0].of_first + item[0].of_second, 3), order[item[1]]))
    if len({found[name].original for _, name in known}) > 1 and _shares(pair, article)[0] < rules.whole:
        return Origin(article, found[other].original, Likeness.JOINED)
    return Origin(article, found[other].original, _likeness(*_shares(pair, article), rules))


def _likeness(own: float, others: float, rules: CopyRules) -> Likeness:
    if own >= rules.whole and others >= rules.whole:
        return Likeness.COPY
    return Likeness.SHORTENED if own >= others else Likeness.EXTENDED


def _shares(pair: CopyPair, article: str) -> tuple[float, float]:
    """The share of the article's words that the other has, and the share of the other's that it has."""
    return (pair.of_first, pair.of_second) if pair.first == article else (pair.of_second, pair.of_first)


def _other(pair: CopyPair, article: str) -> str:
    return pair.second if pair.first == article else pair.first


def _order(article: Signed) -> tuple[str, str]:
    return article.published, article.id
