"""Lines inside an article's region that are none of its text: pointers, requests, notes of the house."""

import re
from collections.abc import Sequence
from typing import Final

from babelwire_contracts.content import PartKind
from babelwire_ingest.parsing.page_text.boilerplate import Kind, classify
from babelwire_ingest.parsing.page_text.lines import ends_sentence
from babelwire_ingest.parsing.provenance_words import is_source_label
from babelwire_ingest.parsing.vocabulary import begins, holds
from babelwire_ingest.parsing.web_page.story.blocks import Block

WHOLE: Final = frozenset(
    {
        PartKind.LIST_ITEM,
        PartKind.NUMBERED_ITEM,
        PartKind.TABLE_HEAD,
        PartKind.TABLE_ROW,
        PartKind.QUOTE,
        PartKind.PREFORMATTED,
    }
)
"""Kinds of blocks that are text without being sentences."""

MOSTLY_LINK: Final = 0.4
_KINDS: Final = frozenset(
    {Kind.BOILERPLATE, Kind.PROMOTION, Kind.HEADING, Kind.NAVIGATION, Kind.ROW, Kind.RIGHTS, Kind.ORIGINAL_LINK}
)
_MAX_LINE: Final = 220
_MAX_NOTE: Final = 300
_ORNAMENTS: Final = " \t>»›▶►•·*-–—|[]【】「」■□◆◇●○→☞+"
_POINTER: Final = re.compile(r"[^:：]{2,30}[:：]\s*\S.*")
_CLOCK: Final = re.compile(r"\d{1,2}[:.h]\d\d(?:\s?(?:h|Uhr|[ap]\.?m\.?))?", re.IGNORECASE)
_WORDS: Final = re.compile(r"[^\W\d_]")
_POINTS: Final = 0.5


def is_furniture(block: Block) -> bool:
    """Whether a block is a line of the site's, wherever it stands in the text."""
    if block.kind in WHOLE:
        return False
    if len(block.text) > _MAX_LINE:
        return False
    bare = block.text.strip(_ORNAMENTS)
    mark = classify(bare)
    if mark is not None and (mark.kind in _KINDS or block.links > MOSTLY_LINK):
        return True
    folded = bare.casefold()
    return _CLOCK.fullmatch(bare) is not None or _points_on(block, folded) or _asks(folded)


def ends_article(block: Block) -> bool:
    """Whether a block is the heading over the readers' comments, the label of a source, or the line of keywords."""
    if len(block.text) > _MAX_LINE:
        return False
    if is_source_label(block.text):
        return True
    folded = block.text.strip(_ORNAMENTS).casefold()
    if (term := begins("remarks", folded)) and not _WORDS.search(folded[len(term) :]):
        return True
    term = begins("labels", folded)
    return term is not None and folded[len(term) :].lstrip()[:1] in {":", "："}


def is_note(block: Block, writers: Sequence[str]) -> bool:
    """Whether a block at the end of a text speaks of the article or its writer: where it was printed, who wrote it."""
    text = block.text
    if len(text) > _MAX_NOTE:
        return False
    folded = text.casefold()
    if "©" in text or holds("rights", folded) or holds("print_edition", folded):
        return True
    # In many languages the verb of asking stands at the end.
    asks = holds("follow", folded) or holds("follow_last", folded)
    if (asks and holds("network", folded)) or asks_to_subscribe(folded):
        return True
    if begins("house_note", folded, stem=True):
        return True
    start = text.lstrip(_ORNAMENTS)
    return any(start.startswith(writer) and len(writer) < len(start) for writer in writers)


def asks_to_subscribe(folded: str) -> bool:
    """Whether a casefolded text offers a newsletter and asks to sign up for it."""
    return holds("mailing", folded) and holds("sign_up", folded)


def _points_on(block: Block, folded: str) -> bool:
    """A few words of invitation, or a few words, a colon and a link within the site, point to another article."""
    if term := begins("read_also", folded):
        rest = folded[len(term) :].lstrip()
        return not rest or rest[0] in ":：|–—>»-" or block.links > MOSTLY_LINK
    return block.links >= _POINTS and not block.leads_out and _POINTER.fullmatch(folded) is not None


def _asks(folded: str) -> bool:
    """Whether a line begins with asking to follow the site on a network."""
    return begins("follow", folded, stem=True) is not None and holds("network", folded)


def may_begin(block: Block) -> bool:
    """Whether a text can begin with a block: with a sentence, or with what is whole without being one."""
    if block.kind in WHOLE:
        return True
    return (block.weight > 0 or ends_sentence(block.text)) and block.kind is None and classify(block.text) is None


def may_end(block: Block) -> bool:
    """Whether a text can end with a block."""
    if block.kind in WHOLE:
        return True
    return block.kind is None and (block.weight > 0 or block.links <= MOSTLY_LINK) and classify(block.text) is None
