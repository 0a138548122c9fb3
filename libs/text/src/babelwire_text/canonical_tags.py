"""The canonical form of language tags (RFC 5646, section 4.5), from the tables of langcodes."""

from functools import lru_cache
from typing import Final

import langcodes
from langcodes.tag_parser import LanguageTagError

from babelwire_text.language_tags import primary, read_tag

_OF_ONE_LANGUAGE: Final = {"cmn": "zh", "arb": "ar"}
"""Subtags of the very language that everybody means by the wider one."""


@lru_cache(maxsize=4096)
def canonical(text: str | None) -> str | None:
    """A tag in its canonical form: `pt-BR` of `PT_br`, `he` of `iw`; None for what is no tag."""
    tag = read_tag(text)
    if tag is None:
        return None
    try:
        found = str(langcodes.standardize_tag(tag))
    except LanguageTagError:
        return None
    own = primary(found)
    return _OF_ONE_LANGUAGE[own] + found[len(own) :] if own in _OF_ONE_LANGUAGE else found
