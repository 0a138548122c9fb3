"""What a page declares of itself in its head: meta elements, links, language."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Final

from lxml.html import HtmlElement

from babelwire_contracts.content import Clue, ClueKind, Precision
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.dates import Dating, iso, moment
from babelwire_ingest.parsing.web_address import web_address
from babelwire_ingest.parsing.web_page.headline import beside_headline
from babelwire_ingest.parsing.web_page.json_ld import Node, article_node, read_nodes, text, texts
from babelwire_text.language_tags import read_tag

_DATE_METAS: Final = tuple(
    """
    article:published_time og:article:published_time og:published_time datepublished publish-date publish_date
    publishdate publication_date pubdate parsely-pub-date sailthru.date article.published
    cxenseparse:recs:publishtime dcterms.issued dcterms.created dcterms.date dc.date.issued dc.date.created
    dc.date citation_publication_date article_date_original date created original-publish-date bt:pubdate
    rnews:datepublished displaydate ptime
    """.split()
)
_URL_DATE: Final = re.compile(r"/((?:19|20)\d\d)[/-]([01]?\d)[/-]([0-3]?\d)(?=[/_.-]|$)")
_ADDRESS: Final = re.compile(r"https?://|www\.|@", re.IGNORECASE)
_BY: Final = re.compile(r"^(?:by|von|par|por|di|door|af|av)\s+", re.IGNORECASE)
_MAX_WORDS: Final = 300
_MAX_AUTHOR_WORDS: Final = 6


@dataclass(frozen=True)
class Declared:
    """A page's own account of itself: `metas` by lower-case name, JSON-LD nodes, and the article's among them."""

    metas: dict[str, list[str]]
    nodes: list[Node]
    article: Node

    def meta(self, *names: str) -> str | None:
        """The first value of the first of these meta elements that says something."""
        return next((value for name in names for value in self.metas.get(name, ())), None)

    def all(self, *names: str) -> list[str]:
        """Every value of these meta elements."""
        return [value for name in names for value in self.metas.get(name, ())]


def read_declared(tree: HtmlElement) -> Declared:
    """Read a page's head, and meta elements that stand elsewhere."""
    metas: dict[str, list[str]] = defaultdict(list)
    for element in tree.iter("meta"):
        value = text_cleaning.line(element.get("content") or "")
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            if (name := element.get(attribute)) and value:
                metas[name.strip().lower()].append(value)
    nodes = read_nodes(tree)
    return Declared(dict(metas), nodes, article_node(nodes))


def published(tree: HtmlElement, declared: Declared, url: str | None) -> Dating | None:
    """When the page says that it was published: JSON-LD, then meta elements, then markup, then the address."""
    if found := _declared_time(text(declared.article.get("datePublished")), "json-ld datePublished"):
        return found
    for name in _DATE_METAS:
        if found := _declared_time(declared.meta(name), f"meta {name}"):
            return found
    for element in tree.xpath("//*[@itemprop='datePublished']"):
        value = element.get("datetime") or element.get("content") or element.text_content()
        if found := _declared_time(value, "itemprop datePublished"):
            return found
    marked = tree.xpath("//time[@datetime and (@pubdate or ancestor::article or ancestor::main or ancestor::header)]")
    for element in chain(marked, (element for element in beside_headline(tree) if element.tag == "time")):
        if (
            element.getparent() is not None
            and not _is_change(element)
            and (found := _declared_time(element.get("datetime"), "time element"))
        ):
            return found
    if url and (match := _URL_DATE.search(url)):
        return iso("-".join((match[1], match[2].zfill(2), match[3].zfill(2))), "url path")
    return None


def _is_change(element: HtmlElement) -> bool:
    about = (
        f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.getparent().get('class') or ''}".lower()
    )
    return "updat" in about or "modif" in about


def _declared_time(value: str | None, source: str) -> Dating | None:
    if not value:
        return None
    printed = text_cleaning.line(value)[:90]
    found = iso(printed, source) or moment(printed, source)
    if found is None or found.precision is Precision.DAY:
        return found
    if re.match(r"\d{4}-\d\d-\d\dT00:00(?::00(?:\.0+)?)?(?:Z|[+-])", printed):
        # Midnight to the second is what a system writes that knows only the day.
        return iso(printed[:10], source)
    return found


