"""What a page declares that bears on its text's origin, language or translation."""

from typing import Any, Final

from lxml.html import HtmlElement

from babelwire_contracts.content import Alternate, Clue, ClueKind
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.json_ld import text

_MAX_WORDS: Final = 300
_WORKS: Final = (
    (ClueKind.TRANSLATION_NOTE, "translationOfWork"),
    (ClueKind.BASED_ON, "isBasedOn"),
    (ClueKind.BASED_ON, "isBasedOnUrl"),
)


def declared_clues(tree: HtmlElement, declared: Declared, alternates: list[Alternate]) -> list[Clue]:
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
        *((kind, f"json-ld {name}", words) for kind, name in _WORKS for words in _works(article.get(name))),
        *((kind, f"itemprop {name}", declared.meta(name.lower())) for kind, name in _WORKS),
        *((ClueKind.ALTERNATE_LINK, f"link[hreflang={other.language}]", other.url) for other in alternates),
    ]
    found = [(kind, where, text_cleaning.line(words or "")[:_MAX_WORDS]) for kind, where, words in said]
    return [Clue(kind=kind, where=where, words=words) for kind, where, words in found if words]


def _works(value: Any) -> list[str]:
    """The addresses of the works of a property, else their names."""
    entries = value[:20] if isinstance(value, list) else [value]
    return [words for entry in entries if (words := _work(entry))]


def _work(entry: Any) -> str | None:
    if isinstance(entry, dict):
        return text(entry.get("url"), "@id") or text(entry.get("@id")) or text(entry.get("name"))
    return text(entry)
