"""Numbers as they stand in a text of any script, told by their digits alone."""

from collections.abc import Iterator
from typing import Final

import regex

_NUMBER: Final = regex.compile(
    r"""
      (?<!\p{Nd}) \p{Nd}{1,3} (?: ([.,٬،'’\u00A0\u202F\ ]) \p{Nd}{3} ) (?: \1 \p{Nd}{3} )* (?!\p{Nd})
    | (?<!\p{Nd}) \p{Nd}{1,2} (?: , \p{Nd}{2} )+ , \p{Nd}{3} (?!\p{Nd})
    | \p{Nd}+ (?: [.,٫] \p{Nd}+ )?
    """,
    regex.VERBOSE,
)
_MOST_DIGITS: Final = 20


def numbers(text: str) -> Iterator[tuple[str, int]]:
    """The numbers of a text, each with where it begins.

    A number is its digits in ASCII without zeros at the front, whatever parts its thousands or decimals: what is a
    point in one language is a comma in another, and no text says which of both it means. So `5.4` is `54`.
    """
    for match in _NUMBER.finditer(text):
        digits = "".join(str(int(character)) for character in match[0] if character.isdecimal())
        yield digits.lstrip("0")[:_MOST_DIGITS] or "0", match.start()
