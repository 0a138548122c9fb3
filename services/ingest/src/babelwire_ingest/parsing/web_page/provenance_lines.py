"""Lines beside an article's text that may say where it comes from: they are kept, and judged by nobody here."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from lxml.html import HtmlElement

from babelwire_contracts.content import Clue, ClueKind
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.vocabulary import terms
from babelwire_ingest.parsing.web_address import web_address
from babelwire_ingest.parsing.web_page.story.blocks import MOSTLY_LINKS, Block, Page
from babelwire_ingest.parsing.web_page.story.box_names import words_of
from babelwire_text.scripts import HANGUL, UNSPACED

_MAX_LINE: Final = 400
_MAX_CREDIT: Final = 200
_MAX_LINK: Final = 140
_MOST: Final = 20
_REMARKS: Final = frozenset({"comment", "comments", "commentlist", "disqus", "respond"})
_FOOT: Final = frozenset({"footer"})
_JOINED: Final = re.compile(rf"[\u0590-\u08ff{UNSPACED}{HANGUL}]")


def provenance_lines(page: Page, headline: Block | None, text: Iterable[Block], lead: str | None) -> list[Clue]:
    """The lines outside an article's text that speak of translating, of machines, or of where a text came out first.

    Where a line stands tells what it may speak of: above the headline of the site, beside or below the text of it.
    Readers' comments, and links alone, are left out.
    """
    inside = {id(block) for block in text}
    start = page.blocks.index(headline) if headline in page.blocks else 0
    last = max((number for number, block in enumerate(page.blocks) if id(block) in inside), default=start)
    found: list[Clue] = []
    for number, block in enumerate(page.blocks):
        if (
            id(block) in inside
            or block is headline
            or block.text == lead
            or len(block.text) > _MAX_LINE
            or len(found) == _MOST
        ):
            continue
        kind = _kind(block.text.casefold())
        if kind is None or block.links >= MOSTLY_LINKS or _is_remark(block):
            continue
        where = _place(block, number, start, last)
        found.append(Clue(kind=kind, where=f"visible line {number + 1}, {where}", words=block.parted))
    return found


def original_links(tree: HtmlElement, base: str | None, text: Iterable[Block]) -> list[Clue]:
    """The links that call what they lead to the original, with its address and the language that they name."""
    inside = {block.text for block in text}
    found: list[Clue] = []
    for link in tree.iter("a"):
        address = link.get("href")
        if not address or len(found) == _MOST:
            continue
        words = text_cleaning.line(link.text_content())
        around = _around(link)
        said = words if _original().search(words.casefold()) else around
        if len(said) > _MAX_LINK or around in inside or not _original().search(said.casefold()):
            continue
        if (led_to := web_address(address, base)) is not None:
            language = link.get("hreflang") or link.get("lang")
            found.append(
                Clue(kind=ClueKind.ORIGINAL_LINK, where="link", words=said, address=led_to, language=language or None)
            )
    return found


def _kind(folded: str) -> ClueKind | None:
    if _translating().search(folded):
        return ClueKind.TRANSLATION_NOTE
    return ClueKind.CREDIT_LINE if len(folded) <= _MAX_CREDIT and _published().search(folded) else None


def _place(block: Block, number: int, start: int, last: int) -> str:
    if any(box.element.tag in _FOOT for box in block.box.outwards()):
        return "at the foot"
    if number < start:
        return "above the headline"
    return "below the text" if number > last else "beside the text"


def _is_remark(block: Block) -> bool:
    return any(
        words_of(f"{box.element.get('class') or ''} {box.element.get('id') or ''}") & _REMARKS
        for box in block.box.outwards()
    )


def _around(link: HtmlElement) -> str:
    """The line that a link stands in."""
    above = link.getparent()
    while above is not None and above.tag in {"span", "b", "strong", "em", "i", "small"}:
        above = above.getparent()
    return text_cleaning.line(above.text_content()) if above is not None and len(above) < _MOST else ""


@cache
def _translating() -> re.Pattern[str]:
    return _any_of("translated_stem", "machine")


@cache
def _published() -> re.Pattern[str]:
    return _any_of("first_published")


@cache
def _original() -> re.Pattern[str]:
    return _any_of("original_word")


def _any_of(*kinds: str) -> re.Pattern[str]:
    """A term where a word begins; anywhere in scripts that part no words, or write what goes before as part of them."""
    folded = {term.casefold() for kind in kinds for term in terms(kind)}
    joined = sorted(term for term in folded if _JOINED.match(term))
    parted = sorted(folded.difference(joined))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, parted))})|{'|'.join(map(re.escape, joined))}")
