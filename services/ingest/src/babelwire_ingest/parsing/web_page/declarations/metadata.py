"""What a page declares of itself in its head: meta elements, links, language."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing.vocabulary import terms
from babelwire_ingest.parsing.web_address import web_address
from babelwire_ingest.parsing.web_page.declarations.breadcrumbs import crumbs_of_nodes, printed_crumbs
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.declared_text import readable
from babelwire_ingest.parsing.web_page.declarations.json_ld import text, texts, types
from babelwire_ingest.parsing.web_page.declarations.markup import Marked, marked_texts
from babelwire_ingest.parsing.web_page.declarations.references import resolved
from babelwire_text.language_tags import read_tag

_MAX_WORDS: Final = 300
_MOST: Final = 50
_TAGS: Final = "//a[{}][ancestor::article or ancestor::main][not(ancestor::nav or ancestor::aside or ancestor::footer)]"
_ADDRESS: Final = re.compile(r"https?:|www\.|//|/", re.IGNORECASE)
_MACHINES: Final = re.compile(r"[@_/]\S*|\w+:\S.*")


def publisher_name(declared: Declared) -> str | None:
    """The name of the site that displays the page: JSON-LD, meta elements, then the site's own node."""
    said = [
        *texts(resolved(declared, declared.article.get("publisher"))),
        *declared.all("og:site_name"),
        *declared.all("application-name"),
        *declared.all("dc.publisher"),
        *(name for node in declared.nodes if "WebSite" in types(node) for name in texts(node.get("name"))),
    ]
    names = (name for value in said if (name := readable(value)))
    return next((name for name in names if not name.startswith("@") and not _ADDRESS.match(name)), None)


def sections(tree: HtmlElement, declared: Declared, marked: Marked) -> list[str]:
    """The sections that the page files its article under.

    JSON-LD and meta elements; where they say none, microdata, links to categories, or the breadcrumbs.
    """
    for named in (
        [
            *texts(declared.article.get("articleSection")),
            *declared.all("article:section", "og:article:section", "parsely-section"),
        ],
        marked_texts(marked, "articleSection"),
        [link.text_content() for link in tree.xpath(_TAGS.format("contains(@rel, 'category')"))],
        crumbs_of_nodes(declared.nodes),
        printed_crumbs(tree),
    ):
        if found := _sections(named):
            return found[:_MOST]
    return []


def _sections(names: Iterable[str]) -> list[str]:
    said = _distinct(names)
    return [name for name in said if name.casefold() not in _homes() and not _ADDRESS.match(name)]


@cache
def _homes() -> frozenset[str]:
    return frozenset(home.casefold() for home in terms("home"))


def keywords(tree: HtmlElement, declared: Declared, marked: Marked) -> list[str]:
    """The keywords that the page gives its article: JSON-LD, meta elements, microdata, then links to tags."""
    listed = (
        texts(declared.article.get("keywords"))
        or declared.all("news_keywords", "keywords", "article:tag", "og:article:tag", "parsely-tags", "sailthru.tags")
        or marked_texts(marked, "keywords")
        or [link.text_content() for link in tree.xpath(_TAGS.format("@rel='tag'"))]
    )
    words = _distinct(part for entry in listed for part in re.split(r"\s*[,;，、،；]\s*", readable(entry) or ""))
    return [word for word in words if not _MACHINES.fullmatch(word)]


def _distinct(values: Iterable[str]) -> list[str]:
    """The values, each once whatever its case, in the form that comes first."""
    unique: dict[str, str] = {}
    for value in values:
        text = readable(value)
        if text and len(text) <= _MAX_WORDS:
            unique.setdefault(text.casefold(), text)
    return list(unique.values())[:_MOST]


def base_address(tree: HtmlElement, url: str | None) -> str | None:
    """What the page's relative addresses are relative to."""
    element = next(tree.iter("base"), None)
    href = element.get("href") if element is not None else None
    return web_address(href, url) or url


def canonical(tree: HtmlElement, declared: Declared, base: str | None) -> str | None:
    """The canonical address as the page declares it, made absolute, not yet trusted."""
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split():
            return web_address(_with_scheme(element.get("href"), base), base)
    return web_address(_with_scheme(declared.meta("og:url"), base), base)


def _with_scheme(address: str | None, base: str | None) -> str | None:
    """An address that begins with the site's own host, for which somebody forgot the scheme, as one with it."""
    bare = (address or "").strip()
    if base is None or not bare.partition("/")[2]:
        return address
    own = base.split("/", 3)[2].lower().removeprefix("www.")
    return f"//{bare}" if bare.split("/", 1)[0].lower().removeprefix("www.") == own else address


def declared_language(declared: Declared) -> str | None:
    """The language tag that the page's JSON-LD, or microdata, gives for its text."""
    return read_tag(text(declared.article.get("inLanguage"), "alternateName") or declared.meta("inlanguage"))


def language_of_page(tree: HtmlElement, declared: Declared) -> str | None:
    """The primary language that the page declares for its text, or else is displayed in."""
    tag = declared_language(declared) or read_tag(tree.get("lang") or declared.meta("og:locale", "content-language"))
    return tag.split("-")[0] if tag else None
