"""Bytes to text, by what says most about their encoding, as browsers read them."""

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from email.message import Message
from itertools import chain
from typing import Final

import chardet
from chardet.enums import EncodingEra
from webencodings.labels import LABELS

from babelwire_ingest.parsing.text_cleaning import has_ascii

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE_MARKUP: Final = (
    (b"<\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00<", "utf-32-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
"""How markup begins in wide encodings that have no byte order mark (XML 1.0, appendix F)."""

_COMMENT: Final = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_DECLARATION: Final = re.compile(rb"\s*<\?xml\s[^>]{0,400}?\sencoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})")
_META: Final = re.compile(rb"<meta[\s/]([^>]{0,1000})>", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(rb"([a-z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_IN_CONTENT: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_LANGUAGE: Final = re.compile(
    rb"\slang\s*=\s*[\"']?([a-z]{2,3})\b|xml:lang\s*=\s*[\"']([a-z]{2,3})\b|<(?:dc:)?language>\s*([a-z]{2,3})\b",
    re.IGNORECASE,
)
_PRESCANNED: Final = 4096
_NOT_ASCII: Final = ("utf-16", "utf-32", "iso-2022", "hz")
_DETECTION_BYTES: Final = 65536
_FAR_BEHIND: Final = 2
_CODECS: Final = {
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc-jp": "euc_jis_2004",
    "euc-kr": "cp949",
    "big5": "big5hkscs",
    "windows-874": "cp874",
    "iso-8859-8-i": "iso8859-8",
    "macintosh": "mac_roman",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-user-defined": "cp1252",
}
"""Python's codecs for the encodings of the WHATWG standard that it knows by another name, or has narrower."""
_RARE: Final = 20
"""Characters right for each that is wrong, in charsets in which most pairs of bytes are a character. UTF-8 has marks of
its own: what was written in another has hardly any sequence of it."""
_ASCII_CONTROLS: Final = bytes({*range(0x20)} - set(b"\t\n\v\f\r"))
_C1: Final = re.compile(b"\xc2[\x80-\x9f]")
"""The controls beyond ASCII, in UTF-8."""
_CONTROLS: Final = re.compile("[\ufffd\x00-\x08\x0e-\x1f\x80-\x9f]")


def decode(body: bytes, content_type: str = "") -> str:
    """The text of a capture: byte order mark, UTF-8 where the bytes are that, the declared charset, else detection.

    What is declared over HTTP says more than what the document declares of itself. Bytes that are valid UTF-8 beyond
    ASCII are UTF-8 whatever is declared: text of another encoding is that by chance only when it is very short. A
    charset stays where a byte here and there is wrong by it. Never raises; what cannot be decoded is U+FFFD.
    """
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return body[len(mark) :].decode(encoding, "replace")
    for beginning, encoding in _WIDE_MARKUP:
        if body.startswith(beginning):
            return body.decode(encoding, "replace")
    declared = [name for name in (_parameter(content_type), _declared_inside(body)) if name]
    # Encodings of escapes and zero bytes are valid ASCII too, and say nothing when read as that.
    first = [name for name in declared if name.startswith(_NOT_ASCII)]
    for text in chain(_readings(body, [*first, "utf-8"]), _readings(body, declared)):
        if text is not None:
            return text
    return body.decode(_detected(body), "replace")


def codec_of(label: str) -> str:
    """Python's codec for a charset as the web labels it: the same for what a client declares and what a page does.

    Raises LookupError for one that nobody knows.
    """
    name = LABELS.get(label.strip().lower(), "replacement")
    if name == "replacement":
        # Unknown to the web, or shunned by it; Python may know it all the same.
        name = label
    try:
        found = codecs.lookup(_CODECS.get(name, name)).name
        "".encode(found)
    except ValueError as error:
        raise LookupError(f"unknown encoding: {label!r}") from error
    return _CODECS.get(found, found)


def misfit(body: bytes, codec: str) -> int | None:
    """Where a body that is not of a charset is first wrong, in bytes; None where it is of it, strays aside."""
    try:
        body.decode(codec)
    except UnicodeDecodeError as error:
        return error.start if _fitting(body, codec) is None else None
    except UnicodeError:
        return 0
    return None


def _fitting(body: bytes, codec: str) -> str | None:
    """The text of a body, None where too much of it is wrong by that charset to be a stray byte or two."""
    try:
        text = body.decode(codec, "replace")
    except UnicodeError:
        return None
    wrong = _wrong(text)
    if wrong and codec == "utf-8":
        # Not wrong is what a page itself has of them.
        wrong -= body.count(b"\xef\xbf\xbd")
    if not wrong:
        return text
    beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
    right = beyond_ascii - text.count("\ufffd")
    return text if wrong * (1 if codec == "utf-8" else _RARE) <= right else None


def _wrong(text: str) -> int:
    """How many characters a text has that no text is written with."""
    # Most have none, which is told at a tenth of what the pattern costs.
    if "\ufffd" in text or has_ascii(text, _ASCII_CONTROLS) or _C1.search(text.encode("utf-8", "surrogatepass")):
        return len(_CONTROLS.findall(text))
    return 0


def _readings(body: bytes, labels: list[str]) -> Iterator[str | None]:
    for label in labels:
        with suppress(LookupError):
            yield _fitting(body, codec_of(label))


def _detected(body: bytes) -> str:
    """The codec that the letters of a body speak for; of several, that of the language the document says it is in."""
    found = chardet.detect_all(
        body,
        ignore_threshold=True,
        max_bytes=_DETECTION_BYTES,
        encoding_era=EncodingEra.MODERN_WEB | EncodingEra.LEGACY_ISO,
        compat_names=False,
    )
    language = _language(body)
    best = found[0]
    for one in found:
        if one["language"] == language and one["confidence"] * _FAR_BEHIND >= best["confidence"]:
            best = one
            break
    with suppress(LookupError):
        return codec_of(best["encoding"] or "")
    return "cp1252"


def _language(body: bytes) -> str | None:
    match = _LANGUAGE.search(body[:_PRESCANNED])
    return (match[1] or match[2] or match[3]).decode("ascii").lower() if match else None


def _parameter(content_type: str) -> str | None:
    message = Message()
    message["content-type"] = content_type.replace("\r", " ").replace("\n", " ")
    value = message.get_param("charset")
    return value.strip().lower() if isinstance(value, str) else None


def _declared_inside(body: bytes) -> str | None:
    """The label that a document gives itself: in its XML declaration, or in a `meta` as browsers look for one."""
    head = body[:_PRESCANNED]
    if match := _DECLARATION.match(head):
        return _not_wide(match[1])
    for meta in _META.finditer(_COMMENT.sub(b"", head)):
        attributes = {name.lower(): b"".join(values) for name, *values in _ATTRIBUTE.findall(meta[1])}
        if label := attributes.get(b"charset", b"").strip():
            return _not_wide(label)
        http_equiv = attributes.get(b"http-equiv", b"").strip().lower() == b"content-type"
        if http_equiv and (match := _IN_CONTENT.search(attributes.get(b"content", b""))):
            return _not_wide(match[1])
    return None


def _not_wide(label: bytes) -> str:
    # What could be read up to here has no wide characters, whatever it says (HTML, "prescan a byte stream").
    name = label.decode("ascii", "replace").lower()
    return "utf-8" if name.startswith(("utf-16", "utf-32")) else name
