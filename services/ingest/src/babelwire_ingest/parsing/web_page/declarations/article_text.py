"""The text of an article as a page declares it: in structured data, or in the data that its script carries."""

import html
from collections.abc import Iterator
from itertools import count
from typing import Any, Final

from lxml import etree

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.errors import NotAnArticle, UnreadableCapture
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.document import read_document
from babelwire_ingest.parsing.web_page.visible import visible_lines

_TEXTS: Final = tuple(
    """
    rendered content text html value body data children items paragraphs model blocks dangerouslySetInnerHTML __html
    """.split()
)
_PARAGRAPHS: Final = frozenset("p paragraph heading h1 h2 h3 h4 h5 h6".split())
"""Parts whose own parts are of one line of text, links and emphasis among them."""
_BREAKS: Final = frozenset("br hardbreak hard_break linebreak".split())
_ELEMENT: Final = "$"
_ELEMENT_PARTS: Final = 4
_NO_TEXT: Final = frozenset(
    """
    image img video audio embed oembed gallery ad ads advert advertisement related promo promotion newsletter script
    raw_html interstitial_link link_list reference custom_embed media iframe social divider table_of_contents figure
    caption
    """.split()
)
_ASIDE: Final = ("figure", "aside", "nav", "script", "style", "iframe", "form", "button")
_MAX_DEPTH: Final = 12
_MAX_PIECES: Final = 5000
_MAX_LETTERS: Final = 2_000_000
_MAX_SEEN: Final = 50_000


def article_body(declared: Declared) -> list[str]:
    """The paragraphs of the article as data give them, clean and in order; empty where no data hold its text."""
    for body in (declared.article.get("articleBody"), declared.payload.get("articleBody")):
        if body and (paragraphs := read_paragraphs(body)):
            return paragraphs
    return []


def read_paragraphs(body: Any) -> list[str]:
    """The paragraphs of a text as data hold it: plain, HTML, or the parts that an editor keeps."""
    pieces: list[str] = []
    letters = 0
    for piece in _pieces(body, 0, count(1)):
        pieces.append(piece)
        letters += len(piece)
        if len(pieces) >= _MAX_PIECES or letters > _MAX_LETTERS:
            break
    return [line for piece in pieces for line in _lines(piece)]


def _pieces(value: Any, depth: int, seen: "count[int]") -> Iterator[str]:
    """The texts in a value; `seen` counts what was looked at, for data may hold itself."""
    if isinstance(value, str):
        yield value
    elif next(seen) > _MAX_SEEN or depth >= _MAX_DEPTH:
        return
    elif isinstance(value, list):
        if len(value) >= _ELEMENT_PARTS and value[0] == _ELEMENT and isinstance(value[3], dict):
            yield from _pieces({**value[3], "type": value[1]}, depth, seen)
        elif depth and value and all(_is_run(entry) for entry in value):
            # The runs of one paragraph, in the editors that keep a text by its formatting.
            yield _joined(value, depth + 1, seen)
        else:
            for entry in value:
                yield from _pieces(entry, depth + 1, seen)
    elif isinstance(value, dict):
        kind = str(value.get("type") or value.get("_type") or "").lower()
        name = next((name for name in _TEXTS if isinstance(value.get(name), str | list | dict) and value[name]), None)
        if kind in _BREAKS:
            yield "\n"
        elif name is not None and kind not in _NO_TEXT:
            inner = value[name]
            if kind in _PARAGRAPHS and isinstance(inner, list):
                yield _joined(inner, depth + 1, seen)
            else:
                yield from _pieces(inner, depth + 1, seen)


def _joined(value: list[Any], depth: int, seen: "count[int]") -> str:
    letters = 0
    pieces: list[str] = []
    for entry in value:
        for piece in _pieces(entry, depth, seen):
            letters += len(piece)
            if letters > _MAX_LETTERS:
                return "".join(pieces)
            pieces.append(piece)
    return "".join(pieces)


def _is_run(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and (value.get("type") in {"text", "span"} or value.get("_type") == "span" or set(value) <= {"text", "marks"})
        and isinstance(value.get("text", value.get("value")), str)
    )


def _lines(piece: str) -> list[str]:
    if "<" not in piece and "&lt;" in piece:
        piece = html.unescape(piece)
    if "<" not in piece and "&" not in piece:
        return text_cleaning.paragraphs(piece)
    try:
        tree = read_document(f"<body><div>{piece}</div></body>")
    except (UnreadableCapture, NotAnArticle):
        return []
    etree.strip_elements(tree, *_ASIDE, with_tail=False)
    lines = visible_lines(tree)
    if len(lines) == 1 and "\n" in piece.strip():
        return text_cleaning.paragraphs(tree.text_content())
    return lines
