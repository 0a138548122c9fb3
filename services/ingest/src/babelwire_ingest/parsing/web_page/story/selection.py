"""Which blocks of an article's region are its text."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from babelwire_contracts.content import PartKind
from babelwire_ingest.parsing.page_text.lines import ends_sentence
from babelwire_ingest.parsing.web_page.story.blocks import Block, Box
from babelwire_ingest.parsing.web_page.story.furniture import (
    WHOLE,
    asks_to_subscribe,
    ends_article,
    is_furniture,
    is_note,
    may_begin,
    may_end,
)

_HALF: Final = 0.5
_NEAR_TOP: Final = 4
_MAX_REQUEST: Final = 300
_FEW_BLOCKS: Final = 4
_MIN_REPEATED: Final = 60
_MOST_QUOTES: Final = 100
_MOMENT: Final = re.compile(r"(?:\b|\D)(?:19|20)\d\d\D.*\d|\d.*\D(?:19|20)\d\d(?!\d)|\d{1,2}[:.h]\d\d\b")
_QUOTES: Final = "\"'“”«»„‘’ "
_ITEMS: Final = frozenset({PartKind.LIST_ITEM, PartKind.NUMBERED_ITEM})


def select(blocks: list[Block], region: Box, headline: Block | None, writers: list[str]) -> list[Block]:
    """The text's blocks in order: what is said twice once, without what announces or points to other articles.

    `writers` are the article's, as far as they are known.
    """
    kept = _below(blocks, headline)
    kept = _without_requests(_above_listing(_above_end(kept)), region)
    kept = _without_links(kept)
    kept = [block for block in kept if not is_furniture(block)]
    kept = _without_repeats(kept)
    return trimmed(_without_signature(_without_bare_headings(kept), writers), writers)


def _below(blocks: list[Block], headline: Block | None) -> list[Block]:
    """What follows the headline, where most of the prose does."""
    if headline is None or headline not in blocks:
        return blocks
    after = blocks[blocks.index(headline) + 1 :]
    return after if 2 * _prose(after) >= _prose(blocks) else [block for block in blocks if block is not headline]


def _above_end(blocks: list[Block]) -> list[Block]:
    """What stands above the readers' comments or the keywords, where most of the prose does."""
    total = _prose(blocks)
    for at, block in enumerate(blocks):
        if ends_article(block) and 2 * _prose(blocks[:at]) >= total:
            return blocks[:at]
    return blocks


def _above_listing(blocks: list[Block]) -> list[Block]:
    """Where, from some line to the end, every sentence has a link's line right above it, other articles are listed."""
    end = len(blocks)
    listed = 0
    sentence = False
    for at in range(len(blocks) - 1, 0, -1):
        block = blocks[at]
        if block.points_on:
            listed += sentence
            sentence = False
            if listed > 1:
                end = at
        elif block.weight or block.kind in WHOLE:
            if sentence:
                break
            sentence = True
    return blocks[:end]


def _without_requests(blocks: list[Block], region: Box) -> list[Block]:
    """A box of a few lines whose sentences ask to subscribe is a request, with its heading."""
    asking = {
        block.box.outer or block.box
        for block in blocks
        if block.weight and len(block.text) <= _MAX_REQUEST and asks_to_subscribe(block.text.casefold())
    }
    small = {
        box for box in asking if box is not region and box.blocks <= _FEW_BLOCKS and box.letters <= 2 * _MAX_REQUEST
    }
    return [block for block in blocks if not any(box in small for box in block.box.outwards())]


def _without_links(blocks: list[Block]) -> list[Block]:
    """A paragraph or a list that is nothing but links within the site points to other articles."""
    lists: dict[Box, list[Block]] = {}
    for block in blocks:
        if block.kind in _ITEMS:
            lists.setdefault(_list_of(block), []).append(block)
    gone = {
        id(block)
        for items in lists.values()
        if sum(block.points_on for block in items) > _HALF * len(items)
        for block in items
    }
    return [block for block in blocks if id(block) not in gone and not (block.points_on and block.kind not in WHOLE)]


def _list_of(block: Block) -> Box:
    item = next(box for box in block.box.outwards() if box.tag == "li")
    return item.outer or item


def _without_repeats(blocks: list[Block]) -> list[Block]:
    """A pull quote or a teaser repeats words of the text: the longer of the two is the text."""
    times = Counter(block.text for block in blocks)
    whole = "\n".join(block.text for block in blocks)
    # Each look goes through the whole text: of a page that is nothing but quotes, the first ones are looked at.
    suspects = [block for block in blocks if len(block.text) >= _MIN_REPEATED and _may_quote(block)][:_MOST_QUOTES]
    repeated = {id(block) for block in suspects if whole.count(block.text.strip(_QUOTES)) > times[block.text]}
    said: set[str] = set()
    for block in suspects:
        if block.text in said:
            repeated.add(id(block))
        said.add(block.text)
    return [block for block in blocks if id(block) not in repeated]


def _may_quote(block: Block) -> bool:
    return block.kind is PartKind.QUOTE or block.box.tag not in {"p", "li"}


def _without_signature(blocks: list[Block], writers: Sequence[str]) -> list[Block]:
    """Near the top, a line that is no sentence and has a number or begins with a writer says who wrote when."""
    return [block for block in blocks[:_NEAR_TOP] if not _signs(block, writers)] + blocks[_NEAR_TOP:]


def _signs(block: Block, writers: Sequence[str]) -> bool:
    if block.kind is not None or block.weight or ends_sentence(block.text) or block.text.endswith((":", "：")):
        return False
    return _MOMENT.search(block.text) is not None or block.text.startswith(tuple(writers))


def trimmed(blocks: list[Block], writers: Sequence[str] = ()) -> list[Block]:
    """Without the scraps before the first sentence, and the lines after the last that are none of the text."""
    start, end = 0, len(blocks)
    while start < end and not may_begin(blocks[start]):
        start += 1
    while end > start + 1 and (not may_end(blocks[end - 1]) or is_note(blocks[end - 1], writers)):
        end -= 1
    return blocks[start:end]


def _without_bare_headings(blocks: list[Block]) -> list[Block]:
    """A heading under which nothing is left headed what is no text."""
    kept: list[Block] = []
    for block in reversed(blocks):
        if block.kind is PartKind.HEADING and (not kept or _is_above(kept[-1], block)):
            continue
        kept.append(block)
    return kept[::-1]


def _is_above(following: Block, heading: Block) -> bool:
    return following.kind is PartKind.HEADING and (following.level or 0) < (heading.level or 0)


def _prose(blocks: Iterable[Block]) -> int:
    return sum(block.weight for block in blocks)
