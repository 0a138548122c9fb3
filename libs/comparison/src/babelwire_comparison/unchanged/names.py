"""Names that are written in Latin letters, whatever the script around them."""

from collections.abc import Iterator
from typing import Final
from unicodedata import combining, normalize

import regex

_NAME: Final = regex.compile(r"(?<![\p{L}\p{M}\p{N}@#/.]) \p{Lu} [\p{Latin}\p{M}'’]{1,30}+", regex.VERBOSE)
_BEGINNING: Final = regex.compile(r"(?:^|[\p{STerm}…:\n¿¡]) [\s\p{Ps}\p{Pi}\p{Pf}\"'–—-]*+ $", regex.VERBOSE)
_LOOKED_BACK: Final = 6
_LEAST: Final = 3
_MOST: Final = 12


def names(text: str) -> Iterator[tuple[str, int]]:
    """The words with a capital that do not begin a sentence, or are all capitals, each with where it begins.

    Told in small letters without marks, at most twelve of them. In languages that write other nouns with capitals
    these count too.
    """
    for match in _NAME.finditer(text):
        word, begin = match[0], match.start()
        if not word.isupper() and _BEGINNING.search(text[max(0, begin - _LOOKED_BACK) : begin]):
            continue
        folded = "".join(one for one in normalize("NFKD", word) if not combining(one)).casefold()
        letters = "".join(filter(str.isalpha, folded))[:_MOST]
        if len(letters) >= _LEAST:
            yield letters, begin
