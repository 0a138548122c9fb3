"""Why an article is shown as similar to another."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final
from unicodedata import combining, normalize

import regex

_NAME: Final = regex.compile(r"(?<![\p{L}\p{M}\p{N}@#/.])\p{Lu}[\p{L}\p{M}'’]{2,30}+")
_BEGINNING: Final = regex.compile(r"(?:^|[\p{STerm}…:\n¿¡])[\s\p{Ps}\p{Pi}\p{Pf}\"'–—-]*+$")
_LOOKED_BACK: Final = 6
_CAPITALS_FOR_NOUNS: Final = frozenset({"de", "lb", "gsw", "nds"})
_ENOUGH: Final = 2
"""One name may be that of a place, or of the month."""


class Reason(StrEnum):
    """The first of these that holds."""

    SAME_STORY = "same_story"
    SAME_PEOPLE = "same_people"
    SAME_SUBJECT = "same_subject"


def reason(one: dict[str, Any], other: dict[str, Any], *, one_text: str, other_text: str) -> Reason:
    """Why `other` is similar to `one`, of which the beginnings of the texts are given."""
    if one["story_id"] is not None and one["story_id"] == other["story_id"]:
        return Reason.SAME_STORY
    shared = _names(one_text, one["language"]) & _names(other_text, other["language"])
    return Reason.SAME_PEOPLE if len(shared) >= _ENOUGH else Reason.SAME_SUBJECT


def _names(text: str, language: str | None) -> frozenset[str]:
    if language in _CAPITALS_FOR_NOUNS:
        return frozenset()
    return frozenset(_capitalised(text))


def _capitalised(text: str) -> Iterator[str]:
    """Words with a capital that begin no sentence, without case and marks."""
    for match in _NAME.finditer(text):
        before = text[max(0, match.start() - _LOOKED_BACK) : match.start()]
        if match[0].isupper() or not _BEGINNING.search(before):
            yield "".join(one for one in normalize("NFKD", match[0]) if not combining(one)).casefold()
