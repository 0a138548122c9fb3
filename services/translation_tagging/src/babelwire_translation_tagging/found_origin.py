"""An origin that was found, and how names and hosts become one with the registry's help."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import urlsplit

import langcodes

from babelwire_contracts.canonical_url import registrable_domain
from babelwire_contracts.sections import Origin
from babelwire_translation_tagging.outlets.outlet import Outlet
from babelwire_translation_tagging.outlets.registry import OutletRegistry

_LETTERS: Final = {
    "Arab": frozenset({"ARABIC"}),
    "Armn": frozenset({"ARMENIAN"}),
    "Beng": frozenset({"BENGALI"}),
    "Cyrl": frozenset({"CYRILLIC"}),
    "Deva": frozenset({"DEVANAGARI"}),
    "Ethi": frozenset({"ETHIOPIC"}),
    "Geor": frozenset({"GEORGIAN"}),
    "Grek": frozenset({"GREEK"}),
    "Hebr": frozenset({"HEBREW"}),
    "Jpan": frozenset({"HIRAGANA", "KATAKANA", "CJK"}),
    "Kore": frozenset({"HANGUL"}),
    "Taml": frozenset({"TAMIL"}),
    "Thai": frozenset({"THAI"}),
    "Hans": frozenset({"CJK"}),
    "Hant": frozenset({"CJK"}),
}
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"')]+", re.IGNORECASE)

_PLAIN_ADDRESS: Final = re.compile(r"https?://([a-z0-9.-]+)((?:/[^?#]*)?)(?:[?#]|\Z)")
"""An address whose parts need no closer look, as nearly all are."""


class FoundOrigin(NamedTuple):
    """An origin with what it rests on.

    `languages` are all it is known to write in (empty: unknown); `own` is true where the publisher itself is meant.
    """

    origin: Origin
    languages: tuple[str, ...]
    where: str
    words: str
    own: bool
    outlet: Outlet | None = None


def found(
    name: str | None,
    domain: str | None,
    outlets: Sequence[Outlet],
    *,
    where: str,
    own: bool = False,
    host: str | None = None,
    words: str | None = None,
    language: str | None = None,
) -> FoundOrigin:
    """The origin of a name, with what the outlets that bear it have in common.

    `language` is what the page itself says that this text was in, which counts more than what its outlet may write.
    """
    one = outlets[0] if len(outlets) == 1 else None
    languages = {tuple(outlet.languages) for outlet in outlets}
    countries = {outlet.country for outlet in outlets}
    shared = (language,) if language else next(iter(languages)) if len(languages) == 1 else ()
    if len(shared) > 1 and name:
        shared = _in_script_of(name, shared)
    if domain is None and one is not None and one.domains:
        domain = host_of(one.domains[0])
    if domain is None and host is not None:
        domain = registrable_domain(host_of(host)) or host_of(host)
    origin = Origin(
        name=name,
        registry_name=one.name if one else None,
        domain=domain,
        language=shared[0] if len(shared) == 1 else None,
        country=next(iter(countries)) if len(countries) == 1 else None,
    )
    return FoundOrigin(origin, shared, where, words or name or domain or "", own, one)


def _in_script_of(name: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    """Of the languages of an outlet the one whose script its name is printed in, where that is not Latin."""
    script = next((script for letter in name if (script := _script(letter)) is not None), None)
    written = tuple(language for language in languages if script in _scripts_of(language)) if script else ()
    return written if len(written) == 1 else languages


def _script(letter: str) -> str | None:
    if letter.isascii() or not letter.isalpha():
        return None
    return unicodedata.name(letter, "").partition(" ")[0]


@lru_cache(maxsize=512)
def _scripts_of(language: str) -> frozenset[str]:
    """The first words of the Unicode names of the letters that a language is usually written with."""
    script = langcodes.Language.get(language).maximize().script or ""
    return _LETTERS.get(script, frozenset())


def matching(registry: OutletRegistry, name: str | None, hosts: Sequence[str]) -> list[Outlet]:
    """Outlets by host before name: other sites bear the same name, but a domain has one owner.

    A name alone counts where no host is known, or where the outlet is part of a larger site.
    """
    named = registry.named(name) if name else []
    at = next((outlet for outlet in map(registry.at, hosts) if outlet is not None), None)
    if at is None:
        return named if not hosts else [outlet for outlet in named if not outlet.domains]
    part = [outlet for outlet in named if not outlet.domains and not at.name.startswith(f"{outlet.name} (")]
    return part or [at]


def one_line(words: str | None) -> str | None:
    """A text on one line; None where it is empty."""
    return " ".join(words.split()) or None if words else None


def place_in(text: str | None) -> str | None:
    """The host and path of the first address in a text, by which an edition of an outlet is known."""
    match = _ADDRESS.search(text) if text else None
    if match is None:
        return None
    if plain := _PLAIN_ADDRESS.match(match[0]):
        return plain[1] + plain[2]
    try:
        parts = urlsplit(match[0])
        host = parts.hostname
    except ValueError:
        return None
    return f"{host}{parts.path}" if host is not None else None


def host_of(place: str) -> str:
    """The host of what `place_in` gives."""
    return place.partition("/")[0]


def is_under(place: str, domains: Iterable[str]) -> bool:
    """Whether a place lies at one of these domains."""
    host = host_of(place)
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def without_addresses(text: str) -> str:
    """A text less the addresses in it."""
    return _ADDRESS.sub(" ", text)
