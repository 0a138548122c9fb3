"""Which outlet wrote an article, from what the page declares and prints, and from the outlet registry."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from babelwire_contracts.canonical_url import registrable_domain
from babelwire_contracts.content import Clue, ClueKind, DeclaredOrigin, Publisher
from babelwire_contracts.sections import Origin
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.found_origin import FoundOrigin, found, host_in, matching, one_line
from babelwire_translation_tagging.note_words import holds
from babelwire_translation_tagging.notes import may_be_note, read_paragraph
from babelwire_translation_tagging.outlets.outlet import Kind
from babelwire_translation_tagging.outlets.registry import OutletRegistry, name_key
from babelwire_translation_tagging.source_lines import (
    LABEL,
    in_link,
    in_source_line,
    is_of_text,
    mentioned_in,
    outlet_name,
    published_in,
)
from babelwire_translation_tagging.tags import declared_tag

_LINE_CHARACTERS: Final = 400
_LAST_CHARACTERS: Final = 600
_MAX_SOURCE_LINE: Final = 120
_MAX_CREDIT: Final = 300
_CREDITING: Final = (ClueKind.TRANSLATION_NOTE, ClueKind.CREDIT_LINE, ClueKind.BYLINE)
_BYLINE_LABEL: Final = re.compile(
    r"^\W*(?:by|von|door|par|por|av|af|di|da|od|do|od|autora?|author|auteur|autore|автор|от|від|بقلم|מאת|文|記者)\b\s*[:：]?\s*",
    re.IGNORECASE,
)
_BYLINE_PARTS: Final = re.compile(r"\s*(?:[,|/()]|\s[-–—]\s|\bfor\b)\s*")
_DATELINE_AGENCY: Final = re.compile(r"\(([^()\n]{2,40})\)")
_BODY_DATELINE: Final = re.compile(r"^[^\n(]{0,60}\(([^()\n]{2,40})\)\s*[-–—:.]")


def find_publisher(content: TaggedContent, registry: OutletRegistry) -> FoundOrigin:
    """The site that displays the article, as the registry has it."""
    hosts = [host_in(address) for address in dict.fromkeys((content.canonical_url, content.url))]
    hosts.append(content.publisher.domain)
    return _publisher(content.publisher, tuple(host for host in hosts if host), registry)


@lru_cache(maxsize=4096)
def _publisher(declared: Publisher, hosts: tuple[str, ...], registry: OutletRegistry) -> FoundOrigin:
    name = one_line(declared.name)
    domain = declared.domain or (registrable_domain(hosts[0]) if hosts else None)
    return found(name, domain, matching(registry, name, hosts), where="publisher", own=True)


def find_origin(content: TaggedContent, publisher: FoundOrigin, registry: OutletRegistry) -> FoundOrigin:
    """The outlet that wrote the article: the first of what is declared, printed as source, linked as original, or
    signed by an agency; the publisher itself where nothing says otherwise.
    """
    first = next(_candidates(content, publisher, registry), None)
    if first is not None and not _same_outlet(first, publisher):
        return first
    return _declared_over(content.declared_origin, publisher)


def _candidates(content: TaggedContent, publisher: FoundOrigin, registry: OutletRegistry) -> Iterator[FoundOrigin]:
    declared = content.declared_origin
    if declared is not None and (declared.name or declared.domain):
        name, hosts = one_line(declared.name), [declared.domain] if declared.domain else []
        read = in_source_line(name, "declared origin", registry, hosts) if name else None
        read = read or found(name, declared.domain, matching(registry, name, hosts), where="declared origin")
        yield _declared_over(declared, read)
    for where, words in _source_lines(content):
        if read := in_source_line(words, where, registry):
            yield read
    own = frozenset(domain for domain in (publisher.origin.domain, content.publisher.domain) if domain)
    for clue in content.clues_of(ClueKind.TRANSLATION_NOTE, ClueKind.BASED_ON):
        if read := _work(clue, registry, own):
            yield read
    for clue in content.clues_of(ClueKind.ORIGINAL_LINK):
        if read := in_link(clue, registry, own):
            yield read
    yield from _credited(content, registry)
    yield from _signed(content, registry)


def _source_lines(content: TaggedContent) -> Iterator[tuple[str, str]]:
    for clue in content.clues_of(ClueKind.SOURCE_LINE):
        yield clue.where, clue.words
    for paragraph in content.body[-_LAST_CHARACTERS:].split("\n\n")[1:]:
        if len(paragraph) <= _MAX_SOURCE_LINE and LABEL.match(paragraph):
            yield "body, end", paragraph


def _work(clue: Clue, registry: OutletRegistry, own: frozenset[str]) -> FoundOrigin | None:
    """The outlet of the work that structured data say the text was made from."""
    host = host_in(clue.address)
    if host is not None and any(host == domain or host.endswith(f".{domain}") for domain in own):
        host = None
    if clue.outlet is None and host is None:
        return None
    outlets = matching(registry, clue.outlet, [host] if host else [])
    language = declared_tag(clue.language)
    return found(clue.outlet, None, outlets, where=clue.where, host=host, words=clue.words, language=language)


def _credited(content: TaggedContent, registry: OutletRegistry) -> Iterator[FoundOrigin]:
    """The outlet that a note on translation, or a line on where the text came out first, names beside that."""
    lines = [(clue.where, clue.words) for clue in content.clues_of(*_CREDITING) if is_of_text(clue)]
    last = [said for said in content.body[-_LAST_CHARACTERS:].split("\n\n")[1:] if len(said) <= _MAX_CREDIT]
    lines += [("body, end", said) for said in last if may_be_note(said) and (read_paragraph(said) or _came_out(said))]
    for where, words in lines:
        if len(words) > _MAX_CREDIT or not may_be_note(words) or holds("other_things", words.lower()):
            continue
        printed = outlet_name(words, content.authors)
        if printed is None and _came_out(words):
            printed = published_in(words, content.authors)
        mentioned = next(mentioned_in(printed or words, registry), None)
        if printed or mentioned:
            name, outlets = printed or (mentioned[0] if mentioned else None), [mentioned[1]] if mentioned else []
            yield found(name, None, outlets, where=where, words=words)


def _came_out(paragraph: str) -> bool:
    return len(paragraph) <= _MAX_SOURCE_LINE and holds("first_published", paragraph.lower())


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
            yield found(name.strip(), None, outlets, where=where, words=words)


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
