"""Which box of a page holds its article, and which boxes are apart from it.

From the page inwards, each time into the box that holds most of the running prose (`Block.weight`), for as long as
one does. Headline and description say which one is meant where prose is spread over many.
"""

from typing import Final

from babelwire_ingest.parsing.web_page.story.blocks import Block, Box, Page
from babelwire_ingest.parsing.web_page.story.box_names import Apart, apart

_MOST: Final = 0.6
_HALF: Final = 0.4
_SOME: Final = 0.2
_NEARLY_ALL: Final = 0.95
_PARTS_OF_TEXT: Final = frozenset({"p", "li", "ul", "ol", "blockquote", "td", "tr", "tbody", "dl", "dd"})
_ASIDE_TAGS: Final = frozenset({"nav", "aside", "footer", "dialog", "figcaption", "search", "fieldset"})
_ASIDE_ROLES: Final = frozenset(
    "navigation banner contentinfo complementary search dialog alertdialog menu menubar toolbar tablist button form "
    "feed".split()
)


class Region:
    """The box of an article, and which blocks of the page are apart from any article."""

    def __init__(self, page: Page, headline: Block | None, anchors: list[Block]) -> None:
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

    def _find_apart(self, page: Page) -> set[Box]:
        total = page.boxes[0].weight
        found: set[Box] = set()
        for box in page.boxes[1:]:
            if box.outer in found or self._stands_apart(box, total):
                found.add(box)
        return found

    def _stands_apart(self, box: Box, total: int) -> bool:
        if box in self._headline or box.element.tag == "main":
            return False
        tag = box.element.tag
        if tag in _ASIDE_TAGS or box.element.get("role") in _ASIDE_ROLES or box.element.get("aria-hidden") == "true":
            return box.weight < _MOST * total
        if tag == "figure":
            return next(box.element.iter("table"), None) is None and box.weight < _HALF * total
        named = apart(box.element)
        return named is Apart.SURELY or (named is Apart.LIKELY and box.weight < _HALF * total)

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
