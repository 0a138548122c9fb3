"""The title of a page's article, without the site's name."""

import re
from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.page_text.boilerplate import classify
from babelwire_ingest.parsing.web_page.declared import Declared
from babelwire_ingest.parsing.web_page.json_ld import text
from babelwire_ingest.parsing.web_page.metadata import site_name

_SEPARATED: Final = re.compile(r"\s+[|–—·•»:-]+\s+|\s*\|\s*")
_AFTER: Final = re.compile(r"(?:.*\s)?(?:[|–—·•»-]|::)\s+(.+)|(?:.*\|)\s*(.+)")
_BEFORE: Final = re.compile(r"(.+?)(?:\s+(?:[|–—·•«-]|::)|\s*\|)\s*")
_MAX_SITE_WORDS: Final = 5
_MAX_SITE: Final = 50
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
        printed = text_cleaning.line(heading.text_content())
        if printed and len(printed) <= _MAX_TITLE and (not known or any(_agree(printed, value) for value in known)):
            return printed
    if declared_title := text(declared.article.get("headline")):
        return declared_title[:_MAX_TITLE]
    site = site_name(declared)
    for value in known:
        if bare := _without_site(value, site):
            return bare[:_MAX_TITLE]
    return None


def site_in_title(tree: HtmlElement, headline: str) -> str | None:
    """The site's name that the page's own title has after the headline, or before it where the page repeats it.

    None where the part is a section of the site, or may be.
    """
    whole = _title_element(tree) or ""
    if whole.count(headline) != 1:
        return None
    before, after = whole.split(headline)
    if after and not before and (match := _AFTER.fullmatch(after)):
        name = match[1] or match[2]
        known = not _links(tree, name) or _is_repeated(tree, name)
    elif before and not after and (match := _BEFORE.fullmatch(before)):
        name = match[1]
        known = _is_repeated(tree, name)
    else:
        return None
    fits = (
        len(name) <= _MAX_SITE and len(name.split()) <= _MAX_SITE_WORDS and name.casefold() not in headline.casefold()
    )
    return name if known and fits and classify(name) is None else None


def _links(tree: HtmlElement, name: str) -> list[str]:
    return [
        link.get("href")
        for link in tree.iter("a")
        if link.get("href") and text_cleaning.line(link.text_content()) == name
    ]


def _is_repeated(tree: HtmlElement, name: str) -> bool:
    """Whether a link to the front page, or the line on rights, says the same name."""
    if any(urlsplit(address).path in {"", "/"} for address in _links(tree, name)):
        return True
    notices = tree.xpath("//text()[contains(., '©')]")
    return any(name in text_cleaning.line(notice) for notice in notices)


def _title_element(tree: HtmlElement) -> str | None:
    element = next(tree.iter("title"), None)
    return text_cleaning.line(element.text_content()) or None if element is not None else None


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
