"""Lines that say of the text they stand by that it is a translation."""

import re
from functools import cache
from typing import Final

from babelwire_ingest.parsing.vocabulary import alternatives

MAX_LENGTH: Final = 320
"""Characters of a note; a longer one is an article about translation."""

_MAX_WORDS: Final = 18
_MAX_WORDS_WITH_MANNER: Final = 45
_LABEL: Final = r"[\W_]*(?:[^\W\d_][^:：.!?]{0,30}[:：]\s*)?[\W_]*"


def is_translation_note(text: str) -> bool:
    """Whether a line says that "this text" was translated, in any of the vocabulary's languages.

    It begins by pointing at the text itself or by the word for translating, and has both. Only a note that also says
    how it was translated (by a machine, by hand) may be longer than a short sentence.
    """
    if len(text) > MAX_LENGTH or not _notes().match(text):
        return False
    return len(text.split()) <= (_MAX_WORDS_WITH_MANNER if _manners().search(text) else _MAX_WORDS)


@cache
def _notes() -> re.Pattern[str]:
    this, translated = (f"(?:{alternatives(kind)})" for kind in ("this_text", "translated_stem"))
    either = rf"(?:(?<!\w){this}.*?{translated}|(?<!\w){translated}.{{0,60}}?(?<!\w){this})"
    return re.compile(_LABEL + either, re.IGNORECASE)


@cache
def _manners() -> re.Pattern[str]:
    return re.compile(f"(?:{alternatives('translation_manner')})", re.IGNORECASE)
