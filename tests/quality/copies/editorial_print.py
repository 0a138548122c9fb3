"""A text as it comes out of a printed page: lines, hyphens at their ends, ligatures, wide forms, spaced marks."""

import random
import re
from typing import Final

from tests.quality.copies.editorial_sentences import is_unspaced
from tests.quality.copies.kinds import Text

SOFT_HYPHEN: Final = "\u00ad"
LIGATURES: Final = (("ffi", "ﬃ"), ("ffl", "ﬄ"), ("fi", "ﬁ"), ("fl", "ﬂ"), ("ff", "ﬀ"))
QUOTED: Final = re.compile('["“„”]([^"“„”\n]+)["“„”]')
QUOTES: Final = ("„{}“", "« {} »", "”{}”", "‘{}’")
MARK: Final = re.compile(r"(?<=[^\W\d])(?=[;:!?؛؟،।])")
LONG_WORD: Final = re.compile(r"[a-zA-ZÀ-ɏͰ-ϿЀ-ӿ]{9,}")
WIDE: Final = {narrow: narrow + 0xFEE0 for narrow in (*range(ord("0"), ord("9") + 1), *range(ord("A"), ord("z") + 1))}
NEVER_FIRST_IN_A_LINE: Final = "[。、，．！？；：）」』》ー]"
HYPHENATED: Final = 0.2
FEWEST_LETTERS_APART: Final = 3
LINE: Final = (38, 64)
LINE_OF_WIDE_LETTERS: Final = (18, 30)


def as_printed(text: Text, rng: random.Random) -> Text:
    """The same words. What is in no line long enough to break has a soft hyphen at least."""
    printed = text.with_paragraphs([_printed(paragraph, rng) for paragraph in text.paragraphs])
    if printed.body == text.body:
        middle = len(text.body) // 2
        printed = text._replace(body=text.body[:middle] + SOFT_HYPHEN + text.body[middle:])
    return printed


def _printed(paragraph: str, rng: random.Random) -> str:
    if is_unspaced(paragraph):
        wide = paragraph.translate(WIDE)
        line = rng.randint(*LINE_OF_WIDE_LETTERS)
        return "\n".join(re.findall(f".{{1,{line}}}{NEVER_FIRST_IN_A_LINE}*", wide, re.DOTALL))
    left, right = rng.choice(QUOTES).split("{}")
    quoted = QUOTED.sub(lambda found: left + found[1] + right, paragraph)
    spaced = MARK.sub(rng.choice([" ", "\u00a0", "\u202f"]), quoted)
    for letters, ligature in LIGATURES:
        spaced = spaced.replace(letters, ligature)
    return _in_lines(LONG_WORD.sub(lambda word: _softened(word[0], rng), spaced), rng.randint(*LINE))


def _softened(word: str, rng: random.Random) -> str:
    place = rng.randint(FEWEST_LETTERS_APART, len(word) - FEWEST_LETTERS_APART)
    return f"{word[:place]}{SOFT_HYPHEN}{word[place:]}" if rng.random() < HYPHENATED else word


def _in_lines(paragraph: str, length: int) -> str:
    """Lines of so many characters; a long word that does not fit is parted by a hyphen."""
    lines = [""]
    for word in paragraph.split(" "):
        room = length - len(lines[-1]) - 1
        if len(word) <= room or not lines[-1]:
            lines[-1] = f"{lines[-1]} {word}" if lines[-1] else word
        elif LONG_WORD.fullmatch(word) and FEWEST_LETTERS_APART < room < len(word) - FEWEST_LETTERS_APART:
            lines[-1] += f" {word[: room - 1]}-"
            lines.append(word[room - 1 :])
        else:
            lines.append(word)
    return "\n".join(lines)
