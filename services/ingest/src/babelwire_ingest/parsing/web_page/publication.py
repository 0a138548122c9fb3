"""When a page was published, as it declares or marks it."""

import re
from itertools import chain
from typing import Final

from lxml.html import HtmlElement

from babelwire_contracts.content import Precision
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.dates import Dating, iso, moment
from babelwire_ingest.parsing.web_page.declared import Declared
from babelwire_ingest.parsing.web_page.headline import beside_headline
from babelwire_ingest.parsing.web_page.json_ld import text

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
