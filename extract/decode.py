"""From the bytes of a response to text: what the sender declares first, what the bytes are in the end."""

import codecs
import re

import charset_normalizer

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s{0,20}<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HEADER = re.compile(r"charset\s*=\s*[\"']?([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_HEAD = 4096
"""Bytes in which HTML allows the charset to be declared are 1,024; portals put banners before it."""


class UndecodableError(ValueError):
    """The bytes are not text in any encoding known here."""


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a response body.

    A byte order mark wins, then strict UTF-8 (bytes that are valid UTF-8 are hardly ever anything else), then the charset of
    the header, of ``<meta>`` or of the XML declaration, then a guess from the bytes.

    Raises:
        UndecodableError: nothing fits, or the bytes are binary.
    """
    for mark, name in ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if body.startswith(mark):
            return body.decode(name, errors="replace").lstrip("\ufeff")
    try:
        return _without_nul(body.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    for name in _declared(body, content_type):
        try:
            return _without_nul(body.decode(name))
        except UnicodeDecodeError:
            if name in ("utf8", "utf-8"):
                damaged = body.decode("utf-8", errors="replace")
                if damaged.count("\ufffd") * 200 <= len(damaged):
                    return _without_nul(damaged)
    best = charset_normalizer.from_bytes(body).best()
    if best is None:
        raise UndecodableError("isi bukan teks dalam pengodean apa pun yang dikenal")
    return _without_nul(str(best))


def _declared(body: bytes, content_type: str | None) -> list[str]:
    head = body[:_HEAD]
    found = [m.group(1) for m in (_HEADER.search(content_type or ""),) if m]
    found += [m.group(1).decode("ascii") for m in (_META.search(head), _XML.search(head)) if m]
    names = []
    for label in found:
        try:
            names.append(codecs.lookup(label).name)
        except LookupError:
            continue
    # Pages declared Latin-1 are Windows-1252 in truth (WHATWG Encoding Standard, section 4.2).
    return ["cp1252" if name == "iso8859-1" else name for name in names]


def _without_nul(text: str) -> str:
    if text.count("\0") * 100 > len(text):
        raise UndecodableError("isi biner, bukan halaman")
    return text.replace("\0", "")
