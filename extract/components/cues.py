"""Finding any of many phrases in one pass: folded into a prefix tree, their number hardly adds to the cost."""

import re
from collections.abc import Iterable

_SUFFIX = r"(?:nya|lah|pun)?"

_Tree = dict[str, "_Tree"]


def phrase_pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds the longest of the phrases (lower case) between word boundaries.

    Group 1 is the phrase without ``-nya``, ``-lah``, ``-pun``, which may follow it. A space matches a no-break space too.
    """
    return re.compile(rf"\b({prefix_tree(phrases)}){_SUFFIX}\b")


def prefix_tree(phrases: Iterable[str]) -> str:
    """The source of a pattern that matches the longest of the phrases."""
    tree: _Tree = {}
    for phrase in phrases:
        node = tree
        for char in phrase:
            node = node.setdefault(char, {})
        node[""] = {}
    return _fold(tree)


def _fold(node: _Tree) -> str:
    """The pattern of a tree; single chains are walked in a loop, so that depth is that of the branches alone."""
    prefix = ""
    while len(node) == 1:
        (char, below), *_ = node.items()
        if not char:
            return prefix
        prefix, node = prefix + (r"[ \u00a0]" if char == " " else re.escape(char)), below
    branches = [(r"[ \u00a0]" if char == " " else re.escape(char)) + _fold(below) for char, below in sorted(node.items()) if char]
    group = f"(?:{'|'.join(branches)})"
    return f"{prefix}{group}?" if "" in node else prefix + group
