"""Which outlet wrote an article, from what the page declares and prints, and from the outlet registry."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from babelwire_contracts.canonical_url import registrable_domain
from babelwire_contracts.content import ClueKind, DeclaredOrigin, Publisher
from babelwire_contracts.sections import Origin
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.outlets.outlet import Kind, Outlet
from babelwire_translation_tagging.outlets.registry import OutletRegistry, name_key
from babelwire_translation_tagging.tags import declared_tag

_LABEL: Final = re.compile(
    r"^\W*(?:original\s+)?(?:sources?|fuentes?|quellen?|fontes?|fonti|bron|kilde|kilder|källa|källor|lähde|źródł[oa]|zdroj|forrás|"
    r"surs[aăe]|izvor|источники?|джерел[оа]|извор|източник|πηγή|kaynak|المصدر|مصدر|מקור|منبع|स्रोत|来源|來源|出典|"
    r"ソース|출처|sumber|nguồn|ที่มา|via)\s*[:：]\s*",
    re.IGNORECASE,
)
_LINE_CHARACTERS: Final = 400
_BETWEEN_NAMES: Final = re.compile(r"\s*(?:[,;|·、،؛]|\s/\s|/|\s[-–—]\s)\s*")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"')]+", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)
_BYLINE_LABEL: Final = re.compile(
    r"^\W*(?:by|von|door|par|por|av|af|di|da|od|do|od|autora?|author|auteur|autore|автор|от|від|بقلم|מאת|文|記者)\b\s*[:：]?\s*",
    re.IGNORECASE,
)
_BYLINE_PARTS: Final = re.compile(r"\s*(?:[,|/()]|\s[-–—]\s|\bfor\b)\s*")
_DATELINE_AGENCY: Final = re.compile(r"\(([^()\n]{2,40})\)")
_BODY_DATELINE: Final = re.compile(r"^[^\n(]{0,60}\(([^()\n]{2,40})\)\s*[-–—:.]")


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


def find_publisher(content: TaggedContent, registry: OutletRegistry) -> FoundOrigin:
    """The site that displays the article, as the registry has it."""
    hosts = [_host(address) for address in dict.fromkeys((content.canonical_url, content.url))]
    hosts.append(content.publisher.domain)
    return _publisher(content.publisher, tuple(host for host in hosts if host), registry)


@lru_cache(maxsize=4096)
def _publisher(declared: Publisher, hosts: tuple[str, ...], registry: OutletRegistry) -> FoundOrigin:
    name = _line(declared.name)
    domain = declared.domain or (registrable_domain(hosts[0]) if hosts else None)
    return _found(name, domain, _matching(registry, name, hosts), where="publisher", own=True)


def find_origin(content: TaggedContent, publisher: FoundOrigin, registry: OutletRegistry) -> FoundOrigin:
    """The outlet that wrote the article: the first of what is declared, printed as source, linked as original, or
    signed by an agency; the publisher itself where nothing says otherwise.
    """
    for found in _candidates(content, publisher, registry):
        if _same_outlet(found, publisher):
            return _declared_over(content.declared_origin, publisher)
        return found
    return _declared_over(content.declared_origin, publisher)


def _candidates(content: TaggedContent, publisher: FoundOrigin, registry: OutletRegistry) -> Iterator[FoundOrigin]:
    declared = content.declared_origin
    if declared is not None and (declared.name or declared.domain):
        name = _line(declared.name)
        outlets = _matching(registry, name, [declared.domain] if declared.domain else [])
        yield _declared_over(declared, _found(name, declared.domain, outlets, where="declared origin"))
    for clue in content.clues_of(ClueKind.SOURCE_LINE):
        if found := _printed(clue.words, clue.where, registry):
            yield found
    for clue in content.clues_of(ClueKind.ORIGINAL_LINK):
        if found := _linked(clue.words, clue.where, registry):
            yield found
    yield from _signed(content, registry)


def _printed(words: str, where: str, registry: OutletRegistry) -> FoundOrigin | None:
    """The first name of a source line."""
    line = _LABEL.sub("", _line(words[:_LINE_CHARACTERS]) or "")
    if not line:
        return None
    name = line if registry.named(line) else _BETWEEN_NAMES.split(_ADDRESS.sub(" ", line))[0].strip(" .") or line
    host = _host(line) or (name.lower() if _HOST.fullmatch(name) else None)
    return _found(name, None, _matching(registry, name, [host] if host else []), where=where, host=host)


def _linked(words: str, where: str, registry: OutletRegistry) -> FoundOrigin | None:
    """The site that an original link leads to."""
    words = words[:_LINE_CHARACTERS]
    host = _host(words)
    if host is None:
        return _printed(words.partition(":")[2] or words, where, registry)
    outlet = registry.at(host)
    return _found(None, None, [outlet] if outlet else [], where=where, host=host, words=words)


def _signed(content: TaggedContent, registry: OutletRegistry) -> Iterator[FoundOrigin]:
    """Agencies that sign as author, or in the dateline. A person's name is never an outlet, so only agencies count."""
    lines = [(clue.words[:_LINE_CHARACTERS], clue.where) for clue in content.clues_of(ClueKind.BYLINE)]
    lines += [(author[:_LINE_CHARACTERS], "authors") for author in content.authors]
    for words, where in lines:
        parts = _BYLINE_PARTS.split(_BYLINE_LABEL.sub("", words))
        yield from _agencies([words, *reversed(parts)], where, words, registry)
    for clue in content.clues_of(ClueKind.DATELINE):
        yield from _agencies(_DATELINE_AGENCY.findall(clue.words[:_LINE_CHARACTERS]), clue.where, clue.words, registry)
    if match := _BODY_DATELINE.match(content.body[:_LINE_CHARACTERS]):
        yield from _agencies([match[1]], "body, dateline", match[0], registry)


