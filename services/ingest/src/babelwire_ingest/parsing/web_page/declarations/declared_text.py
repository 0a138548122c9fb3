"""Texts that a page declares, as a reader would read them: unescaped, without tags, and no template's variables."""

import html
import re
from typing import Final

from babelwire_ingest.parsing import text_cleaning

_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,31});")
_TAG: Final = re.compile(
    r"</?(?:a|b|br|em|font|i|mark|p|small|span|strong|sub|sup|u|wbr)(?:\s[^<>]{0,500})?/?>", re.IGNORECASE
)
_TEMPLATE: Final = re.compile(
    r".*(?:\{\{|\}\}|\$\{|<%|%>|\[object |%%)|(?:undefined|null|none|nan|n/a|false|true|untitled|\W*)",
    re.DOTALL | re.IGNORECASE,
)
_CODE: Final = re.compile(r"[a-z0-9]+(?:[._][A-Za-z0-9-]+)+", re.IGNORECASE)
_TIMES_ESCAPED: Final = 2


def readable(value: str | None) -> str | None:
    """A declared text on one line, with entities that were escaped twice; None where it says nothing to a reader."""
    text = value or ""
    for _ in range(_TIMES_ESCAPED):
        if "&" in text and _ENTITY.search(text):
            text = html.unescape(text)
    if "<" in text:
        text = _TAG.sub(" ", text)
    text = text_cleaning.line(text)
    return None if not text or _TEMPLATE.fullmatch(text) else text


def is_code(text: str) -> bool:
    """Whether a text is a key or a name for machines, such as `article.title.2`."""
    return _CODE.fullmatch(text) is not None
