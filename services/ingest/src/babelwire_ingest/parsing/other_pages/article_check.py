"""Whether a text is an article at all."""

import re
from collections import Counter
from typing import Final

from babelwire_ingest.parsing.errors import NotAnArticle
from babelwire_ingest.parsing.other_pages.page_kinds import GATES, KINDS
from babelwire_ingest.parsing.other_pages.page_names import Degree, named
from babelwire_ingest.parsing.other_pages.wall_sayings import says_little_else, walls
from babelwire_ingest.parsing.page_text.lines import ends_sentence, unspaced

_MIN_SENTENCE_WORDS: Final = 6
_MIN_UNSPACED_CHARACTERS: Final = 15
_MIN_PROSE_SHARE: Final = 0.35
_FEW: Final = 3
_ENOUGH: Final = 12
_OF_THE_PAGE: Final = frozenset({"not_found", "challenge", "search"})
_UNMARKED: Final = re.compile("[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]")
"""Thai, Lao, Tibetan, Burmese and Khmer, which end sentences with a space, or with a mark that may be left out."""
_MIN_UNMARKED: Final = 40
_SENTENCE: Final = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？।॥۔؟])\s*")


def require_prose(paragraphs: list[str]) -> None:
    """Raise `NotAnArticle` for a text without a sentence, and for one of headlines and links."""
    whole = [text for text in paragraphs if _is_sentence(text)]
    if not whole:
        raise NotAnArticle("the text holds no whole sentence")
    total = sum(map(len, paragraphs))
    if sum(map(len, whole)) < _MIN_PROSE_SHARE * total:
        raise NotAnArticle(f"a page of headlines or links: {len(whole)} of {len(paragraphs)} lines are sentences")


def refuse_wall(title: str, paragraphs: list[str]) -> None:
    """Raise `NotAnArticle` for an error page, a wall or a notice: its title says so, or most of its sentences do."""
    shown = sentences(paragraphs)
    if (wall := mostly_walls(shown)) and wall[1]:
        raise NotAnArticle(f"{KINDS[wall[0]]}: most of its {len(shown)} sentences are those of such a page")
    if sum(not walls(sentence) for sentence in shown[:_ENOUGH]) >= _FEW:
        return
    name = named(title)
    if name is not None and name.kind in GATES and name.degree > Degree.EDGE:
        raise NotAnArticle(f"{KINDS[name.kind]}: its title is “{title}”")
    if words := says_little_else(GATES, title):
        raise NotAnArticle(f"{KINDS['failure']}: its title says “{words[0]}”")


def sentences(paragraphs: list[str]) -> list[str]:
    """The sentences of a text, by the marks between them."""
    return [part for text in paragraphs for part in _SENTENCE.split(text) if part.strip()]


def mostly_walls(shown: list[str]) -> tuple[str, bool] | None:
    """The kind of wall, door or error that most of the first sentences are said by; None where most are not.

    Also whether that is certain: one sentence is enough where it speaks of the page itself; one of a failure, a door or
    an offer may be news of it, unless there are several.
    """
    shown = shown[:_ENOUGH]
    spoken = [kinds for sentence in shown if (kinds := walls(sentence))]
    if 2 * len(spoken) <= len(shown):
        return None
    counted = Counter(kind for kinds in spoken for kind in kinds)
    kind = max(counted, key=lambda kind: (counted[kind], kind))
    alone = len(spoken) == len(shown) and (len(spoken) > 1 or kind in _OF_THE_PAGE)
    return kind, alone or len(spoken) >= _FEW


def _is_sentence(text: str) -> bool:
    if len(text) >= _MIN_UNMARKED and 2 * len(_UNMARKED.findall(text)) > len(text):
        return True
    if not ends_sentence(text):
        return False
    return len(text) >= _MIN_UNSPACED_CHARACTERS if unspaced(text) else len(text.split()) >= _MIN_SENTENCE_WORDS
