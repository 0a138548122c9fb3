"""What a page declares that bears on its text's origin, language or translation."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import parse_qs, urlsplit

from lxml.html import HtmlElement

from babelwire_contracts.content import Alternate, Clue, ClueKind
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.web_address import web_address
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.json_ld import text
from babelwire_ingest.parsing.web_page.declarations.references import resolved
from babelwire_text.language_tags import read_tag

_MAX_WORDS: Final = 300
_MOST: Final = 20
_WORKS: Final = (
    (ClueKind.TRANSLATION_NOTE, "translationOfWork"),
    (ClueKind.BASED_ON, "isBasedOn"),
    (ClueKind.BASED_ON, "isBasedOnUrl"),
)
_PUBLISHED_BY: Final = ("publisher", "isPartOf", "sourceOrganization", "provider")
_ORIGINAL_LANGUAGE: Final = ("originallang", "sourcelang", "translatedfrom", "langoriginal", "origlang")
_NOT_LETTERS: Final = re.compile("[^a-z]")
_PROXY: Final = ".translate.goog"
"""Google Translate's own hosts for the pages that it translates; the language they were in is a parameter."""


def declared_clues(
    tree: HtmlElement, declared: Declared, alternates: list[Alternate], url: str | None, base: str | None
) -> list[Clue]:
    """What the page says of languages, of who made it and of what it was made from.

    `html lang` names the language on display.
    """
    lang = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
    classes = tree.get("class") or ""
    article = declared.article
    said = [
        (ClueKind.HTML_LANG, "html[lang]", lang),
        (ClueKind.CONTENT_LANGUAGE, "meta content-language", declared.meta("content-language")),
        (ClueKind.CONTENT_LANGUAGE, "meta og:locale", declared.meta("og:locale")),
        (ClueKind.DECLARED_LANGUAGE, "json-ld inLanguage", text(article.get("inLanguage"))),
        (ClueKind.DECLARED_LANGUAGE, "itemprop inLanguage", declared.meta("inlanguage")),
        (ClueKind.GENERATOR, "meta generator", declared.meta("generator")),
        (ClueKind.TRANSLATION_NOTE, "html[class]", classes if "translated" in classes else None),
        (ClueKind.TRANSLATION_NOTE, "json-ld translator", text(article.get("translator"))),
        (ClueKind.SOURCE_LINE, "json-ld sourceOrganization", text(article.get("sourceOrganization"))),
        (ClueKind.CREDIT_LINE, "json-ld creditText", text(article.get("creditText"))),
        (ClueKind.DATELINE, "json-ld dateline", text(article.get("dateline"))),
        (ClueKind.ORIGINAL_LINK, "meta syndication-source", declared.meta("syndication-source")),
        (ClueKind.ORIGINAL_LINK, "meta original-source", declared.meta("original-source")),
        *((kind, f"itemprop {name}", declared.meta(name.lower())) for kind, name in _WORKS),
        *((ClueKind.ALTERNATE_LINK, f"link[hreflang={other.language}]", other.url) for other in alternates),
    ]
    found = [(kind, where, text_cleaning.line(words or "")[:_MAX_WORDS]) for kind, where, words in said]
    works = [clue for kind, name in _WORKS for clue in _works(declared, kind, name)]
    return [
        *(Clue(kind=kind, where=where, words=words) for kind, where, words in found if words),
        *works,
        *_proxy(url),
        *_default(tree, alternates, base),
        *_of_original(tree, declared),
    ]


def _of_original(tree: HtmlElement, declared: Declared) -> Iterator[Clue]:
    """What metas, or attributes of the page, say of the language that its text was in and of who translated it."""
    said = [(f"meta {name}", name, value) for name, values in declared.metas.items() for value in values[:1]]
    said += [(f"html[{name}]", name, value) for name, value in tree.attrib.items() if name.startswith("data-")]
    for where, name, value in said:
        key = _NOT_LETTERS.sub("", name.lower())
        if any(part in key for part in _ORIGINAL_LANGUAGE) and (language := read_tag(value)):
            yield Clue(kind=ClueKind.TRANSLATION_NOTE, where=where, words=value[:_MAX_WORDS], language=language)
        elif key.endswith("type") and value.strip().lower() == "translation":
            yield Clue(kind=ClueKind.TRANSLATION_NOTE, where=where, words=value)
        elif key.endswith(("translator", "translatedby")) and value:
            yield Clue(kind=ClueKind.TRANSLATION_NOTE, where=f"{where}, translator", words=value[:_MAX_WORDS])


def _default(tree: HtmlElement, alternates: list[Alternate], base: str | None) -> Iterator[Clue]:
    """The address for readers of any language, where that is another than the page's, with its language."""
    for link in tree.xpath("//link[@hreflang='x-default' and @href]")[:1]:
        address = web_address(link.get("href"), base)
        other = next((alternate for alternate in alternates if alternate.url == address), None)
        if other is not None:
            where = "link[hreflang=x-default]"
            yield Clue(
                kind=ClueKind.ALTERNATE_LINK, where=where, words=other.url, address=other.url, language=other.language
            )


def _works(declared: Declared, kind: ClueKind, name: str) -> Iterator[Clue]:
    """The works of a property: by their names or addresses, with their language and who published them."""
    value = declared.article.get(name)
    for entry in (value if isinstance(value, list) else [value])[:_MOST]:
        work = resolved(declared, entry)
        node = work if isinstance(work, dict) else {}
        address = text(node.get("url")) or text(node.get("@id")) if node else text(work)
        words = text(node.get("name")) or text(node.get("headline")) or address
        if words:
            yield Clue(
                kind=kind,
                where=f"json-ld {name}",
                words=text_cleaning.line(words)[:_MAX_WORDS],
                address=address if address and "//" in address else None,
                language=text(node.get("inLanguage")),
                outlet=next((text(node.get(by)) for by in _PUBLISHED_BY if text(node.get(by))), None),
            )


def _proxy(url: str | None) -> Iterator[Clue]:
    """That a page was fetched through a service that translates pages, with the language it was in."""
    parts = urlsplit(url or "")
    if (parts.hostname or "").endswith(_PROXY):
        source = parse_qs(parts.query, max_num_fields=50).get("_x_tr_sl", [None])[0]
        yield Clue(kind=ClueKind.TRANSLATION_NOTE, where="url", words=parts.hostname or "", language=source)
