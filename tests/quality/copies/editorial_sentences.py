"""Sentences and halves of paragraphs in any script, good enough to edit with: no sentence is lost or changed."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

UNSPACED: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
THAI_LIKE: Final = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")

SENTENCE_END: Final = re.compile(
    r"""
    (?<=[。！？])[」』”’）]*                                  # needs no space after it
    | (?: (?<=[!?…؟।॥։።]) | (?<!\b\w)(?<!\b\w\w)(?<!\d)(?<=\.) )  # not after "Dr." or "3."
      ["'»”’)\]]* \s+
    """,
    re.VERBOSE,
)
SHORTEST_THAI_SENTENCE: Final = 40


def sentences(paragraph: str) -> list[str]:
    """A paragraph's sentences; Thai has no mark for their end, so there a run of some phrases counts as one."""
    if THAI_LIKE.search(paragraph) and not SENTENCE_END.search(paragraph):
        return _thai_sentences(paragraph)
    found = []
    start = 0
    for end in SENTENCE_END.finditer(paragraph):
        found.append(paragraph[start : end.end()].strip())
        start = end.end()
    return [sentence for sentence in [*found, paragraph[start:].strip()] if sentence]


def joined(parts: Sequence[str]) -> str:
    """Sentences as one paragraph, with spaces between them where the script has spaces."""
    return ("" if is_unspaced("".join(parts)) else " ").join(parts)


def halves(paragraph: str) -> list[str]:
    """A paragraph as two: between sentences if it has several, else at the space or character nearest to its middle."""
    parts = sentences(paragraph)
    if len(parts) > 1:
        middle = len(parts) // 2
        return [joined(parts[:middle]), joined(parts[middle:])]
    middle = len(paragraph) // 2
    spaces = [place for place, letter in enumerate(paragraph) if letter.isspace() and 0 < place < len(paragraph) - 1]
    if spaces:
        middle = min(spaces, key=lambda place: abs(place - middle))
    while middle < len(paragraph) and unicodedata.category(paragraph[middle]).startswith("M"):
        middle += 1
    return [paragraph[:middle].rstrip(), paragraph[middle:].lstrip()]


def first_part(paragraphs: Sequence[str], share: float) -> list[str]:
    """The paragraphs, whole or in part, up to this share of their letters; the first sentence in any case."""
    left = len("\n\n".join(paragraphs)) * share
    kept: list[str] = []
    for paragraph in paragraphs:
        parts = []
        for sentence in sentences(paragraph):
            if left > 0:
                parts.append(sentence)
            left -= len(sentence)
        kept += [joined(parts)] if parts else []
    return kept


def clause(sentence: str, longest: int = 80) -> str:
    """A sentence's beginning, up to a comma or a space, as a headline would quote it."""
    beginning = re.split(r",(?!\d)|[;:，、；：،؛—–]", sentence, maxsplit=1)[0]
    if len(beginning) < len(sentence) // 5:
        beginning = sentence
    if len(beginning) > longest:
        beginning = beginning[:longest].rsplit(" ", 1)[0]
    return beginning.strip(' .。।!?！？؟…"“”«»„')


def is_unspaced(text: str) -> bool:
    """Whether this is Chinese or Japanese. Korean and Thai put spaces between sentences."""
    letters = sum(letter.isalpha() for letter in text)
    return len(UNSPACED.findall(text)) > letters / 3


def _thai_sentences(paragraph: str) -> list[str]:
    found = [""]
    for phrase in paragraph.split():
        if len(found[-1]) >= SHORTEST_THAI_SENTENCE:
            found.append("")
        found[-1] = f"{found[-1]} {phrase}".strip()
    return found
