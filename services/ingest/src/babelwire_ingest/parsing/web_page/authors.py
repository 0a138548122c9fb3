"""Who wrote a page's article, as it declares it."""

import re
from collections.abc import Iterable
from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.web_page.declared import Declared
from babelwire_ingest.parsing.web_page.json_ld import texts
from babelwire_ingest.parsing.web_page.metadata import site_name

_ADDRESS: Final = re.compile(r"https?://|www\.|@", re.IGNORECASE)
_BY: Final = re.compile(r"^(?:by|von|par|por|di|door|af|av)\s+", re.IGNORECASE)
_MAX_AUTHOR_WORDS: Final = 6


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
