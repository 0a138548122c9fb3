"""The title of a page's article, without the site's name."""

import re
from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import hygiene
from babelwire_ingest.parsing.web_page.json_ld import text
from babelwire_ingest.parsing.web_page.metadata import Declared, site_name

_SEPARATED: Final = re.compile(r"\s+[|–—·•»:-]+\s+|\s*\|\s*")
_WORD: Final = re.compile(r"\w+")
_MIN_SHARED: Final = 0.6
_MAX_TITLE: Final = 400


def find_title(tree: HtmlElement, declared: Declared) -> str | None:
    """The heading that the page's own title repeats; else what its metadata call it."""
    named = [
        text(declared.article.get("headline")),
        declared.meta("og:title"),
        declared.meta("twitter:title"),
        _title_element(tree),
    ]
    known = [value for value in named if value]
    for heading in tree.xpath("//h1"):
        printed = hygiene.line(heading.text_content())
        if printed and len(printed) <= _MAX_TITLE and (not known or any(_agree(printed, value) for value in known)):
            return printed
    if declared_title := text(declared.article.get("headline")):
        return declared_title[:_MAX_TITLE]
    site = site_name(declared)
    for value in known:
        if bare := _without_site(value, site):
            return bare[:_MAX_TITLE]
    return None


def _title_element(tree: HtmlElement) -> str | None:
    element = next(tree.iter("title"), None)
    return hygiene.line(element.text_content()) or None if element is not None else None


def _agree(heading: str, title: str) -> bool:
    words, others = set(_WORD.findall(heading.casefold())), set(_WORD.findall(title.casefold()))
    if heading.casefold() in title.casefold() and len(heading) * 3 >= len(title):
        return True
    return len(words & others) >= _MIN_SHARED * max(len(words), len(others), 1)


def _without_site(title: str, site: str | None) -> str:
    parts = _SEPARATED.split(title)
    if len(parts) == 1:
        return title
    if site and (parts[-1].casefold() in site.casefold() or site.casefold() in parts[-1].casefold()):
        return title[: title.rindex(parts[-1])].rstrip(" |–—·•»:-")
    if site and parts[0].casefold() == site.casefold():
        return title[len(parts[0]) :].lstrip(" |–—·•»:-")
    longest = max(parts, key=len)
    return longest if len(longest) * 2 > len(title) and len(parts[-1].split()) <= len(longest.split()) else title
