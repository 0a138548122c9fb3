"""Blocks of text on a page, and the boxes that hold them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml.html import HtmlElement

from babelwire_contracts.content import PartKind
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.page_text.lines import ends_sentence

MOSTLY_LINKS: Final = 0.75
_HALF_LINKS: Final = 0.5


@dataclass(slots=True, eq=False)
class Box:
    """An element that stands as a block, with the box around it: `letters` and `blocks` count what is in it.

    Its `signature` is its tag, class and id.
    """

    element: HtmlElement
    tag: str
    signature: tuple[str, str | None, str | None]
    outer: "Box | None"
    number: int
    weight: int = 0
    sentences: int = 0
    letters: int = 0
    blocks: int = 0
    inner: list["Box"] = field(default_factory=list)

    def outwards(self) -> Iterator["Box"]:
        """This box and all around it, the innermost first."""
        box: Box | None = self
        while box is not None:
            yield box
            box = box.outer


@dataclass(slots=True, eq=False)
class Block:
    """A run of text between two edges of boxes. `links` is the share of it that is in links, 0..1, and `leads_out`
    says whether the first of these leads to another site.

    `weight` tells how much running prose it is: its length in letters, 0 for headings, links and scraps.
    """

    text: str
    box: Box
    links: float
    leads_out: bool
    kind: PartKind | None
    level: int | None
    weight: int
    parts: tuple[str, ...] = ()

    @property
    def parted(self) -> str:
        """The text with a space wherever an element begins or ends in it, as style sheets show it."""
        return text_cleaning.line(" ".join(self.parts)) if len(self.parts) > 1 else self.text

    @property
    def points_on(self) -> bool:
        """Whether the block is a link within the site and nothing more but a date."""
        if self.leads_out:
            return False
        return self.links >= MOSTLY_LINKS or (
            self.links >= _HALF_LINKS and not self.weight and not ends_sentence(self.text)
        )


@dataclass(slots=True)
class Page:
    """The blocks of a page in order, its boxes, each after the one around it, and its `time` elements, each with the
    number of the block that it stands in.
    """

    blocks: list[Block]
    boxes: list[Box]
    times: list[tuple[HtmlElement, int]] = field(default_factory=list)


def weigh(page: Page, blocks: list[Block]) -> None:
    """Give each box of a page the weight of those of its blocks that are in it, and how many of them are prose."""
    for box in page.boxes:
        box.weight = box.sentences = 0
    for block in blocks:
        block.box.weight += block.weight
        block.box.sentences += block.weight > 0
    for box in reversed(page.boxes):
        if box.outer is not None:
            box.outer.weight += box.weight
            box.outer.sentences += box.sentences
