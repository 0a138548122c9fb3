"""Which box of a page holds its article, and which boxes are apart from it.

From the page inwards, each time into the box that holds most of the running prose (`Block.weight`), for as long as
one does. Headline and description say which one is meant where prose is spread over many.
"""

from typing import Final

from babelwire_contracts.content import PartKind
from babelwire_ingest.parsing.web_page.story.blocks import Block, Box, Page
from babelwire_ingest.parsing.web_page.story.box_names import Apart, apart

_MOST: Final = 0.6
_HALF: Final = 0.4
_SOME: Final = 0.2
_NEARLY_ALL: Final = 0.95
_PARTS_OF_TEXT: Final = frozenset({"p", "li", "ul", "ol", "blockquote", "td", "tr", "tbody", "dl", "dd"})
_ASIDE_TAGS: Final = frozenset({"nav", "aside", "footer", "dialog", "figcaption", "search", "fieldset"})
_NEAR: Final = 8
_LONG_HEADING: Final = 60
_FEW_LETTERS: Final = 300
_FEW_BLOCKS: Final = 3
_CAPTION_SHARE: Final = 0.25
_PICTURES: Final = ("img", "amp-img", "picture")
_PLAYERS: Final = ("video", "audio", "iframe", "object", "embed", "amp-video", "amp-youtube", "amp-iframe")
_FIELDS: Final = ("input", "textarea", "select")
_ASIDE_ROLES: Final = frozenset(
    "navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar tablist button form "
    "feed".split()
)


class Region:
    """The box of an article, and which blocks of the page are apart from any article."""

    def __init__(self, page: Page, headline: Block | None, anchors: list[Block]) -> None:
        self._headline_block = headline
        self._headline = set(headline.box.outwards()) if headline else set()
        self._anchors = {box for block in anchors for box in block.box.outwards()}
        _weigh(page, page.blocks)
        self._apart = self._find_apart(page)
        self.blocks = [block for block in page.blocks if block.box not in self._apart]
        _weigh(page, self.blocks)
        self.box = self._find(page.boxes[0])
        self.inside = [block for block in self.blocks if self._holds(block)]

    def is_apart(self, block: Block) -> bool:
        """Whether a block stands in a box that is no part of any article."""
        return block.box in self._apart

    def _holds(self, block: Block) -> bool:
        return any(box is self.box for box in block.box.outwards())

    def intro(self) -> Block | None:
        """What stands near the headline, above the region, as its lead: a sentence, or a heading as long as one."""
        start = self.inside[0] if self.inside else None
        below: int | None = None
        for block in self.blocks:
            if block is start:
                break
            if below is not None and below < _NEAR and not block.links and self._leads(block):
                return block
            below = 0 if block is self._headline_block else below + 1 if below is not None else None
        return None

    def _leads(self, block: Block) -> bool:
        if block.kind is PartKind.HEADING:
            return len(block.text) >= _LONG_HEADING
        return block.weight > 0 and block.kind is None

    def _find_apart(self, page: Page) -> set[Box]:
        total = page.boxes[0].weight
        alike = _alike(page)
        found = _captions(page, total) - self._headline
        for box in page.boxes[1:]:
            if box in found:
                continue
            if box.outer in found or self._stands_apart(box, alike[_signature(box)], total):
                found.add(box)
        return found

    def _stands_apart(self, box: Box, weight: int, total: int) -> bool:
        """Whether a box is apart by its kind or name. `weight` is that of all boxes named alike: what much of the
        prose stands in is not named for being apart."""
        if box in self._headline or box.element.tag == "main":
            return False
        tag = box.element.tag
        if tag in _ASIDE_TAGS or box.element.get("role") in _ASIDE_ROLES or box.element.get("aria-hidden") == "true":
            return weight < _MOST * total
        if tag == "figure":
            return next(box.element.iter("table"), None) is None and box.weight < _HALF * total
        named = apart(box.element)
        if named is Apart.LIKELY:
            return weight < _HALF * total and not (box in self._anchors and box.outer in self._headline)
        return named is Apart.SURELY

    def _find(self, root: Box) -> Box:
        here = root
        while (chosen := self._inwards(here)) is not None:
            if chosen.weight < _NEARLY_ALL * here.weight and self._is_one_of_many(chosen):
                break
            here = chosen
        while here.outer is not None and here.element.tag in _PARTS_OF_TEXT:
            here = here.outer
        return here

    def _inwards(self, here: Box) -> Box | None:
        """The box inside `here` that the article is in; None where it is in several, or nothing is left."""
        inner = [box for box in here.inner if box.weight]
        if not inner:
            return None
        top = max(inner, key=lambda box: (box.weight, -box.number))
        told = next((box for box in inner if box in self._headline and box.weight >= _SOME * here.weight), None)
        if top.weight >= _MOST * here.weight and (top in self._anchors or told not in self._anchors):
            return top
        if told is not None:
            return told
        anchored = [box for box in inner if box in self._anchors]
        return anchored[0] if len(anchored) == 1 and anchored[0].weight >= _HALF * here.weight else None

    def _is_one_of_many(self, box: Box) -> bool:
        """Whether a box is one part of a text whose other parts stand beside it in boxes of the same kind."""
        if box in self._headline or box.outer is None:
            return False
        alike = [
            other
            for other in box.outer.inner
            if other.weight
            and other.element.tag == box.element.tag
            and other.element.get("class") == box.element.get("class")
        ]
        return len(alike) > 1 and not any(_has_heading(box) for box in alike)


def _signature(box: Box) -> tuple[str, str | None, str | None]:
    return box.element.tag, box.element.get("class"), box.element.get("id")


def _alike(page: Page) -> dict[tuple[str, str | None, str | None], int]:
    """The weight of all boxes of one tag and one name together, nested ones counted once at most."""
    found: dict[tuple[str, str | None, str | None], int] = {}
    for box in page.boxes:
        signature = _signature(box)
        if box.outer is None or _signature(box.outer) != signature:
            found[signature] = found.get(signature, 0) + box.weight
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
            if box.element.tag == "p" or not few or box.weight > _CAPTION_SHARE * total:
                break
            if box.blocks:
                found.add(box)
    return found


def _has_heading(box: Box) -> bool:
    return any(True for _ in box.element.iter("h1", "h2"))


def _weigh(page: Page, blocks: list[Block]) -> None:
    for box in page.boxes:
        box.weight = 0
    for block in blocks:
        block.box.weight += block.weight
    for box in reversed(page.boxes):
        if box.outer is not None:
            box.outer.weight += box.weight
