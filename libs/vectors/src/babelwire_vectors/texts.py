"""What of a text is embedded."""

import unicodedata
from typing import Final

CHARACTERS: Final = 600
"""How much of a text is embedded: on news, more gains less than it costs (README)."""

_SOMETHING: Final = frozenset("LN")


def beginning(text: str) -> str | None:
    """What a vector is made from: at most `CHARACTERS` of the text, without spaces around, its last word whole.

    None where there is no letter and no digit in it.
    """
    text = text.strip()
    if len(text) > CHARACTERS:
        cut = text[: CHARACTERS + 1]
        whole = cut.rsplit(None, 1)[0]
        text = whole if CHARACTERS // 2 < len(whole) <= CHARACTERS else cut[:CHARACTERS]
    return text if any(unicodedata.category(character)[0] in _SOMETHING for character in text) else None
