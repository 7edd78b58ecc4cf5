"""What the crawler will not do, and what could not be done: exceptions that name the reason, and failures in words."""

from collections.abc import Mapping

from scrapy.exceptions import IgnoreRequest


class Refused(IgnoreRequest):
    """A request or response the crawler refuses; the message says why, in Indonesian."""


class HostPaused(Refused):
    """The host has asked to be left alone for a while."""


class BudgetSpent(HostPaused):
    """The day's budget of the domain is spent. What was to be fetched stays queued for the next day."""


class Forbidden(IgnoreRequest):
    """robots.txt forbids the address, or cannot be had; the message says which, in Indonesian."""


_SAID: Mapping[str, str] = {
    "CannotResolveHostError": "nama host tidak ditemukan di DNS",
    "DownloadConnectionRefusedError": "host menolak sambungan",
    "DownloadTimeoutError": "tidak menjawab dalam batas waktu",
    "DownloadFailedError": "sambungan terputus",
    "ResponseDataLossError": "jawaban terputus sebelum lengkap",
}
"""What Scrapy's exceptions mean to an operator."""


def in_words(error: BaseException) -> str:
    """Why a request came to nothing, in Indonesian."""
    if isinstance(error, Refused):
        return f"ditolak: {error}"
    if isinstance(error, Forbidden):
        return str(error)
    text = str(error)
    if isinstance(error, IgnoreRequest):  # by Scrapy's own middlewares
        if text == "max redirections reached":
            return "dialihkan berputar-putar"
        return "ditolak: halaman terlalu besar" if "during decompression" in text else text or "diabaikan"
    if "larger than download max size" in text:
        return "ditolak: halaman terlalu besar"
    kind = type(error).__name__
    if said := _SAID.get(kind):
        return said
    return f"tidak dapat diambil ({kind}: {text[:200]})"
