"""Where the words that bodies and arguments look for stand: one pass over a text serves both."""

from functools import cache, lru_cache

from extract.components.phrases import Hit, Phrases
from models.arguments import arguments, speech
from models.bodies import bodies


@cache
def phrases() -> Phrases:
    """All cue words by name: those of ``arguments.toml``, of speech, and the plain nouns for bodies (``plain``)."""
    words, lexicon = speech(), bodies()
    lists = {
        "verb": words.verbs,
        "tag": words.tags,
        "back": [f"{tag}nya" for tag in words.tags],
        "pronoun": words.pronouns,
        "own": words.own,
        "plain": [*(word for listed in lexicon.plain.values() for word in listed), *lexicon.governments.bare],
    }
    titles = {f"title {position}": titles for position, titles in words.titles.items()}
    return Phrases(arguments().cues.model_dump() | lists | titles)


@lru_cache(maxsize=1)
def cue_hits(text: str) -> dict[str, list[Hit]]:
    """For each list of :func:`phrases` the places of its words in a text; the last text's are remembered."""
    return phrases().find(text)
