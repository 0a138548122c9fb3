"""Who wrote a page's article, as it declares it and prints it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml.html import HtmlElement

from babelwire_contracts.content import Clue, ClueKind
from babelwire_ingest.parsing.people.writers import Hand, Writer, read_writers
from babelwire_ingest.parsing.web_page.byline import printed_bylines
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.declared_text import readable
from babelwire_ingest.parsing.web_page.declarations.json_ld import Node, texts, types
from babelwire_ingest.parsing.web_page.declarations.markup import Marked
from babelwire_ingest.parsing.web_page.declarations.references import resolved
from babelwire_ingest.parsing.web_page.heading.site import Site
from babelwire_ingest.parsing.web_page.heading.title import Headline

_METAS: Final = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
)
_OF_OTHERS: Final = re.compile(r"comment|related|teaser|promo|recommend|review", re.IGNORECASE)
_PROFILE: Final = re.compile(
    r"https?://[^\s?#]*/(?:authors?|autor(?:es)?|auteurs?|people|profile|journalists?|staff|reporters?|contributors?)"
    r"/([a-z]+(?:[-_.][a-z]+){1,2})/?",
    re.IGNORECASE,
)
_MOST: Final = 50
_MAX_WORDS: Final = 300
_MAX_MARKED: Final = 30


@dataclass(frozen=True)
class Byline:
    """What one place of a page says about who wrote it: where, its words, and the writers that these name."""

    where: str
    words: str
    writers: tuple[Writer, ...]


def authors(marked: Marked, declared: Declared, site: Site, headline: Headline | None) -> tuple[list[str], list[Clue]]:
    """The writers' names, and the bylines they stand in, as printed.

    The first source that names a person: JSON-LD, microdata and RDFa, meta elements, the byline that the page prints,
    the address of a profile. Where none does, the first that names an agency, a desk, or the paper itself.
    """
    without_person: list[Byline] = []
    clues: list[Clue] = []
    for source in (_in_json_ld, _in_markup, _in_metas, _printed, _in_profiles):
        found = list(source(marked, declared, site, headline))
        clues += [Clue(kind=ClueKind.BYLINE, where=line.where, words=line.words[:_MAX_WORDS]) for line in found]
        if names := _names(found, Hand.PERSON, Hand.AGENCY, needed=Hand.PERSON):
            return names, _distinct(clues)
        without_person += found
    for kinds in ((Hand.AGENCY, Hand.DESK), (Hand.OUTLET,)):
        for line in without_person:
            if names := _names([one for one in without_person if one.where == line.where], *kinds):
                return names, _distinct(clues)
    return [], _distinct(clues)


def _names(lines: list[Byline], *kinds: Hand, needed: Hand | None = None) -> list[str]:
    writers = [writer for line in lines for writer in line.writers if writer.hand in kinds]
    if needed is not None and not any(writer.hand is needed for writer in writers):
        return []
    first: dict[str, str] = {}
    for writer in writers:
        first.setdefault(writer.name.casefold(), writer.name)
    return list(first.values())[:_MOST]


def _distinct(clues: list[Clue]) -> list[Clue]:
    return list({clue.words: clue for clue in reversed(clues)}.values())[::-1]


def _line(where: str, words: str, site: Site) -> Byline:
    return Byline(where, words, tuple(read_writers(words, site.is_exactly)))


def _in_json_ld(marked: Marked, declared: Declared, site: Site, headline: Headline | None) -> Iterator[Byline]:
    for name in ("author", "creator"):
        value = resolved(declared, declared.article.get(name))
        for entry in value if isinstance(value, list) else [value]:
            yield from _entry(f"json-ld {name}", entry, site)


def _entry(where: str, entry: Any, site: Site) -> Iterator[Byline]:
    if isinstance(entry, dict) and not entry.get("name"):
        entry = {**entry, "name": " ".join([*texts(entry.get("givenName")), *texts(entry.get("familyName"))])}
    for said in texts(entry):
        if words := readable(said):
            line = _line(where, words, site)
            yield _of_organization(line, words) if isinstance(entry, dict) and _is_organization(entry) else line


def _is_organization(entry: Node) -> bool:
    return any(name.endswith("Organization") for name in types(entry))


def _of_organization(line: Byline, words: str) -> Byline:
    # As printed, whatever parts its name has.
    known = [writer for writer in line.writers if writer.name == words and writer.hand is not Hand.PERSON]
    return Byline(line.where, words, tuple(known) or (Writer(words, Hand.AGENCY),))


def _in_markup(marked: Marked, declared: Declared, site: Site, headline: Headline | None) -> Iterator[Byline]:
    for element in [*marked.get("author", []), *marked.get("creator", [])][:_MAX_MARKED]:
        if _is_of_others(element):
            continue
        names = element.xpath(".//*[@itemprop='name']") or [element]
        for name in names:
            words = readable(name.get("content") or name.text_content())
            if words and len(words) <= _MAX_WORDS:
                yield _line("itemprop author", words, site)


def _is_of_others(element: HtmlElement) -> bool:
    for ancestor in element.iterancestors():
        if ancestor.tag in {"aside", "nav", "footer"} or "Comment" in (ancestor.get("itemtype") or ""):
            return True
        if ancestor.tag not in {"body", "html"} and _OF_OTHERS.search(
            f"{ancestor.get('class') or ''} {ancestor.get('id') or ''} {ancestor.get('itemprop') or ''}"
        ):
            return True
    return False


def _in_metas(marked: Marked, declared: Declared, site: Site, headline: Headline | None) -> Iterator[Byline]:
    for name in _METAS:
        lines = [_line(f"meta {name}", words, site) for value in declared.all(name) if (words := readable(value))]
        yield from lines
        if any(writer.hand is Hand.PERSON for line in lines for writer in line.writers):
            return


def _printed(marked: Marked, declared: Declared, site: Site, headline: Headline | None) -> Iterator[Byline]:
    if headline is not None and headline.element is not None:
        for words, writers in printed_bylines(headline.element, site.is_exactly):
            yield Byline("byline element", words, tuple(writers))


def _in_profiles(marked: Marked, declared: Declared, site: Site, headline: Headline | None) -> Iterator[Byline]:
    for address in declared.all("article:author"):
        if match := _PROFILE.fullmatch(address):
            name = " ".join(part.capitalize() for part in re.split(r"[-_.]", match[1]))
            yield Byline("meta article:author", address, (Writer(name, Hand.PERSON),))
