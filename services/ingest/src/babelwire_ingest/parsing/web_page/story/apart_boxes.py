"""Which boxes of a page are apart from any article: by what they are, what they are named, and what is in them."""

from collections.abc import Sequence
from typing import Final

from babelwire_ingest.parsing.web_page.story.blocks import Block, Box, Page, weigh
from babelwire_ingest.parsing.web_page.story.box_names import Apart, apart

_MOST: Final = 0.6
_HALF: Final = 0.4
_SMALL: Final = 0.3
_NOTHING: Final = 0.02
_MANY: Final = 3
_NEARLY_ALL: Final = 0.8
_FEW_LETTERS: Final = 300
_FEW_BLOCKS: Final = 3
_CAPTION_SHARE: Final = 0.25
_PICTURES: Final = ("img", "amp-img", "picture")
_PLAYERS: Final = ("video", "audio", "iframe", "object", "embed", "amp-video", "amp-youtube", "amp-iframe")
_FIELDS: Final = ("input", "textarea", "select")
_ASIDE_TAGS: Final = frozenset({"nav", "aside", "footer", "dialog", "figcaption", "search", "fieldset"})
_ASIDE_ROLES: Final = frozenset(
    "navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar tablist button form "
    "feed".split()
)


def find_apart(page: Page, headline: set[Box], anchored: set[Box], writers: Sequence[str]) -> set[Box]:
    """The boxes that are apart, with all that is in them; what is left is weighed.

    `headline` are the boxes around the headline, which never are; `anchored` those around what the page's description
    repeats; `writers` are the article's, as far as they are known. Where names would leave nothing, they are not
    believed.
    """
    weigh(page, page.blocks)
    found = _by_kind(page, headline, anchored, believe_names=True)
    left = _outside(page, found)
    if sum(block.weight for block in left) <= _NOTHING * page.boxes[0].weight:
        found = _by_kind(page, headline, anchored, believe_names=False)
        left = _outside(page, found)
    weigh(page, left)
    total = page.boxes[0].weight
    inner = (_captions(page, total) | _teasers(left, total, writers)) - headline
    for box in page.boxes[1:]:
        if box in inner or box.outer in found:
            found.add(box)
    weigh(page, _outside(page, found))
    return found


def _outside(page: Page, gone: set[Box]) -> list[Block]:
    return [block for block in page.blocks if block.box not in gone]


def _by_kind(page: Page, headline: set[Box], anchored: set[Box], *, believe_names: bool) -> set[Box]:
    total = page.boxes[0].weight
    alike = _alike(page)
    found: set[Box] = set()
    for box in page.boxes[1:]:
        if box in headline or box.tag == "main":
            continue
        weight = alike[box.signature]
        if (
            box.outer in found
            or _is_aside(box, weight, total)
            or (believe_names and _is_named_apart(box, weight, total, headline, anchored))
        ):
            found.add(box)
    return found


def _is_aside(box: Box, weight: int, total: int) -> bool:
    tag = box.tag
    if tag in _ASIDE_TAGS or box.element.get("role") in _ASIDE_ROLES or box.element.get("aria-hidden") == "true":
        return weight < _MOST * total
    return tag == "figure" and next(box.element.iter("table"), None) is None and box.weight < _HALF * total


def _is_named_apart(box: Box, weight: int, total: int, headline: set[Box], anchored: set[Box]) -> bool:
    """`weight` is that of all boxes named alike: what much of the prose stands in is not named for being apart."""
    named = apart(*box.signature)
    if named is Apart.LIKELY:
        return weight < _HALF * total and not (box in anchored and box.outer in headline)
    return named is Apart.SURELY


def _alike(page: Page) -> dict[tuple[str, str | None, str | None], int]:
    """The weight of all boxes of one tag and one name together, nested ones counted once at most."""
    found: dict[tuple[str, str | None, str | None], int] = {}
    for box in page.boxes:
        if box.outer is None or box.outer.signature != box.signature:
            found[box.signature] = found.get(box.signature, 0) + box.weight
    return found


def _captions(page: Page, total: int) -> set[Box]:
    """The boxes of a picture, a player or a field to fill in, and a few words: these are its caption."""
    boxes = {box.element: box for box in page.boxes}
    found: set[Box] = set()
    for thing in page.boxes[0].element.iter(*_PICTURES, *_PLAYERS, *_FIELDS):
        element = thing.getparent()
        while element is not None and element not in boxes:
            element = element.getparent()
        around = boxes[element].outwards() if element is not None else iter(())
        for box in around:
            # A picture within a paragraph stands beside text of its own.
            few = box.letters <= _FEW_LETTERS and box.blocks <= _FEW_BLOCKS
            if box.tag == "p" or not few or box.weight > _CAPTION_SHARE * total:
                break
            if box.blocks:
                found.add(box)
    return found


def _teasers(blocks: list[Block], total: int, writers: Sequence[str]) -> set[Box]:
    """The boxes that list other articles.

    A small one has no more sentences than lines that are links; of a large one nearly every sentence has one
    such line right above it.
    """
    pointers: dict[Box, int] = {}
    sentences: dict[Box, int] = {}
    led: dict[Box, int] = {}
    links_above = 0
    for block in blocks:
        points_on = block.points_on and block.text not in writers
        counted = [pointers] if points_on else [sentences] if block.weight else []
        if block.weight and links_above == 1:
            counted.append(led)
        for box in block.box.outwards() if counted else ():
            for count in counted:
                count[box] = count.get(box, 0) + 1
        links_above = links_above + 1 if points_on else 0 if block.weight else links_above
    small = {box for box, count in pointers.items() if sentences.get(box, 0) <= count and box.weight <= _SMALL * total}
    return small | {box for box, count in led.items() if count >= _MANY and count >= _NEARLY_ALL * sentences[box]}
