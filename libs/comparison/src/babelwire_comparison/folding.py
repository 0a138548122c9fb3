"""Which characters make words, what they look like once case no longer matters, and what case had to say."""

import re
import unicodedata
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from babelwire_text.scripts import UNSPACED_RANGES

_END: Final = 0x32400
"""Past the last CJK ideograph of Unicode 16; what lies beyond is no text of a news article."""

UNSPACED: Final = 1 << 31
"""Marks a character of a script that writes no spaces between words: it counts as a word of its own."""

UNSETTLED: Final = 1 << 30
"""Marks a character that Unicode's form NFKC can turn into another word, alone or by what stands beside it."""

UPPER: Final = 1
DIGIT: Final = 2
ENDS_SENTENCE: Final = 4
"""After such a character a capital is no sign of a name: full stops of all scripts, colons, quotation marks, breaks."""

_JOINING_JAMO: Final = ((0x1161, 0x1176), (0x11A8, 0x11C3))
"""Vowels and finals of Hangul, which join the syllable before them by rule and not by a decomposition."""

_ENDS: Final = "\n.!?:;…。！？：；।॥؟؛۔։።|•·*–—([{<\"'“”„‚‘’«»‹›「」『』（【"


@cache
def folding_table() -> npt.NDArray[np.uint32]:
    """Maps a code point to the case-folded form of what NFKC makes of it, or to 0 where it separates words.

    `UNSPACED` is added where that applies, and `UNSETTLED` where the text has to be settled first (see `settled`): a
    text without such characters has the same words before and after. A word is letters, digits and marks (Unicode
    categories L, N, M). A folding to several letters is left alone.
    """
    table = np.zeros(_END + 1, dtype=np.uint32)
    for code in range(_END):
        table[code] = _folded(chr(code))
    for begin, end in UNSPACED_RANGES:
        part = table[begin:end]
        part[part != 0] |= UNSPACED
    changed = {}
    moving = _moving()
    for code in range(_END):
        became = [ord(other) for other in unicodedata.normalize("NFKC", chr(code))]
        if moving.intersection([code, *became]) or (len(became) > 1 and table[[code, *became]].any()):
            changed[code] = table[code] | UNSETTLED
        elif became != [code]:
            changed[code] = table[became[0]]
    for code, folded in changed.items():
        table[code] = folded
    for code in _unseen():
        table[code] = UNSETTLED
    return table


@cache
def signs_table() -> npt.NDArray[np.uint8]:
    """Maps a code point to `UPPER`, `DIGIT` or `ENDS_SENTENCE`, or to 0, by the first of what NFKC makes of it."""
    table = np.zeros(_END + 1, dtype=np.uint8)
    for code in range(_END):
        table[code] = _sign(unicodedata.normalize("NFKC", chr(code))[0])
    return table


def settled(text: str) -> str:
    """A text in form NFKC, without characters that nobody sees: soft hyphens, joiners, marks of direction."""
    return unicodedata.normalize("NFKC", _any_unseen().sub("", text))


def _sign(character: str) -> int:
    if character in _ENDS:
        return ENDS_SENTENCE
    category = unicodedata.category(character)
    if category in {"Lu", "Lt"}:
        return UPPER
    return DIGIT if category[0] == "N" else 0


def _folded(character: str) -> int:
    if unicodedata.category(character)[0] not in "LNM":
        return 0
    folded = character.casefold()
    return ord(folded) if len(folded) == 1 else ord(character)


@cache
def _unseen() -> frozenset[int]:
    """Format characters, of which none separates words."""
    return frozenset(code for code in range(_END) if unicodedata.category(chr(code)) == "Cf")


@cache
def _any_unseen() -> re.Pattern[str]:
    return re.compile(f"[{''.join(map(chr, sorted(_unseen())))}]+")


def _moving() -> set[int]:
    """The characters that can join the one before them, or change places with it."""
    moving = {code for begin, end in _JOINING_JAMO for code in range(begin, end)}
    for code in range(_END):
        if unicodedata.combining(chr(code)):
            moving.add(code)
        parts = unicodedata.decomposition(chr(code)).split()
        moving.update(int(part, 16) for part in parts[1:] if not parts[0].startswith("<"))
    return moving
