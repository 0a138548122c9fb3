"""Which box of a page holds its article.

From the page inwards, each time into the box that holds most of the running prose (`Block.weight`), for as long as
one does. Headline and description say which one is meant where prose is spread over many.
"""

from collections.abc import Sequence
from typing import Final

from babelwire_contracts.content import PartKind
from babelwire_ingest.parsing.web_page.story.apart_boxes import find_apart
from babelwire_ingest.parsing.web_page.story.blocks import Block, Box, Page
from babelwire_ingest.parsing.web_page.story.box_names import is_teaser

_MOST: Final = 0.6
_HALF: Final = 0.4
_SOME: Final = 0.2
_NEARLY_ALL: Final = 0.95
_PARTS_OF_TEXT: Final = frozenset({"p", "li", "ul", "ol", "blockquote", "td", "tr", "tbody", "dl", "dd"})
_NEAR: Final = 20
_FAR: Final = 0.3
_LITTLE: Final = 0.05
_FEW_SENTENCES: Final = 3
_FEW_PARAGRAPHS: Final = 2
_FEW_LINKS: Final = 0.3
_LONG_HEADING: Final = 60


class Region:
    """The box of an article, and which blocks of the page are apart from any article."""

    def __init__(self, page: Page, headline: Block | None, anchors: list[Block], writers: Sequence[str]) -> None:
        self._headline_block = headline
        self._headline = set(headline.box.outwards()) if headline else set()
        self._anchors = {box for block in anchors for box in block.box.outwards()}
        gone = find_apart(page, self._headline, self._anchors, writers)
        self.blocks = [block for block in page.blocks if block.box not in gone]
        self._may_lead = [block for block in page.blocks if block.box not in gone or _is_own_teaser(block, gone)]
        self._below = self._prose_below_headline()
        self.box = self._find(page.boxes[0])
        self.inside = [block for block in self.blocks if self._holds(block)]

    def _holds(self, block: Block) -> bool:
        return any(box is self.box for box in block.box.outwards())

    def intro(self) -> Block | None:
        """What stands near the headline, above the region, as its lead: a sentence, or a heading as long as one."""
        start = next((block for block in self.inside if block is not self._headline_block), None)
        below: int | None = None
        for block in self._may_lead:
            if block is start:
                break
            if below is not None and below < _NEAR and self._leads(block):
                return block
            below = 0 if block is self._headline_block else below + 1 if below is not None else None
        return None

    def _leads(self, block: Block) -> bool:
        if block.kind is PartKind.HEADING:
            return len(block.text) >= _LONG_HEADING
        return block.weight > 0 and block.kind is None and block.links <= _FEW_LINKS and not self._is_title(block)

    def _is_title(self, block: Block) -> bool:
        return self._headline_block is not None and block.text == self._headline_block.text

    def _find(self, root: Box) -> Box:
        here = root
        while (chosen := self._inwards(here)) is not None:
            if _begins_above(chosen, here):
                break
            if chosen.weight < _NEARLY_ALL * here.weight and self._is_one_of_many(chosen):
                break
            here = chosen
        while here.outer is not None and here.tag in _PARTS_OF_TEXT:
            here = here.outer
        return here

    def _inwards(self, here: Box) -> Box | None:
        """The box inside `here` that the article is in; None where it is in several, or nothing is left."""
        inner = [box for box in here.inner if box.weight]
        # What begins after much prose below the headline is not its text: remarks, references, other articles.
        near = [box for box in inner if self._below.get(box, 0) <= _FAR * here.weight]
        inner = near if any(box not in self._headline or box.sentences >= _FEW_SENTENCES for box in near) else inner
        if not inner:
            return None
        top = max(inner, key=lambda box: (box.weight, -box.number))
        told = next((box for box in inner if self._is_told(box, here) and not _is_head_of(top, box)), None)
        if top.weight >= _MOST * here.weight and (top in self._anchors or told not in self._anchors):
            return top
        if told is not None:
            return told
        anchored = [box for box in inner if box in self._anchors and box.sentences > 1]
        return anchored[0] if len(anchored) == 1 and anchored[0].weight >= _HALF * here.weight else None

    def _prose_below_headline(self) -> dict[Box, int]:
        """For each box that begins below the headline, the weight of the prose between the two."""
        found: dict[Box, int] = {}
        between: int | None = None
        for block in self.blocks:
            if between is not None:
                for box in block.box.outwards():
                    found.setdefault(box, 0 if box in self._headline else between)
                between += block.weight
            elif block is self._headline_block:
                between = 0
        return found

    def _is_told(self, box: Box, here: Box) -> bool:
        """Whether the headline stands in a box with enough prose to be its text.

        Of an `article`, and of a box that the page's description repeats, a few sentences are enough.
        """
        meant = box.sentences >= _FEW_SENTENCES and (box.tag == "article" or box in self._anchors)
        return box in self._headline and box.weight >= (_LITTLE if meant else _SOME) * here.weight

    def _is_one_of_many(self, box: Box) -> bool:
        """Whether a box is one part of a text whose other parts stand beside it in boxes of the same kind."""
        if box in self._headline or box.outer is None:
            return False
        alike = [
            other
            for other in box.outer.inner
            if other.weight and other.tag == box.tag and _first_name(other) == _first_name(box)
        ]
        return len(alike) > 1 and not any(_has_heading(box) for box in alike)


def _is_own_teaser(block: Block, gone: set[Box]) -> bool:
    """Whether a block is in a box named for a teaser that leads nowhere: the article's own."""
    if block.links:
        return False
    outermost = [box for box in block.box.outwards() if box in gone][-1]
    return is_teaser(outermost.element)


def _begins_above(box: Box, around: Box) -> bool:
    """Whether paragraphs that stand above a box, in no box of their own, are the beginning of its text."""
    above = around.inner[: around.inner.index(box)]
    return sum(1 for other in above if other.tag == "p" and other.weight) >= _FEW_PARAGRAPHS


def _is_head_of(text: Box, head: Box) -> bool:
    """Whether a box with one paragraph, a lead, heads a text in a box below it."""
    return head.sentences == 1 and text.number > head.number and text.sentences >= _FEW_SENTENCES


def _first_name(box: Box) -> str:
    return next(iter((box.element.get("class") or "").split()), "")


def _has_heading(box: Box) -> bool:
    return next(box.element.iter("h1"), None) is not None
