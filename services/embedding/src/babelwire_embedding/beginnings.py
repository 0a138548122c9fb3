"""The beginning of an article: what its vector is made from."""

import hashlib
from typing import Final

from babelwire_comparison.sentences import sentences
from babelwire_contracts.embeddings import MAX_TEXT

_SPARE: Final = 4
"""So many times as much is looked at as is taken, for white space goes and a lead may stand twice."""


def beginning(title: str, lead: str | None, body: str, most: int = MAX_TEXT) -> str:
    """Title, lead and the first paragraphs of the body, parted by blank lines: `most` characters at most.

    A lead that the body begins with stands once. Cut where a sentence ends, if that costs no more than a third; else
    between words, or between characters where no space is near.
    """
    looked_at = most * _SPARE
    paragraphs = [spaced(part) for part in body[:looked_at].split("\n\n")]
    opening = "\n\n".join(filter(None, paragraphs))
    first = spaced(lead[:looked_at]) if lead else ""
    if opening.startswith(first):
        first = ""
    return cut("\n\n".join(filter(None, [spaced(title[:looked_at]), first, opening])), most)


def cut(text: str, most: int) -> str:
    """The beginning of a text, as `beginning` cuts it."""
    if len(text) <= most:
        return text
    there = text[: most + 1]
    end = 0
    # The last may go on behind the cut.
    for sentence in sentences(there)[:-1]:
        end = there.index(sentence, end) + len(sentence)
    if end * 3 >= most * 2:
        return there[:end]
    words = there.rsplit(None, 1)[0]
    return words if most * 2 <= len(words) * 3 <= most * 3 else there[:most]


def spaced(text: str) -> str:
    """A text with one space for all white space that stands together."""
    return " ".join(text.split())


def text_hash(text: str) -> str:
    """32 hex digits: a vector belongs to the text that has them."""
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
