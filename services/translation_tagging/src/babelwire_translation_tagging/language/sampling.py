"""What of a text is looked at, and how much it says."""

import re
from typing import Final

from babelwire_text.scripts import HANGUL, UNSPACED

FEW_LETTERS: Final = 12
"""With fewer nothing is known of a text in an alphabet that many languages share."""
LONG_LETTERS: Final = 150
"""From here on a text is long enough for any detector, and more of it changes nothing."""

_SAMPLE_CHARACTERS: Final = 240
"""Taken of title, lead and start of body each, and from the middle, past a foreign quotation or notice at the top."""
_ADDRESSES: Final = re.compile(r"https?://\S+|www\.\S+|[\w.+-]*[@#]\w[\w.-]*")
_DENSE: Final = re.compile(f"[{UNSPACED}{HANGUL}]")
_A_WORD: Final = re.compile(r"[A-Za-z]{3}")
_DENSE_WEIGHT: Final = 3
"""A character of Chinese, Japanese, Korean or Thai says about as much as three letters of an alphabet."""
_NAMED_WORDS: Final = 4


def sample(title: str, lead: str | None, body: str) -> str:
    """At most some 1,000 characters of an article: enough to tell, and the same cost for any length."""
    parts = [title[:_SAMPLE_CHARACTERS], (lead or "")[:_SAMPLE_CHARACTERS], body[:_SAMPLE_CHARACTERS]]
    if len(body) > _SAMPLE_CHARACTERS:
        middle = max(_SAMPLE_CHARACTERS, len(body) // 2)
        parts.append(body[middle : middle + _SAMPLE_CHARACTERS])
    return without_addresses("\n".join(parts))


def without_addresses(text: str) -> str:
    """A text without what is in no language: web and mail addresses, handles, tags."""
    return _ADDRESSES.sub(" ", text) if any(mark in text for mark in ("@", "#", "://", "www.")) else text


def weight(text: str) -> int:
    """Letters in the first 300 characters; those of dense scripts count thrice where there are fewer than 150, for past
    that nothing changes any more.
    """
    start = text[: LONG_LETTERS * 2]
    # Words of letters alone are counted in a third of the time, and are nearly always enough.
    letters = sum(map(len, filter(str.isalpha, start.split())))
    if letters < LONG_LETTERS:
        letters = letters_of(start)
    if letters >= LONG_LETTERS or start.isascii():
        return letters
    return letters + (_DENSE_WEIGHT - 1) * len(_DENSE.findall(start))


def letters_of(text: str) -> int:
    """The letters of a text."""
    return sum(map(str.isalpha, text))


def in_small_letters_twice(text: str) -> str:
    """A text with its words in small letters once more, for of the others many are names, which are in no language."""
    return " ".join([text, *(word for word in text.split() if word[0].islower())])


def has_words(text: str) -> bool:
    """Whether there is a word of three letters or more, or one of a script in which fewer are words."""
    return not text.isascii() or _A_WORD.search(text) is not None


def only_names(text: str) -> bool:
    """Whether a text is no more than a few words that all begin with a capital, as the names of people do."""
    words = text.split(None, _NAMED_WORDS)
    begun = [word[0] for word in words if word[0].isalpha()]
    return len(words) <= _NAMED_WORDS and not text.isupper() and all(map(str.isupper, begun))
