"""Languages as a reader names them: tags, English names, script direction, preferences, words without a meaning."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import langcodes
import stopwordsiso
from babel import Locale
from babel.core import get_global

from babelwire_text.canonical_tags import canonical
from babelwire_text.language_names import name_in_english
from babelwire_text.language_tags import UNDETERMINED, primary

_MAX_NAME_LENGTH: Final = 40
_QVALUE: Final = re.compile(r"[01](\.\d{0,3})?", re.ASCII)
_RTL_SCRIPTS: Final = frozenset({"Adlm", "Arab", "Aran", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"})


@lru_cache(maxsize=4096)
def language_tag(text: str) -> str | None:
    """The BCP 47 tag that a tag (`PT_br`) or an English name (`Portuguese`) stands for; None where there is none."""
    wanted = text.strip()
    if not wanted or len(wanted) > _MAX_NAME_LENGTH:
        return None
    tag = canonical(wanted)
    if tag is not None and langcodes.tag_is_valid(tag):
        return tag
    try:
        found = langcodes.find(wanted)
    except LookupError:
        return None
    # Names that only begin alike are found too.
    names = {found.display_name("en").casefold(), found.autonym().casefold()}
    return found.to_tag() if wanted.casefold() in names else None


def language_name(tag: str | None) -> str:
    """The language's name in English, else the tag; `undetermined language` where nothing says which."""
    known = tag if tag != UNDETERMINED else None
    return name_in_english(known) or known or "undetermined language"


@lru_cache(maxsize=512)
def country_name(code: str | None) -> str | None:
    """The country's name in English, the code itself where it is unknown."""
    if not code:
        return None
    names: Mapping[str, str] = Locale("en").territories
    return names.get(code.upper(), code)


@lru_cache(maxsize=4096)
def direction(tag: str | None) -> str:
    """`rtl` or `ltr` by the script that the language is written in; `auto` where that is not known."""
    if not tag or tag == UNDETERMINED:
        return "auto"
    try:
        language = langcodes.Language.get(tag)
        script = language.script or language.maximize().script
    except ValueError:
        return "auto"
    if script:
        return "rtl" if script in _RTL_SCRIPTS else "ltr"
    return "ltr" if primary(tag) in get_global("likely_subtags") else "auto"


def preferred_languages(header: str | None) -> tuple[str, ...]:
    """Primary subtags by preference, from an `Accept-Language` header (RFC 9110, section 12.5.4) or a plain list."""
    weighted: list[tuple[float, int, str]] = []
    for place, part in enumerate((header or "")[:1000].split(",")):
        name, _, parameters = part.partition(";")
        tag = language_tag(name) if name.strip() not in ("", "*") else None
        quality = _quality(parameters) or 0.0
        if tag is not None and quality > 0:
            weighted.append((-quality, place, primary(tag)))
    return tuple(dict.fromkeys(tag for _, _, tag in sorted(weighted)))


def not_a_preference(text: str) -> str | None:
    """The first part of a list of preferred languages that cannot be read; None where all can."""
    for part in text.split(","):
        name, _, parameters = part.partition(";")
        known = name.strip() in ("", "*") or language_tag(name) is not None
        if not known or _quality(parameters) is None:
            return part.strip()
    return None


def _quality(parameters: str) -> float | None:
    name, _, value = parameters.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    return float(value) if _QVALUE.fullmatch(value.strip()) else None


@lru_cache(maxsize=64)
def stop_words(language: str) -> frozenset[str]:
    """Lower-case words of a language (a primary subtag); none where there is no list for it."""
    if not stopwordsiso.has_lang(language):
        return frozenset()
    return frozenset(stopwordsiso.stopwords(language))