def authors(tree: HtmlElement, declared: Declared) -> list[str]:
    """The people who wrote the article, as declared; addresses and the site's own name are not people."""
    site = site_name(declared)
    for names in (
        texts(declared.article.get("author")),
        declared.all(
            "author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author", "byl"
        ),
        [element.text_content() for element in tree.xpath("//*[@rel='author' or @itemprop='author']")[:5]],
    ):
        if found := _people(names, site):
            return found
    return []


def _people(names: Iterable[str], site: str | None) -> list[str]:
    found: list[str] = []
    for entry in names:
        for part in re.split(r"\s*(?:,|;|\||\s(?:and|und|et|y)\s)\s*", text_cleaning.line(entry)):
            name = _BY.sub("", part).strip()
            known = name.casefold() in {other.casefold() for other in found} | {(site or "").casefold()}
            if name and not known and not _ADDRESS.search(name) and len(name.split()) <= _MAX_AUTHOR_WORDS:
                found.append(name)
    return found


def site_name(declared: Declared) -> str | None:
    """The name of the site that displays the page."""
    return text(declared.article.get("publisher")) or declared.meta("og:site_name", "application-name", "dc.publisher")


def categories(declared: Declared) -> list[str]:
    """The sections that the page files its article under."""
    return _distinct([*texts(declared.article.get("articleSection")), *declared.all("article:section")])


def keywords(declared: Declared) -> list[str]:
    """The keywords that the page gives its article."""
    listed = texts(declared.article.get("keywords")) or declared.all("news_keywords", "keywords", "article:tag")
    return _distinct(part for entry in listed for part in re.split(r"\s*[,;，、]\s*", entry))


def _distinct(values: Iterable[str]) -> list[str]:
    unique = dict.fromkeys(value for value in map(text_cleaning.line, values) if value and len(value) <= _MAX_WORDS)
    return list(unique)[:50]


def base_address(tree: HtmlElement, url: str | None) -> str | None:
    """What the page's relative addresses are relative to."""
    element = next(tree.iter("base"), None)
    href = element.get("href") if element is not None else None
    return web_address(href, url) or url


def canonical(tree: HtmlElement, declared: Declared, base: str | None) -> str | None:
    """The canonical address as the page declares it, made absolute, not yet trusted."""
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            return web_address(element.get("href"), base)
    return web_address(declared.meta("og:url"), base)


def declared_language(declared: Declared) -> str | None:
    """The language tag that the page's JSON-LD gives for its text."""
    return read_tag(text(declared.article.get("inLanguage"), "alternateName"))


def language_clues(tree: HtmlElement, declared: Declared) -> list[Clue]:
    """What the page says of languages and of who made it. `html lang` names the language on display."""
    lang = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    classes = tree.get("class") or ""
    said = [
        (ClueKind.HTML_LANG, "html[lang]", lang),
        (ClueKind.CONTENT_LANGUAGE, "meta content-language", declared.meta("content-language")),
        (ClueKind.CONTENT_LANGUAGE, "meta og:locale", declared.meta("og:locale")),
        (ClueKind.DECLARED_LANGUAGE, "json-ld inLanguage", text(declared.article.get("inLanguage"))),
        (ClueKind.GENERATOR, "meta generator", declared.meta("generator")),
        (ClueKind.TRANSLATION_NOTE, "html[class]", classes if "translated" in classes else None),
        (ClueKind.TRANSLATION_NOTE, "json-ld translator", text(declared.article.get("translator"))),
        (ClueKind.TRANSLATION_NOTE, "json-ld translationOfWork", text(declared.article.get("translationOfWork"))),
        (ClueKind.ORIGINAL_LINK, "meta syndication-source", declared.meta("syndication-source")),
        (ClueKind.ORIGINAL_LINK, "meta original-source", declared.meta("original-source")),
    ]
    found = [(kind, where, text_cleaning.line(words or "")[:_MAX_WORDS]) for kind, where, words in said]
    return [Clue(kind=kind, where=where, words=words) for kind, where, words in found if words]
