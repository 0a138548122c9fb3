"""What a page's headings print: without kickers, labels, second lines and what is not seen."""

import re
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.page_text.lines import unspaced
from babelwire_ingest.parsing.web_page.declarations.declared_text import is_code, readable
from babelwire_ingest.parsing.web_page.heading.site import key

_UNSEEN: Final = frozenset({"script", "style", "svg", "noscript", "template", "button", "select", "input", "form"})
_BREAKS: Final = frozenset({"br", "div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "small", "section", "header"})
_BESIDE: Final = re.compile(
    r"kicker|over-?line|over-?title|eyebrow|rubri[ckq]|dachzeile|roof-?line|spitzmarke|top-?line|ante-?tit|volanta"
    r"|occhiello|cintillo|chap[eé]u|pre-?title|super-?title|sur-?titre|headline-?intro|vignette|bovenkop|nadtytul"
    r"|flag|label|badge|categor|section|topic|breadcrumb|(?:^|[\s_-])(?:tags?|dek|date|time|live)(?:$|[\s_-])"
    r"|sub-?tit|sub-?head|sub-?line|deck|strap-?line|stand-?first|bajada|sottotit|unterzeile|undertit|onderkop"
    r"|sr-only|visually-?hidden|screen-?reader|assistive|tooltip|icon|share|byline|author|comment|read(?:ing)?-?time",
    re.IGNORECASE,
)
_MAX_ELEMENTS: Final = 60
_MAX_LETTERS: Final = 2000
_MIN_UNSPACED: Final = 5
_EDGE: Final = " :|–—-·»/"


def printed(heading: HtmlElement, titles: list[str]) -> str:
    """The headline that a heading prints; `titles` are what the page declares, to tell it from what is beside it."""
    if len(list(islice(heading.iter(), _MAX_ELEMENTS + 1))) > _MAX_ELEMENTS:
        return ""
    pieces = _pieces(heading)
    if sum(len(words) for words, _ in pieces) > _MAX_LETTERS:
        return ""
    whole = _joined([words for words, _ in pieces])
    own = _joined([words for words, beside in pieces if not beside]).lstrip(_EDGE)
    text = own if len(own.split()) > 1 or (unspaced(own) and len(own) >= _MIN_UNSPACED) else whole
    if text == whole:
        text = _without_unmarked([words for words, _ in pieces], text, {key(title) for title in titles})
    said = readable(text)
    return said if said and not is_code(said) else ""


def _without_unmarked(pieces: list[str], text: str, keys: set[str]) -> str:
    # A kicker or second line that no class tells: the other pieces are together what the page is called.
    if key(text) in keys:
        return text
    for cut in range(1, len(pieces)):
        for some in (pieces[cut:], pieces[:cut]):
            if (joined := _joined(some).lstrip(_EDGE)) and key(joined) in keys:
                return joined
    return text


def _joined(pieces: list[str]) -> str:
    return text_cleaning.line("".join(pieces))


def _pieces(heading: HtmlElement) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []

    def walk(element: HtmlElement, *, beside: bool) -> None:
        if element.text:
            found.append((element.text, beside))
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _UNSEEN:
                parted = child.tag in _BREAKS or _touches(found, child)
                found.append((" " if parted else "", beside))
                walk(child, beside=beside or _BESIDE.search(child.get("class") or "") is not None)
                found.append((" " if child.tag in _BREAKS else "", beside))
            if child.tail:
                found.append((child.tail, beside))

    walk(heading, beside=False)
    return found


def _touches(before: list[tuple[str, bool]], child: HtmlElement) -> bool:
    # Two elements side by side are two words where the second begins with a capital: a block's edge, told by a style.
    previous = child.getprevious()
    if previous is None or previous.tail or not before or child.tag == "a":
        return False
    return (child.text or "").strip()[:1].isupper() and len((child.text or "").strip()) > 1
