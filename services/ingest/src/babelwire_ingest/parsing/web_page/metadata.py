"""What a page declares of itself in its head: meta elements, links, language."""

import re
from collections.abc import Iterable
from typing import Final

from lxml.html import HtmlElement

from babelwire_contracts.content import Clue, ClueKind
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.web_address import web_address
from babelwire_ingest.parsing.web_page.declared import Declared
from babelwire_ingest.parsing.web_page.json_ld import text, texts
from babelwire_text.language_tags import read_tag

_MAX_WORDS: Final = 300


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
