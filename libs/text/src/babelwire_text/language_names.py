"""What languages are called in English; apart from the tags, for the names take more memory than all else here."""

from functools import lru_cache
from typing import Final

import langcodes

_SEVERAL: Final = "mul"
_NO_LANGUAGE: Final = frozenset({"und", "mis", "zxx"})


@lru_cache(maxsize=4096)
def name_in_english(tag: str | None) -> str | None:
    """`Serbian (Latin)` for `sr-Latn`; None for what is no tag, or names no language that is known."""
    if not tag or tag in _NO_LANGUAGE:
        return None
    if tag == _SEVERAL:
        return "several languages"
    try:
        language = langcodes.Language.get(tag)
        return language.display_name("en") if language.is_valid() else None
    except (ValueError, LookupError):
        return None
