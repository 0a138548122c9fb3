"""How many tokens analyzers make of a text, estimated from above: OpenSearch limits them, not the words typed."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from babelwire_text.scripts import HANGUL, UNSPACED

_LONGEST: Final = 255
"""Characters after which the standard tokenizer begins another token."""
_ALONE: Final = re.compile(f"[{UNSPACED}{HANGUL}]")
"""Characters of which some analyzer makes a token each; Korean is searched by pairs."""


def count_tokens(text: str) -> int:
    """At least as many as any analyzer of the index makes of `text`."""
    return sum(1 for _ in _token_starts(text))


def first_tokens(text: str, most: int) -> str:
    """The beginning of `text` that makes at most `most` tokens."""
    for count, start in enumerate(_token_starts(text)):
        if count >= most:
            return text[:start]
    return text


def _token_starts(text: str) -> Iterator[int]:
    length = 0
    for place, character in enumerate(text):
        category = unicodedata.category(character)
        if category == "Nd" or category[0] == "L":
            if length == 0 or length >= _LONGEST or _ALONE.match(character):
                yield place
                length = 0
            length += 1
        elif category[0] != "M":
            # Signs make no words, but some analyzers make tokens of symbols, such as emoji.
            if not character.isascii() and not character.isspace():
                yield place
            length = 0