def _agencies(names: Iterable[str], where: str, words: str, registry: OutletRegistry) -> Iterator[FoundOrigin]:
    for name in names:
        outlets = [outlet for outlet in registry.named(name) if outlet.kind is Kind.AGENCY]
        if outlets:
            yield _found(name.strip(), None, outlets, where=where, words=words)


def _matching(registry: OutletRegistry, name: str | None, hosts: Sequence[str]) -> list[Outlet]:
    """Outlets by host before name: other sites bear the same name, but a domain has one owner.

    A name alone counts where no host is known, or where the outlet is part of a larger site.
    """
    named = registry.named(name) if name else []
    at = next((outlet for outlet in map(registry.at, hosts) if outlet is not None), None)
    if at is None:
        return named if not hosts else [outlet for outlet in named if not outlet.domains]
    part = [outlet for outlet in named if not outlet.domains]
    return part or [at]


def _found(
    name: str | None,
    domain: str | None,
    outlets: list[Outlet],
    *,
    where: str,
    own: bool = False,
    host: str | None = None,
    words: str | None = None,
) -> FoundOrigin:
    one = outlets[0] if len(outlets) == 1 else None
    languages = {tuple(outlet.languages) for outlet in outlets}
    countries = {outlet.country for outlet in outlets}
    shared = next(iter(languages)) if len(languages) == 1 else ()
    if domain is None and one is not None and one.domains:
        domain = one.domains[0]
    if domain is None and host is not None:
        domain = registrable_domain(host) or host
    origin = Origin(
        name=name,
        registry_name=one.name if one else None,
        domain=domain,
        language=shared[0] if len(shared) == 1 else None,
        country=next(iter(countries)) if len(countries) == 1 else None,
    )
    return FoundOrigin(origin, shared, where, words or name or domain or "", own, one)


def _declared_over(declared: DeclaredOrigin | None, found: FoundOrigin) -> FoundOrigin:
    """What the capture declares of its origin's language and country stands before what the registry has."""
    language = declared_tag(declared.language) if declared else None
    country = declared.country if declared else None
    if not language and not country:
        return found
    old = found.origin
    origin = Origin(
        name=old.name,
        registry_name=old.registry_name,
        domain=old.domain,
        language=language or old.language,
        country=country or old.country,
    )
    languages = (language,) if language else found.languages
    return FoundOrigin(origin, languages, found.where, found.words, found.own, found.outlet)


def _same_outlet(found: FoundOrigin, publisher: FoundOrigin) -> bool:
    if found.outlet is not None or publisher.outlet is not None:
        return found.outlet is publisher.outlet
    names = found.origin.name, publisher.origin.name
    if names[0] and names[1]:
        return name_key(names[0]) == name_key(names[1])
    return found.origin.domain is not None and found.origin.domain == publisher.origin.domain


def _line(words: str | None) -> str | None:
    return " ".join(words.split()) or None if words else None


def _host(address: str | None) -> str | None:
    match = _ADDRESS.search(address) if address else None
    if match is None:
        return None
    try:
        return urlsplit(match[0]).hostname
    except ValueError:
        return None
