"""A shard: the readings of one archive's pages as JSON lines, compressed, between a head that says what it was made of and an
end that says how many they are: a file cut short unpacks without a fault.

It appears under its name only when it is whole; what lies there under another name is rubbish of a run that was killed.
"""

import io
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import zstandard
from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from extract.pages import PageReading

SUFFIX = ".shard.jsonl.zst"
FORMAT = 1
_END = '{"readings":'
"""The last line begins so; no reading does."""
_READING = TypeAdapter(PageReading)


class ShardError(ValueError):
    """A shard that cannot be read; the message names the file and says what to do."""


class Head(BaseModel):
    """The first line: the form of the file, the archive it was made of, and the rules it was read with."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pantau_shard: int
    archive: str
    sha256: str
    rules: str


def shard_of(archive: Path, folder: Path) -> Path:
    """Where the shard of an archive lies."""
    return folder / f"{archive.name}{SUFFIX}"


def write(path: Path, head: Head, readings: Iterable[PageReading]) -> None:
    """Write a shard; an older one under that name is replaced in one step.

    Raises:
        OSError: it cannot be written; what was there stays.
    """
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("wb") as file:
            with zstandard.ZstdCompressor(level=6).stream_writer(file, closefd=False) as out:
                out.write(head.model_dump_json().encode() + b"\n")
                number = 0
                for reading in readings:
                    out.write(_READING.dump_json(reading) + b"\n")
                    number += 1
                out.write(f"{_END}{number}}}\n".encode())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def head_of(path: Path) -> Head:
    """The head of a shard.

    Raises:
        ShardError: there is no such file, or it is none of ours or of another version.
    """
    with _lines(path) as lines:
        return _head(path, lines)


def read(path: Path) -> Iterator[PageReading]:
    """The readings of a shard, in order.

    Raises:
        ShardError: as :func:`head_of`, or a line that is damaged; the readings before it have been given.
    """
    with _lines(path) as lines:
        _head(path, lines)
        for number, line in enumerate(lines):
            if line.startswith(_END):
                if line.strip() == f"{_END}{number}}}":
                    return
                break
            try:
                yield _READING.validate_json(line)
            except ValidationError as error:
                raise ShardError(f"{path}, baris {number + 2}: rusak ({error.errors()[0]['msg']}). {_AGAIN}") from None
        raise ShardError(f"{path}: tidak utuh. {_AGAIN}")


_AGAIN = "Buat lagi dengan `pantau extract --archive`."


@contextmanager
def _lines(path: Path) -> Iterator[Iterator[str]]:
    try:
        with path.open("rb") as file, zstandard.ZstdDecompressor().stream_reader(file) as stream:
            yield iter(io.TextIOWrapper(stream, encoding="utf-8", newline="\n"))
    except FileNotFoundError:
        raise ShardError(f"{path}: berkas tidak ada.") from None
    except (OSError, zstandard.ZstdError, UnicodeDecodeError) as error:
        raise ShardError(f"{path}: tidak dapat dibaca ({error}). {_AGAIN}") from None


def _head(path: Path, lines: Iterator[str]) -> Head:
    first = next(lines, None)
    if first is None:
        raise ShardError(f"{path}: tidak utuh. {_AGAIN}")
    try:
        head = Head.model_validate_json(first)
    except ValidationError:
        raise ShardError(f"{path}: bukan pecahan arsip Pantau.") from None
    if head.pantau_shard != FORMAT:
        raise ShardError(f"{path}: pecahan arsip dari versi lain ({head.pantau_shard}). {_AGAIN}")
    return head
