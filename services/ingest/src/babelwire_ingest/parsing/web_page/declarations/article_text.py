"""The text of an article as a page declares it: in structured data, or in the data that its script carries."""

import html
from collections.abc import Iterator
from typing import Any, Final

from lxml import etree

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.errors import NotAnArticle, UnreadableCapture
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.document import read_document
from babelwire_ingest.parsing.web_page.visible import visible_lines

_TEXTS: Final = tuple("rendered content text html value body data children items paragraphs model blocks".split())
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


def article_body(declared: Declared) -> list[str]:
    """The paragraphs of the article as data give them, clean and in order; empty where no data hold its text."""
    for body in (declared.article.get("articleBody"), declared.payload.get("articleBody")):
        if body and (paragraphs := read_paragraphs(body)):
            return paragraphs
    return []


def read_paragraphs(body: Any) -> list[str]:
    """The paragraphs of a text as data hold it: plain, HTML, or the parts that an editor keeps."""
    pieces: list[str] = []
    for piece in _pieces(body, 0):
        pieces.append(piece)
        if len(pieces) >= _MAX_PIECES:
            break
    return [line for piece in pieces for line in _lines(piece)]


def _pieces(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif depth >= _MAX_DEPTH:
        return
    elif isinstance(value, list):
        if value and all(_is_run(entry) for entry in value):
            # The runs of one paragraph, in the editors that keep a text by its formatting.
            yield "".join(piece for entry in value for piece in _pieces(entry, depth + 1))
            return
        for entry in value:
            yield from _pieces(entry, depth + 1)
    elif isinstance(value, dict) and str(value.get("type") or value.get("_type") or "").lower() not in _NO_TEXT:
        for name in _TEXTS:
            if isinstance(value.get(name), str | list | dict) and value[name]:
                yield from _pieces(value[name], depth + 1)
                return


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
