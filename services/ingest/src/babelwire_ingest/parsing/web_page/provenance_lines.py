"""Lines beside an article's text that may say where it comes from: they are kept, and judged by nobody here."""

from collections.abc import Iterable, Sequence
from typing import Final

from lxml.html import HtmlElement

from babelwire_contracts.content import Clue, ClueKind
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.page_text.boilerplate import Kind, classify
from babelwire_ingest.parsing.provenance_words import is_source_label, names_original, provenance_in, spoken_of
from babelwire_ingest.parsing.web_address import web_address
from babelwire_ingest.parsing.web_page.story.blocks import MOSTLY_LINKS, Block, Box, Page
from babelwire_ingest.parsing.web_page.story.box_names import words_of

_MAX_LINK: Final = 140
_MAX_NAME: Final = 80
_MOST: Final = 20
_LAST: Final = 2
_AFTER: Final = 12
_BELOW: Final = "below the text"
_FOOT: Final = "at the foot"
_BESIDE: Final = 2
_ABOVE: Final = 4
_BYLINE_LENGTHS: Final = range(2, 221)
_OF_SITES: Final = frozenset({Kind.HEADING, Kind.RIGHTS, Kind.NAVIGATION, Kind.PROMOTION, Kind.BOILERPLATE, Kind.ROW})
_SMALL_BOX: Final = 8
_MAX_BOX: Final = 320
_LISTING: Final = frozenset({"dl", "ul", "ol", "table", "tbody", "tr", "aside"})
_LITTLE_LINKED: Final = 0.9
_REMARKS: Final = frozenset({"comment", "comments", "commentlist", "disqus", "respond"})


def provenance_lines(page: Page, headline: Block | None, text: Iterable[Block], lead: str | None) -> list[Clue]:
    """The lines outside an article's text that speak of translating, of a source, or of where a text came out first.

    So are the few right beside the text, whatever they say. Where a line stands tells what it may speak of: above the
    headline of the site, beside or below the text of it. Readers' comments, links alone, and what stands far below the
    text are left out.
    """
    inside = {id(block) for block in text}
    start = page.blocks.index(headline) if headline in page.blocks else 0
    numbers = [number for number, block in enumerate(page.blocks) if id(block) in inside]
    first, last = (numbers[0], numbers[-1]) if numbers else (start, start)
    foot = _foot(page)
    beside: list[tuple[int, Block, str]] = []
    for number, block in enumerate(page.blocks):
        if id(block) in inside or block is headline or block.text == lead:
            continue
        place = _FOOT if block.box in foot else _place(number, start, last)
        if place != _BELOW or number <= last + _AFTER:
            beside.append((number, block, place))
    spoken = spoken_of(block.parted for _, block, _ in beside)
    found: list[Clue] = []
    told: set[int] = set()
    for number, block, place in beside:
        if len(found) == _MOST:
            break
        if id(block) in told:
            continue
        where, said = place, _said(page, number, spoken)
        if said is None and _is_right_beside(block, number, start, first, last):
            where = "right above the headline" if number < start else "right beside the text"
            said = ClueKind.CREDIT_LINE, block.parted
        if said is not None and said[0] is ClueKind.TRANSLATION_NOTE:
            together = _one_box(page, number, inside, headline)
            told |= {id(one) for one in together}
            said = said[0], " · ".join(one.parted for one in together)
        if said is not None and not _is_remark(block):
            found.append(Clue(kind=said[0], where=f"visible line {number + 1}, {where}", words=said[1]))
    return found


def _said(page: Page, number: int, spoken: frozenset[str]) -> tuple[ClueKind, str] | None:
    block = page.blocks[number]
    named = page.blocks[number + 1].text if number + 1 < len(page.blocks) else ""
    if is_source_label(block.text) and len(named) <= _MAX_NAME:
        return ClueKind.SOURCE_LINE, f"{block.text.rstrip(':：')}: {named}"
    said = provenance_in(block.parted, spoken) if block.links < MOSTLY_LINKS else None
    return None if said and said[0] is ClueKind.TRANSLATION_NOTE and _is_offered(block) else said


def _one_box(page: Page, number: int, inside: set[int], headline: Block | None) -> list[Block]:
    """The lines of the small box that a line stands in, a list of credits or the like: they say together what it is."""
    block = page.blocks[number]
    box = next((box for box in block.box.outwards() if box.blocks > 1), None)
    if box is None or box.blocks > _SMALL_BOX or box.element.tag not in _LISTING:
        return [block]
    first = max(0, number - _SMALL_BOX)
    near = page.blocks[first : number + _SMALL_BOX]
    together = [one for one in near if any(outer is box for outer in one.box.outwards())]
    apart = any(id(one) in inside or one is headline for one in together)
    return [block] if apart or sum(len(one.text) for one in together) > _MAX_BOX else together


def _is_right_beside(block: Block, number: int, start: int, first: int, last: int) -> bool:
    """Whether a line stands next to the text or the headline, as signatures and notices do."""
    near = last < number <= last + _BESIDE or max(start, first - _ABOVE) < number < first or start - 1 == number
    if not near or len(block.text) not in _BYLINE_LENGTHS or block.links >= _LITTLE_LINKED:
        return False
    mark = classify(block.text)
    return any(map(str.isalpha, block.text)) and (mark is None or mark.kind not in _OF_SITES)


def _is_offered(block: Block) -> bool:
    """Whether a line stands in one small box with a choice, of languages perhaps, that is the reader's to make."""
    boxes = [box for box in block.box.outwards() if box.blocks <= _SMALL_BOX][:_BESIDE]
    return any(box.element.find(".//select") is not None for box in boxes)


def original_links(tree: HtmlElement, base: str | None, page: Page, text: Sequence[Block]) -> list[Clue]:
    """The links that call what they lead to the original, with its address and the language that they name.

    Of those within the text none counts but where it ends.
    """
    linked = [block.text for block in page.blocks if block.links and len(block.text) <= _MAX_LINK]
    if not names_original("\n".join(linked)):
        return []
    inside = {block.text for block in text[:-_LAST]}
    found: list[Clue] = []
    for link in tree.iter("a"):
        address = link.get("href")
        if not address or len(found) == _MOST:
            continue
        words = text_cleaning.line(link.text_content())
        around = _around(link)
        said = words if names_original(words) else around
        if len(said) > _MAX_LINK or around in inside or not names_original(said):
            continue
        if (led_to := web_address(address, base)) is not None:
            language = link.get("hreflang") or link.get("lang")
            found.append(
                Clue(
                    kind=ClueKind.ORIGINAL_LINK,
                    where="link",
                    words=said,
                    address=led_to,
                    language=language or None,
                    outlet=words if said is around and 0 < len(words) <= _MAX_NAME else None,
                )
            )
    return found


def _foot(page: Page) -> set[Box]:
    """The boxes that are footers or stand in one."""
    found: set[Box] = set()
    for box in page.boxes:
        if box.tag == "footer" or box.outer in found:
            found.add(box)
    return found


def _place(number: int, start: int, last: int) -> str:
    if number < start:
        return "above the headline"
    return _BELOW if number > last else "beside the text"


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
