"""What a line says of translating, of other texts and of where a text came out, by the words of `data/notes.toml`."""

import re
from functools import lru_cache
from typing import Final

from babelwire_text.language_tags import UNDETERMINED, primary
from babelwire_translation_tagging.language_names import languages_named
from babelwire_translation_tagging.note_words import find, holds, may_speak, pattern, sources
from babelwire_translation_tagging.translation_makers import is_machine

_LABELLED: Final = re.compile(r"\s*(?:[:：=＝／/]|$)")
_MAX_SHORT_LINK: Final = 30
OPENING: Final = 2
"""Characters that may stand before the first word of a line."""


@lru_cache(maxsize=16)
def may_be_note(text: str) -> bool:
    """Whether a text may have a word of translating, of machines or of first publication: a look that costs little."""
    return may_speak(text.lower())


def came_out(lowered: str) -> bool:
    """Whether a line says where "this text" came out, or came out first."""
    if holds("first_published", lowered):
        return True
    published = find("published", lowered)
    begins = published is not None and published.start() <= OPENING
    return published is not None and (begins or holds("first", lowered) or holds("this_text", lowered))


def shows_only(line: str) -> bool:
    """Whether a site says of itself that it shows the press of others, by machine."""
    return holds("press", line.lower()) and is_machine(line) and bool(languages_named(line))


def sources_named(lowered: str, language: str) -> list[str]:
    """The languages that a line says something was translated from."""
    return list(dict.fromkeys(code for match in sources(lowered, language) for code in languages_named(match[1])[:1]))


def is_invitation(words: str) -> bool:
    """Whether the words of a link invite to read the original, or are hardly more than that word."""
    lowered = words.lower().lstrip()
    if "://" in lowered or not holds("original", lowered):
        return False
    return len(lowered) <= _MAX_SHORT_LINK or leads_on(lowered)


def leads_on(lowered: str, language: str = UNDETERMINED) -> bool:
    """Whether a line in lower case begins as those do that lead to another text to read."""
    match = pattern("reading", primary(language)).match(lowered.lstrip())
    return match is not None and not match.string[match.end() : match.end() + 1].isalpha()


def translated_at(lowered: str, language: str) -> tuple[int, int] | None:
    """Where a line says that something was translated; the word for who does it says so only before a name."""
    match = find("translated", lowered, language)
    if match is not None:
        return match.span()
    for match in pattern("translator", primary(language)).finditer(lowered):
        if _LABELLED.match(lowered, match.end()) and match.end() < len(lowered.rstrip()):
            return match.span()
    return None


def span_of(match: re.Match[str] | None) -> tuple[int, int] | None:
    """Where a match is."""
    return match.span() if match else None
