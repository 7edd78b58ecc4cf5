"""Where messages go, and how an address that holds a password is kept out of sight.

A target is an Apprise address, or says where one is kept: ``env:NAME`` (a variable of the environment) or ``file:PATH`` (the
first line of a file that only its owner can read). Only :func:`address` gives the address itself; nobody but the child process
that sends (:mod:`db.alerts.courier`) gets it, and never through its arguments.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import click

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_SCHEME = re.compile(r"([a-z][a-z0-9]{1,20})://", re.ASCII)
_LONGEST = 8_000
TELEGRAM = 20
"""Messages a minute that Telegram takes for one group."""
USUAL = 30
"""Messages a minute to any other channel."""


class AlertError(click.ClickException):
    """Alerts that cannot be set up, read or sent; the message is for people, says what to do, and holds no address."""


def address(target: str, environment: Mapping[str, str]) -> str:
    """The address behind a target.

    Raises:
        AlertError: the variable or the file is missing, empty or readable by others.
    """
    kind, _, rest = target.partition(":")
    if kind == "env":
        if not _NAME.fullmatch(rest):
            raise AlertError("Tulis env:NAMA, dengan NAMA sebuah variabel lingkungan (huruf, angka, garis bawah).")
        found = environment.get(rest, "").strip()
        if not found:
            raise AlertError(f"Variabel lingkungan {rest} kosong atau tidak ada. Isi dengan alamat Apprise, lalu ulangi.")
        return found
    if kind == "file":
        return _first_line(Path(rest).expanduser())
    return target


def _first_line(path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as opened:
            if os.fstat(opened.fileno()).st_mode & 0o077:
                raise AlertError(f"{path} dapat dibaca orang lain. Tutup dengan `chmod 600 {path}`, lalu ulangi.")
            found = opened.readline(_LONGEST).strip()
    except (OSError, UnicodeDecodeError) as error:
        told = error.strerror if isinstance(error, OSError) else "bukan teks UTF-8"
        raise AlertError(f"Berkas alamat {path} tidak dapat dibaca: {told}.") from None
    if not found:
        raise AlertError(f"Berkas alamat {path} kosong. Tulis alamat Apprise pada baris pertamanya.")
    return found


def kept(target: str) -> str:
    """A target as it is stored: paths made absolute, so that the folder a command runs in does not matter.

    Raises:
        AlertError: it is neither a reference nor looks like an address.
    """
    target = target.strip()
    if target.startswith("file:") and not target.startswith("file://"):
        return f"file:{Path(target[5:]).expanduser().absolute()}"
    if not target.startswith("env:") and not _SCHEME.match(target):
        raise AlertError("Tujuan: alamat Apprise (misalnya mailto://…, tgram://…, json://…), env:NAMA, atau file:JALUR.")
    return target


def shown(target: str, found: str) -> str:
    """A target for people's eyes: a reference as it is, of an address only its kind; tokens hide in any other part of it."""
    if target.startswith(("env:", "file:")):
        return target
    scheme = _SCHEME.match(found)
    return f"{scheme[1] if scheme else '…'}://…"


def per_minute(found: str) -> int:
    """How many messages a minute an address takes, where nobody says otherwise."""
    return TELEGRAM if found.startswith("tgram:") else USUAL
