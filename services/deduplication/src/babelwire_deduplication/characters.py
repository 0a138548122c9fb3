"""Which characters make words, and what they look like once case no longer matters."""

import unicodedata
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

_END: Final = 0x32400
"""Past the last CJK ideograph of Unicode 16; what lies beyond is no text of a news article."""

UNSPACED: Final = 1 << 31
"""Marks a character of a script that writes no spaces between words: it counts as a word of its own."""

_UNSPACED_RANGES: Final = (
    (0x0E00, 0x0F00),  # Thai, Lao
    (0x1000, 0x10A0),  # Myanmar
    (0x1780, 0x1800),  # Khmer
    (0x3005, 0x3008),  # ideographic iteration marks
    (0x3040, 0x3100),  # Hiragana, Katakana
    (0x31F0, 0x3200),  # Katakana extensions
    (0x3400, 0x4DC0),  # Han, extension A
    (0x4E00, 0xA000),  # Han
    (0xF900, 0xFB00),  # Han, compatibility
    (0x20000, _END),  # Han, further extensions
)


@cache
def folding_table() -> npt.NDArray[np.uint32]:
    """Maps a code point to its case-folded self, `UNSPACED` added where that applies, or to 0 where it separates words.

    A word is letters, digits and marks (Unicode categories L, N, M). A folding to several letters is left alone.
    """
    table = np.zeros(_END + 1, dtype=np.uint32)
    for code in range(_END):
        character = chr(code)
        if unicodedata.category(character)[0] in "LNM":
            folded = character.casefold()
            table[code] = ord(folded) if len(folded) == 1 else code
    for begin, end in _UNSPACED_RANGES:
        part = table[begin:end]
        part[part != 0] |= UNSPACED
    return table
