"""Which blocks of an article's region are its text."""

from collections.abc import Iterable
from typing import Final

from babelwire_contracts.content import PartKind
from babelwire_ingest.parsing.page_text.boilerplate import Kind, classify
from babelwire_ingest.parsing.page_text.lines import ends_sentence
from babelwire_ingest.parsing.web_page.story.blocks import Block, Box

_ALL_LINK: Final = 0.9
_MOSTLY_LINK: Final = 0.4
_HALF: Final = 0.5
_SMALL: Final = 0.3
_MIN_REPEATED: Final = 60
_QUOTES: Final = "\"'“”«»„‘’ "
_ITEMS: Final = frozenset({PartKind.LIST_ITEM, PartKind.NUMBERED_ITEM})
_WHOLE: Final = _ITEMS | {PartKind.TABLE_HEAD, PartKind.TABLE_ROW, PartKind.QUOTE, PartKind.PREFORMATTED}
_FURNITURE: Final = frozenset(
    {Kind.BOILERPLATE, Kind.PROMOTION, Kind.HEADING, Kind.NAVIGATION, Kind.ROW, Kind.RIGHTS, Kind.ORIGINAL_LINK}
)


def select(blocks: list[Block], region: Box, headline: Block | None) -> list[Block]:
    """The text's blocks in order: what is said twice once, without what announces or points to other articles."""
    kept = _below(blocks, headline)
    kept = _without_teasers(kept, region, headline)
    kept = _without_links(kept)
    kept = [block for block in kept if not _is_furniture(block)]
    kept = _without_repeats(kept)
    return trimmed(_without_bare_headings(kept))


def _below(blocks: list[Block], headline: Block | None) -> list[Block]:
    """What follows the headline, where most of the prose does."""
    if headline is None or headline not in blocks:
        return blocks
    after = blocks[blocks.index(headline) + 1 :]
    return after if 2 * _prose(after) >= _prose(blocks) else [block for block in blocks if block is not headline]


def _without_teasers(blocks: list[Block], region: Box, headline: Block | None) -> list[Block]:
    """A heading that is a link announces another article: the box with it and little else is a teaser."""
    total = max(1, _prose(blocks))
    own = set(headline.box.outwards()) if headline else set()
    cards: set[Box] = set()
    for block in blocks:
        if block.kind is not PartKind.HEADING or block.links < _ALL_LINK:
            continue
        card: Box | None = None
        for box in block.box.outwards():
            if box is region or box in own or box.weight > _SMALL * total:
                break
            card = box
        if card is not None:
            cards.add(card)
    if not cards:
        return blocks
    return [block for block in blocks if not any(box in cards for box in block.box.outwards())]


def _without_links(blocks: list[Block]) -> list[Block]:
    """A paragraph or a list that is nothing but links within the site points to other articles."""
    lists: dict[Box, list[Block]] = {}
    for block in blocks:
        if block.kind in _ITEMS:
            lists.setdefault(_list_of(block), []).append(block)
    gone = {
        id(block)
        for items in lists.values()
        if sum(_points_on(block) for block in items) > _HALF * len(items)
        for block in items
    }
    return [block for block in blocks if id(block) not in gone and not (_points_on(block) and block.kind not in _WHOLE)]


def _points_on(block: Block) -> bool:
    return block.links >= _ALL_LINK and not block.leads_out


def _list_of(block: Block) -> Box:
    item = next(box for box in block.box.outwards() if box.element.tag == "li")
    return item.outer or item


def _is_furniture(block: Block) -> bool:
    if block.kind in _WHOLE:
        return False
    mark = classify(block.text)
    return mark is not None and (mark.kind in _FURNITURE or block.links > _MOSTLY_LINK)


def _without_repeats(blocks: list[Block]) -> list[Block]:
    """A pull quote or a teaser repeats words of the text: the longer of the two is the text."""
    seen: dict[str, int] = {}
    for block in blocks:
        seen[block.text] = seen.get(block.text, 0) + 1
    whole = "\n".join(block.text for block in blocks)
    kept: list[Block] = []
    said: set[str] = set()
    for block in blocks:
        text = block.text.strip(_QUOTES)
        can_quote = block.kind is PartKind.QUOTE or block.box.element.tag not in {"p", "li"}
        if can_quote and len(text) >= _MIN_REPEATED and (block.text in said or whole.count(text) > seen[block.text]):
            continue
        said.add(block.text)
        kept.append(block)
    return kept


def trimmed(blocks: list[Block]) -> list[Block]:
    """Without the scraps before the first sentence, and the lines after the last that are none of the text."""
    start, end = 0, len(blocks)
    while start < end and not _begins_text(blocks[start]):
        start += 1
    while end > start and not _may_end_text(blocks[end - 1]):
        end -= 1
    return blocks[start:end]


def _begins_text(block: Block) -> bool:
    if block.kind in _WHOLE:
        return True
    return (block.weight > 0 or ends_sentence(block.text)) and block.kind is None and classify(block.text) is None


def _may_end_text(block: Block) -> bool:
    if block.kind in _WHOLE:
        return True
    return block.kind is None and (block.weight > 0 or block.links <= _MOSTLY_LINK) and classify(block.text) is None


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
