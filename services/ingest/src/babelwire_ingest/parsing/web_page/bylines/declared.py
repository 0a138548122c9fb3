"""What a page declares of who wrote its article, source by source."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from lxml.html import HtmlElement

from babelwire_ingest.parsing.people.byline_words import has_other_role, is_byline_word
from babelwire_ingest.parsing.people.writer import Hand, Reading, Writer
from babelwire_ingest.parsing.people.writers import read_writers
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.declared_text import readable
from babelwire_ingest.parsing.web_page.declarations.json_ld import Node, is_article, text, texts, types
from babelwire_ingest.parsing.web_page.declarations.markup import Marked
from babelwire_ingest.parsing.web_page.declarations.references import resolved
from babelwire_ingest.parsing.web_page.heading.site import Site

_METAS: Final = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
)
_META_WORD: Final = re.compile(r"[^a-z]+")
_OF_WRITERS: Final = frozenset({"author", "authors", "byline", "articleauthor", "authorname", "authornames"})
_OF_OTHERS: Final = frozenset(
    "smartbanner app application web site theme comment image photo template design url link id email twitter".split()
)
_LABELLED: Final = (("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2"))
_APART: Final = re.compile(r"comment|related|teaser|promo|recommend|review", re.IGNORECASE)
_PROFILE: Final = re.compile(
    r"https?://[^\s?#]*/(?:authors?|autor(?:es)?|auteurs?|people|profile|journalists?|staff|reporters?|contributors?)"
    r"/([a-z]+(?:[-_.][a-z]+){1,2})/?",
    re.IGNORECASE,
)
_FRONT_PAGE: Final = re.compile(r"https?://[^/?#]+/?", re.IGNORECASE)
_MAX_WORDS: Final = 300
_MAX_MARKED: Final = 30


class PageSaid(NamedTuple):
    """A page as far as it says who wrote its article; `heading` prints the headline, if one does.

    `known`: a source of more trust has named an agency or a desk.
    """

    marked: Marked
    declared: Declared
    site: Site
    heading: HtmlElement | None
    language: str | None
    known: bool = False


@dataclass(frozen=True)
class Byline:
    """What one place of a page says about who wrote it: where, its words, and the writers that these name."""

    where: str
    words: str
    writers: tuple[Writer, ...]


def _line(where: str, words: str, reading: Reading) -> Byline:
    return Byline(where, words, tuple(read_writers(words, reading)))


def in_json_ld_author(page: PageSaid, reading: Reading) -> Iterator[Byline]:
    """Whom the article's JSON-LD, or the markup that fills its gaps, gives as its author."""
    yield from _in_json_ld("author", page.declared.article, page, reading)


def in_json_ld_creator(page: PageSaid, reading: Reading) -> Iterator[Byline]:
    """Whom it gives as its creator."""
    yield from _in_json_ld("creator", page.declared.article, page, reading)


def in_contributors(page: PageSaid, reading: Reading) -> Iterator[Byline]:
    """Of whom nothing but the name is known: co-authors, or others who worked on the article."""
    yield from _in_json_ld("contributor", page.declared.article, page, reading)


def translators(page: PageSaid) -> list[str]:
    """The names that JSON-LD gives as the article's translators."""
    return texts(resolved(page.declared, page.declared.article.get("translator")))


def in_json_ld_page(page: PageSaid, reading: Reading) -> Iterator[Byline]:
    """Of a page that describes itself and no article."""
    if not page.declared.article:
        for account in page.declared.accounts:
            yield from _in_json_ld("author", account.node, page, reading)


def _in_json_ld(name: str, node: Node, page: PageSaid, reading: Reading) -> Iterator[Byline]:
    value = resolved(page.declared, node.get(name))
    for entry in value if isinstance(value, list) else [value]:
        yield from _entry(f"json-ld {name}", entry, page, reading)


def _entry(where: str, entry: Any, page: PageSaid, reading: Reading) -> Iterator[Byline]:
    if isinstance(entry, dict) and not entry.get("name"):
        entry = {**entry, "name": " ".join([*texts(entry.get("givenName")), *texts(entry.get("familyName"))])}
    for said in texts(entry):
        if words := readable(said):
            line = _line(where, words, reading)
            if isinstance(entry, dict):
                line = _of_node(line, entry, page)
            yield line


