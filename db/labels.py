"""Indonesian labels of the closed vocabularies, read from ``labels.toml`` and checked to cover every code."""

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

from models import vocab
from models.vocab import EVENT_LABELS, OFFICE_LABELS, STATUS_LABELS

_TABLES: tuple[type[StrEnum], ...] = (
    vocab.Salience,
    vocab.FigureKind,
    vocab.Per,
    vocab.Qualifier,
    vocab.Indicator,
    vocab.Program,
    vocab.Speech,
    vocab.RejectionReason,
    vocab.IssueCode,
    vocab.RunState,
)


@cache
def labels() -> dict[str, dict[str, str]]:
    """The labels by enum name and code (``labels()["Indicator"]["peserta"]``), those of ``models.vocab`` included.

    Raises:
        ValueError: a code has no label, or a label no code; the message names the table and the codes.
    """
    read: dict[str, dict[str, str]] = tomllib.loads((files("db") / "labels.toml").read_text("utf-8"))
    if set(read) != {table.__name__ for table in _TABLES}:
        raise ValueError(f"labels.toml: tables must be {sorted(table.__name__ for table in _TABLES)}")
    for table in _TABLES:
        wrong = {str(code) for code in table} ^ set(read[table.__name__])
        if wrong:
            raise ValueError(f"labels.toml, [{table.__name__}]: missing or unknown: {sorted(wrong)}")
    codes: dict[str, dict[str, str]] = {
        "EventType": {str(code): text for code, text in EVENT_LABELS.items()},
        "Status": {str(code): text for code, text in STATUS_LABELS.items()},
        "OfficeKind": {str(code): text for code, text in OFFICE_LABELS.items()},
    }
    return read | codes


def label(table: str, code: str) -> str:
    """The label of a code; the code itself where an older database holds one that is no longer known."""
    return labels()[table].get(code, code)
