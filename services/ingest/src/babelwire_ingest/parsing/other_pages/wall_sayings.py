"""What walls, doors and errors say to the reader who meets them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Final

from babelwire_ingest.parsing.other_pages.page_kinds import GATES, folded, words_of_kinds

_STARTS: Final = (5, 2)


def said(kinds: Iterable[str], text: str) -> list[str]:
    """The words in a text that pages of one of these kinds say to their readers, longest first, none within another."""
    return [words for words, kind in _sayings(text) if kind in set(kinds)]


def says_little_else(kinds: Iterable[str], text: str) -> list[str]:
    """The words of `said` where they make up half of a text."""
    words = said(kinds, text)
    return words if 2 * sum(map(len, words)) >= len(text) else []


def walls(sentence: str) -> set[str]:
    """The kinds of walls, doors and errors that say a sentence; of consent or an offer it speaks in two ways."""
    counted = Counter(kind for _, kind in _sayings(sentence))
    return {kind for kind, count in counted.items() if kind in GATES or count > 1}


def _sayings(text: str) -> list[tuple[str, str]]:
    """The sayings in a text, with their kinds, longest first, without those that are part of another."""
    plain = folded(text)
    starts = {plain[at : at + length] for length in _STARTS for at in range(len(plain) - length + 1)}
    here = {saying for start in starts & _says().keys() for saying in _says()[start] if saying[0] in plain}
    found: list[tuple[str, str]] = []
    for words, kind in sorted(here, key=lambda saying: (-len(saying[0]), saying)):
        if not any(words in longer and words != longer for longer, _ in found):
            found.append((words, kind))
    return found


@cache
def _says() -> dict[str, list[tuple[str, str]]]:
    """What pages say, with their kinds, by how it starts: a text is searched for few of a thousand sayings."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for kind, languages in words_of_kinds()["says"].items():
        for sayings in languages.values():
            for saying in map(folded, sayings):
                start = next(length for length in _STARTS if length <= len(saying))
                found[saying[:start]].append((saying, kind))
    return dict(found)
