"""The voices of an Indonesian verb: ``didaftarkan``, ``mendaftarkan`` and ``daftarkan`` are one verb.

Rules of the prefix meN- after Tata Bahasa Baku Bahasa Indonesia (4th ed.): the nasal takes the place of p, t, k, s and goes with
every other sound. Pure and without a lexicon, so it says which forms there can be, not which are in use.
"""

_KEPT = {**dict.fromkeys("bfv", "mem"), **dict.fromkeys("cdjz", "men"), **dict.fromkeys("ghqaeiou", "meng")}
_LOST = {"p": "mem", "t": "men", "k": "meng", "s": "meny"}
_SHORTEST = 4
"""Letters of the shortest stem: shorter ones are more often another word."""


def active(stem: str) -> str:
    """The form with meN- of a stem with its suffix (``daftarkan`` -> ``mendaftarkan``, ``santuni`` -> ``menyantuni``)."""
    first = stem[0]
    if first in _LOST and not stem.startswith(("pr", "tr", "kr", "kl", "sp", "st", "pl", "sw")):
        return _LOST[first] + stem[1:]
    return _KEPT.get(first, _LOST.get(first, "me")) + stem


def voices(word: str) -> tuple[str, ...]:
    """The other voices of a passive form with ``di-``: active and bare; nothing for any other word.

    The bare form ("kami daftarkan") stands alone only where a suffix shows that it is a verb, else with its subject.
    """
    if not word.startswith("di") or "-" in word or " " in word or len(word) < _SHORTEST + 2:
        return ()
    stem = word.removeprefix("di")
    shown = stem.endswith(("kan", "i")) and len(stem) > _SHORTEST + 1
    return (active(stem), *((stem,) if shown else (f"kami {stem}", f"kita {stem}")))
