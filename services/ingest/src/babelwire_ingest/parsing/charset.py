"""Bytes to text, by what says most about their encoding."""

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from email.message import Message
from typing import Final

from charset_normalizer import from_bytes

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META: Final = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,400}?(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE
)
_META_BYTES: Final = 4096
_NOT_ASCII: Final = ("utf-16", "utf-32", "iso-2022", "hz")
_UTF8_LEADING: Final = 0xC0
_DETECTION_BYTES: Final = 65536
_LABELS: Final = {"x-sjis": "cp932", "windows-874": "cp874", "x-gbk": "gbk", "x-euc-jp": "euc_jp"}
"""Labels of the web that Python does not know."""
_WIDER: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "big5hkscs",
}
"""What the web means by more than these say (WHATWG Encoding Standard, section 4.2), by Python's names."""
_CONTROLS: Final = re.compile("[\x00-\x08\x0e-\x1f\x80-\x9f]")


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a capture: byte order mark, UTF-8 where the bytes are that, the declared charset, else detection.

    Bytes that are valid UTF-8 beyond ASCII are UTF-8 whatever is declared: text of another encoding is that by chance
    only when it is very short. Never raises; what cannot be decoded is U+FFFD.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    declared = [name for name in (_parameter(content_type), _meta(body)) if name]
    # Encodings of escapes and zero bytes are valid ASCII too, and say nothing when read as that.
    first = [name for name in declared if name.startswith(_NOT_ASCII)]
    for text in (*_declared(body, first), _utf8(body), *_declared(body, declared), _detected(body)):
        if text is not None:
            return text
    for name in declared:
        with suppress(LookupError):
            return body.decode(codec_of(name), "replace")
    return body.decode("utf-8", "replace")


def codec_of(label: str) -> str:
    """Python's codec for a charset as the web labels it: the same for what a client declares and what a page does.

    Raises LookupError for one that nobody knows.
    """
    try:
        name = codecs.lookup(_LABELS.get(label, label)).name
        "".encode(name)
    except ValueError as error:
        raise LookupError(f"unknown encoding: {label!r}") from error
    return _WIDER.get(name, name)


def _declared(body: bytes, names: list[str]) -> Iterator[str | None]:
    for name in names:
        text = _strict(body, name)
        yield None if text is None or _CONTROLS.search(text) else text


def _detected(body: bytes) -> str | None:
    best = from_bytes(body[:_DETECTION_BYTES]).best()
    return _strict(body, best.encoding) if best is not None else None


def _utf8(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        # A page cut in mid-character, or with a stray byte of another page, is UTF-8 all the same.
        stray = body.decode("utf-8", "replace").count("\ufffd")
        beyond_ascii = sum(byte >= _UTF8_LEADING for byte in body)
        return body.decode("utf-8", "replace") if stray * 50 < beyond_ascii or error.start > len(body) - 4 else None


def _parameter(content_type: str) -> str | None:
    message = Message()
    message["content-type"] = content_type.replace("\r", " ").replace("\n", " ")
    value = message.get_param("charset")
    return value.strip().lower() if isinstance(value, str) else None


def _meta(body: bytes) -> str | None:
    match = _META.search(body[:_META_BYTES])
    return match[1].decode("ascii").lower() if match else None


def _strict(body: bytes, name: str) -> str | None:
    try:
        return body.decode(codec_of(name))
    except (LookupError, UnicodeError, ValueError):
        return None