def _of_node(line: Byline, entry: Node, page: PageSaid) -> Byline:
    """A declared name with what its node says of it: an organisation, the publisher itself, a photographer."""
    if any(name.endswith("Organization") for name in types(entry)):
        if _is_publisher(entry, page.declared):
            return Byline(line.where, line.words, (Writer(line.words, Hand.OUTLET),))
        # As printed, whatever parts its name has.
        known = [writer for writer in line.writers if writer.name == line.words and writer.hand is not Hand.PERSON]
        return Byline(line.where, line.words, tuple(known) or (Writer(line.words, Hand.AGENCY),))
    if any(map(has_other_role, texts(entry.get("jobTitle")))):
        return Byline(line.where, line.words, ())
    return line


def _is_publisher(entry: Node, declared: Declared) -> bool:
    publisher = resolved(declared, declared.article.get("publisher"))
    if isinstance(publisher, dict):
        for name in ("@id", "url"):
            if (said := text(entry.get(name))) and said == text(publisher.get(name)):
                return True
    own = {host for host, _ in declared.page.places}
    address = text(entry.get("url")) or ""
    return _FRONT_PAGE.fullmatch(address) is not None and address.split("/")[2].removeprefix("www.").lower() in own


def in_markup(page: PageSaid, reading: Reading) -> Iterator[Byline]:
    """Whom microdata and RDFa of the article mark as its author."""
    own = _article_around(page.heading) if page.heading is not None else None
    for element in [*page.marked.get("author", []), *page.marked.get("creator", [])][:_MAX_MARKED]:
        around = _article_around(element)
        if _is_of_others(element) or (own is not None and around is not None and around is not own):
            continue
        names = element.xpath(".//*[@itemprop='name' or substring-after(concat(':', @property), ':')='name']") or [
            element
        ]
        for name in names:
            words = readable(name.get("content") or name.text_content())
            if words and len(words) <= _MAX_WORDS:
                yield _line("itemprop author", words, reading)


def _article_around(element: HtmlElement) -> HtmlElement | None:
    """The element of the article that an element is marked as a part of."""
    for above in element.iterancestors():
        declared = f"{above.get('itemtype') or ''} {above.get('typeof') or ''}".split()
        if declared and is_article({"@type": declared}):
            return above
    return None


def _is_of_others(element: HtmlElement) -> bool:
    for ancestor in element.iterancestors():
        if ancestor.tag in {"aside", "nav", "footer"} or "Comment" in (ancestor.get("itemtype") or ""):
            return True
        if ancestor.tag not in {"body", "html"} and _APART.search(
            f"{ancestor.get('class') or ''} {ancestor.get('id') or ''} {ancestor.get('itemprop') or ''}"
        ):
            return True
    return False


def in_metas(page: PageSaid, reading: Reading) -> Iterator[Byline]:
    """Whom meta elements name as the author, and by the label of another."""
    for name in dict.fromkeys([*_METAS, *filter(_is_of_writers, page.declared.metas)]):
        lines = [
            _line(f"meta {name}", words, reading)
            for value in page.declared.all(name)
            if (words := readable(value)) is not None
        ]
        yield from lines
        if any(writer.hand is Hand.PERSON for line in lines for writer in line.writers):
            return

    for label, data in _LABELLED:
        if is_byline_word(page.declared.meta(label) or "") and (words := readable(page.declared.meta(data))):
            yield _line(f"meta {data}", words, reading)


def _is_of_writers(name: str) -> bool:
    """Whether the name of a meta element says that it names the writer, whoever's name for it that is."""
    words = [word for word in _META_WORD.split(name) if word]
    last = words[-2:] if words[-1:] in (["name"], ["names"]) else words[-1:]
    return not _OF_WRITERS.isdisjoint(last) and _OF_OTHERS.isdisjoint(words)


def in_payload(page: PageSaid, reading: Reading) -> Iterator[Byline]:
    """Whom the data of a framework's script name."""
    for said in texts(page.declared.payload.get("author")):
        if words := readable(said):
            yield _line("script author", words, reading)


def in_profiles(page: PageSaid, reading: Reading) -> Iterator[Byline]:
    """Whom the address of a profile names."""
    for address in page.declared.all("article:author"):
        if match := _PROFILE.fullmatch(address):
            name = " ".join(part.capitalize() for part in re.split(r"[-_.]", match[1]))
            yield Byline("meta article:author", address, (Writer(name, Hand.PERSON),))
