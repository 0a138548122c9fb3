"""What the form of a registry file does not say: that tags, countries and hosts exist, and names say something."""

from collections.abc import Iterator
from functools import cache
from typing import Final

import langcodes
from babel.core import get_global

from babelwire_contracts.canonical_url import registrable_domain
from babelwire_text.canonical_tags import canonical
from babelwire_translation_tagging.outlets.outlet import Outlet, SharedName
from babelwire_translation_tagging.outlets.registry import name_key
from babelwire_translation_tagging.tags import declared_tag

_NO_COUNTRIES: Final = frozenset({"AC", "CP", "CQ", "DG", "EA", "IC", "TA", "ZZ"})
"""Codes of CLDR's that ISO 3166-1 does not assign. XK, which it leaves to users, is Kosovo's everywhere."""


@cache
def countries() -> frozenset[str]:
    """Every country code that an outlet may have."""
    return frozenset(get_global("territory_languages")) - _NO_COUNTRIES


def flaws(entry: Outlet | SharedName) -> Iterator[str]:
    """What is wrong with an entry by itself, each with what to write instead."""
    named = (entry.name, *entry.aliases) if isinstance(entry, Outlet) else (entry.name,)
    for name in named:
        if not name_key(name):
            yield f"the name {name!r} has no letter and no digit to know it by; leave it out"
    if isinstance(entry, SharedName):
        return
    yield from _language_flaws(entry.languages)
    if entry.country is not None and entry.country not in countries():
        yield f"{entry.country!r} is no country of ISO 3166-1 (alpha-2), such as AR or GB; write one or leave it out"
    for domain in entry.domains:
        if domain.startswith("www."):
            yield f"the domain {domain!r} begins with www; write {domain.removeprefix('www.')!r}"
        elif registrable_domain(domain.partition("/")[0]) is None:
            yield f"{domain!r} is no domain that one owner can have; write one such as 'paper.example'"


def _language_flaws(languages: list[str]) -> Iterator[str]:
    for language in languages:
        if not langcodes.tag_is_valid(language) or declared_tag(language) is None:
            yield f"{language!r} is no language of BCP 47, such as es or zh-Hant; write one"
        elif (known_as := canonical(language)) != language:
            yield f"the language {language!r} is written {known_as!r}; write that"
    if len(set(languages)) < len(languages):
        yield "a language stands there twice; write it once"
