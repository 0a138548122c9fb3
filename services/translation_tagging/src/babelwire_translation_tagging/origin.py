"""Which outlet wrote an article, from what the page declares and prints, and from the outlet registry."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from babelwire_contracts.canonical_url import registrable_domain
from babelwire_contracts.content import Clue, ClueKind, DeclaredOrigin, Publisher
from babelwire_contracts.sections import Origin
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.edges import MAX_NOTE, Edges
from babelwire_translation_tagging.found_origin import (
    FoundOrigin,
    found,
    host_of,
    is_under,
    matching,
    one_line,
    place_in,
)
from babelwire_translation_tagging.note_words import holds
from babelwire_translation_tagging.notes import read_note, read_paragraph
from babelwire_translation_tagging.outlets.registry import OutletRegistry, name_key
from babelwire_translation_tagging.printed_outlets import (
    bare_source,
    dated_outlet,
    mentioned_in,
    outlet_name,
    published_in,
    writers_outlet,
)
from babelwire_translation_tagging.sayings import came_out, leads_on, may_be_note
from babelwire_translation_tagging.signatures import BESIDE_TEXT, signed
from babelwire_translation_tagging.source_lines import in_link, in_source_line, is_of_text, source_within
from babelwire_translation_tagging.source_words import LABEL
from babelwire_translation_tagging.tags import declared_tag

_LINE_CHARACTERS: Final = 400
_MAX_SOURCE_LINE: Final = 120
_CREDITING: Final = (ClueKind.TRANSLATION_NOTE, ClueKind.CREDIT_LINE, ClueKind.BYLINE)
_SENTENCE: Final = re.compile(r"(?<=[^\W\d_]{3}[.。।!?])\s+")


def find_publisher(content: TaggedContent, registry: OutletRegistry) -> FoundOrigin:
    """The site that displays the article, as the registry has it."""
    hosts = [place_in(address) for address in dict.fromkeys((content.canonical_url, content.url))]
    hosts.append(content.publisher.domain)
    return _publisher(content.publisher, tuple(registry.edition(host) for host in hosts if host), registry)


@lru_cache(maxsize=4096)
def _publisher(declared: Publisher, hosts: tuple[str, ...], registry: OutletRegistry) -> FoundOrigin:
    name = one_line(declared.name)
    domain = declared.domain or (registrable_domain(host_of(hosts[0])) if hosts else None)
    return found(name, domain, matching(registry, name, hosts), where="publisher", own=True)


def find_origin(
    content: TaggedContent, edges: Edges, publisher: FoundOrigin, registry: OutletRegistry, language: str
) -> FoundOrigin:
    """The outlet that wrote the article: the first of what is declared, printed as source, linked as original, or
    signed by an agency; the publisher itself where nothing says otherwise. `language` is the text's.
    """
    first = next(_candidates(content, edges, publisher, registry, language), None)
    if first is not None and not _same_outlet(first, publisher):
        return first
    return _declared_over(content.declared_origin, publisher)


def _candidates(
    content: TaggedContent, edges: Edges, publisher: FoundOrigin, registry: OutletRegistry, language: str
) -> Iterator[FoundOrigin]:
    declared = content.declared_origin
    if declared is not None and (declared.name or declared.domain):
        name, hosts = one_line(declared.name), _hosts_of(content, declared)
        read = in_source_line(name, "declared origin", registry, hosts) if name else None
        read = read or found(name, declared.domain, matching(registry, name, hosts), where="declared origin")
        yield _declared_over(declared, read)
    for where, words in _source_lines(content, edges):
        if read := in_source_line(words, where, registry):
            yield read
    own = frozenset(domain for domain in (publisher.origin.domain, content.publisher.domain) if domain)
    for clue in content.clues_of(ClueKind.TRANSLATION_NOTE, ClueKind.BASED_ON):
        if read := _work(clue, registry, own):
            yield read
    for clue in content.clues_of(ClueKind.ORIGINAL_LINK):
        if read := in_link(clue, registry, own):
            yield read
    yield from _credited(content, edges, registry, language)
    yield from _written_for(content, registry)
    yield from signed(content, registry)


def _hosts_of(content: TaggedContent, declared: DeclaredOrigin) -> list[str]:
    """The host of the source that a feed declares, which is nearer than its domain, and that."""
    links = [place_in(clue.words) for clue in content.clues_of(ClueKind.ORIGINAL_LINK) if clue.where == "feed source"]
    return [host for host in (*links, declared.domain) if host] if declared.domain else []


def _source_lines(content: TaggedContent, edges: Edges) -> Iterator[tuple[str, str]]:
    for clue in content.clues_of(ClueKind.SOURCE_LINE):
        yield clue.where, clue.words
    for clue in content.clues_of(*_CREDITING):
        if is_of_text(clue) and (words := source_within(clue.words[:_LINE_CHARACTERS])):
            yield clue.where, words
    for paragraph in edges.last:
        if len(paragraph) <= _MAX_SOURCE_LINE and LABEL.match(paragraph):
            yield "body, end", paragraph


def _work(clue: Clue, registry: OutletRegistry, own: frozenset[str]) -> FoundOrigin | None:
    """The outlet of the work that structured data say the text was made from."""
    host = place_in(clue.address)
    if host is not None and is_under(host, own):
        host = None
    if clue.outlet is None and host is None:
        return None
    outlets = matching(registry, clue.outlet, [host] if host else [])
    language = declared_tag(clue.language)
    return found(clue.outlet, None, outlets, where=clue.where, host=host, words=clue.words, language=language)


def _credited(content: TaggedContent, edges: Edges, registry: OutletRegistry, language: str) -> Iterator[FoundOrigin]:
    """The outlet that a note on translation, or a line on where the text came out first, names beside that."""
    lines = [(clue.where, clue.words) for clue in content.clues_of(*_CREDITING) if _is_on_text(clue)]
    lines += [(where, said) for where, said in edges.credits if _is_note(said, language)]
    for where, words in lines:
        if len(words) > MAX_NOTE or not may_be_note(words) or holds("other_things", words.lower(), language):
            continue
        if leads_on(words.lower()):
            continue
        printed = outlet_name(words, content.authors)
        mentioned = next(mentioned_in(printed, registry), None) if printed else None
        if mentioned is None and (mentioned := next(mentioned_in(words, registry), None)) is not None:
            printed = None  # an outlet that is known outweighs a name that nobody knows
        if printed is None and mentioned is None:
            said = next((part for part in _SENTENCE.split(words) if _came_out(part)), None)
            printed = published_in(said, content.authors) if said else None
        if printed or mentioned:
            name, outlets = printed or (mentioned[0] if mentioned else None), [mentioned[1]] if mentioned else []
            yield found(name, None, outlets, where=where, words=words)


def _is_on_text(clue: Clue) -> bool:
    """Whether a line speaks of the text: it stands by that, or names it."""
    return is_of_text(clue) or holds("this_text", clue.words[:MAX_NOTE].lower())


def _is_note(paragraph: str, language: str) -> bool:
    speaks = len(paragraph) <= MAX_NOTE and may_be_note(paragraph)
    return speaks and (read_paragraph(paragraph, language) is not None or _came_out(paragraph))


def _came_out(line: str) -> bool:
    return len(line) <= _MAX_SOURCE_LINE and came_out(line.lower())


def _written_for(content: TaggedContent, registry: OutletRegistry) -> Iterator[FoundOrigin]:
    """The outlet that stands behind the writer's name where the text is a translation, or is all that a line says."""
    lines = [("lead", content.lead)] if content.lead and len(content.lead) <= _MAX_SOURCE_LINE else []
    lines.append(("body, end", content.body[-_MAX_SOURCE_LINE:].rpartition("\n\n")[2]))
    credits_ = content.clues_of(ClueKind.CREDIT_LINE)
    lines += [(clue.where, clue.words) for clue in credits_ if clue.where.endswith(BESIDE_TEXT)]
    for where, words in lines:
        if said := dated_outlet(words, registry) or bare_source(words, registry):
            yield found(said[0], None, [said[1]], where=where, words=words)
    if not content.clues:
        return
    bylines = content.clues_of(ClueKind.BYLINE)
    if not content.clues_of(ClueKind.TRANSLATION_NOTE) and not any(
        read_note(clue.words[:_LINE_CHARACTERS]) for clue in bylines
    ):
        return
    for clue in content.clues_of(ClueKind.BYLINE, ClueKind.CREDIT_LINE):
        by_text = clue.kind is ClueKind.BYLINE or clue.where.endswith(BESIDE_TEXT)
        if by_text and len(clue.words) <= _MAX_SOURCE_LINE and (named := writers_outlet(clue.words, registry)):
            yield found(named[0], None, [named[1]] if named[1] else [], where=clue.where, words=clue.words)


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
