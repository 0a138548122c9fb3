"""Scripts by what stands between their words.

Those without spaces are the scripts that CLDR's `scriptMetadata.txt` recommends for use and of which it says that a
line may break between any two letters ("LB letters"): Han, Hiragana, Katakana, Thai, Lao, Myanmar, Khmer. Their
characters are given by the blocks of Unicode's `Blocks.txt` in which news is printed. Bopomofo is left out, for it
stands beside the words of others, and so are the extended blocks of Myanmar and Kana.
"""

from typing import Final

UNSPACED_RANGES: Final = (
    (0x0E00, 0x0F00),  # Thai, Lao
    (0x1000, 0x10A0),  # Myanmar
    (0x1780, 0x1800),  # Khmer
    (0x3005, 0x3008),  # ideographic iteration and closing marks, zero
    (0x3040, 0x3100),  # Hiragana, Katakana
    (0x31F0, 0x3200),  # Katakana phonetic extensions
    (0x3400, 0x4DC0),  # Han, extension A
    (0x4E00, 0xA000),  # Han
    (0xF900, 0xFB00),  # Han, compatibility
    (0xFF66, 0xFFA0),  # Katakana, half width
    (0x20000, 0x40000),  # Han, the planes of further extensions
)
"""First code point, and the one after the last."""

_HANGUL_RANGES: Final = (
    (0x1100, 0x1200),  # Jamo
    (0x3130, 0x3190),  # Jamo, compatibility
    (0xA960, 0xA980),  # Jamo, extended A
    (0xAC00, 0xD800),  # syllables; Jamo, extended B
    (0xFFA0, 0xFFDD),  # half width
)


def _inside(ranges: tuple[tuple[int, int], ...]) -> str:
    return "".join(f"{chr(begin)}-{chr(end - 1)}" for begin, end in ranges)


UNSPACED: Final = _inside(UNSPACED_RANGES)
"""The inside of a character class of `re`."""

HANGUL: Final = _inside(_HANGUL_RANGES)
"""The same for Korean: words have spaces between them, but a character says as much as a syllable."""

WRITTEN_TOGETHER: Final = "\u0590-\u08ff\u1200-\u13a0" + UNSPACED + HANGUL
"""The inside of a character class: scripts that part no words, or that write articles, prepositions or particles as
part of them (Hebrew, Arabic and their neighbours, Ethiopic, Korean).
"""
