"""JSON as pages carry it in scripts, read in spite of the faults that sites make."""

import html
import json
import re
from typing import Any, Final

_DECODER: Final = json.JSONDecoder(strict=False)
_BEFORE: Final = ("<!--", "<![CDATA[", "//", "/*", "*/", "\ufeff")
_AFTER: Final = ("-->", "]]>", "//", "/*", "*/", ";")
_QUOTED_OR_FAULT: Final = re.compile(r'("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])|//[^\n]*', re.DOTALL)
_ESCAPE: Final = re.compile(r'(\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))|\\')
_MAX_VALUES: Final = 20
_MAX_WRAPPINGS: Final = 10
_MAX_MENDED: Final = 300_000


def read_json(text: str) -> list[Any]:
    """The values of a script in order; empty where it holds no JSON.

    Read in spite of: CDATA sections and comments around it, line breaks and control characters inside strings,
    quotation marks written as entities, commas before a closing bracket, escapes that JSON has not, several values in
    one script.
    """
    text = _unwrapped(text)
    if "&quot;" in text and '"' not in text:
        text = html.unescape(text)
    return _values(text) or (_values(_mended(text)) if len(text) <= _MAX_MENDED else [])


def read_value(text: str, start: int) -> tuple[Any, int]:
    """The value that begins at `start`, whatever follows it, and where it ends; None and `start` where none does."""
    try:
        return _DECODER.raw_decode(text, start)
    except (ValueError, RecursionError):
        return None, start


def _unwrapped(text: str) -> str:
    text = text.strip()
    for _ in range(_MAX_WRAPPINGS):
        opening = next((mark for mark in _BEFORE if text.startswith(mark)), "")
        closing = next((mark for mark in _AFTER if text.endswith(mark)), "")
        if not opening and not closing:
            break
        text = text.removeprefix(opening).removesuffix(closing).strip()
    return text


def _values(text: str) -> list[Any]:
    found: list[Any] = []
    at = 0
    while at < len(text) and text[at] in "{[" and len(found) < _MAX_VALUES:
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        found.append(value)
        while at < len(text) and (text[at].isspace() or text[at] in ",;"):
            at += 1
    return found


def _mended(text: str) -> str:
    return _QUOTED_OR_FAULT.sub(lambda match: _ESCAPE.sub(r"\1", match[1]) if match[1] else "", text)
