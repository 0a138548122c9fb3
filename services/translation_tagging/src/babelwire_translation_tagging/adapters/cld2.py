"""Compact Language Detector 2 (https://github.com/CLD2Owners/cld2): many languages, least often wrong on long texts."""

import re
from typing import Final

import pycld2

from babelwire_translation_tagging.ports import Guess

# Characters not meant for interchange, of which one makes CLD2 refuse the whole text.
_NOT_FOR_INTERCHANGE: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + "]"
)
# CLD2 keeps codes that BCP 47 has replaced.
_MODERN: Final = {"iw": "he", "jw": "jv", "tl": "fil", "no": "nb", "mo": "ro", "sh": "sr", "zh-Hant": "zh", "bh": "bho"}
_FULL_SCORE: Final = 1000.0
"""CLD2's score per KiB of text; running prose of a language it knows scores 400 and up, random letters under 200."""
_MOST: Final = 80
"""Per cent of the text that must be in the language for it to be the text's."""
_NO_ANSWER: Final = Guess(None, 0.0, False)


def _detect(text: str) -> tuple[tuple[str, str, int, float], ...]:
    found: tuple[tuple[str, str, int, float], ...] = pycld2.detect(text, isPlainText=True, bestEffort=True)[2]
    return found


class Cld2Guesser:
    """CLD2, asked for its best effort."""

    languages: frozenset[str] = frozenset()

    def guess(self, text: str) -> Guess:
        """CLD2's first answer; none where it finds no language in the text."""
        # Looking for characters that CLD2 refuses takes as long as CLD2 itself, so they are looked for when it refuses.
        try:
            found = _detect(text)
        except (pycld2.error, UnicodeEncodeError):
            try:
                found = _detect(_NOT_FOR_INTERCHANGE.sub(" ", text))
            except pycld2.error:
                return _NO_ANSWER
        _, code, percent, score = found[0]
        if code == "un" or code.startswith("xx-"):
            return _NO_ANSWER
        return Guess(_MODERN.get(code, code).split("-")[0], min(1.0, score / _FULL_SCORE), percent >= _MOST)
