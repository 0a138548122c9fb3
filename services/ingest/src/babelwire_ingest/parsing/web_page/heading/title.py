"""The title of a page's article, as a reader sees it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import urljoin, urlsplit

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.page_text.lines import unspaced
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.declared_text import is_code, readable
from babelwire_ingest.parsing.web_page.declarations.json_ld import texts
from babelwire_ingest.parsing.web_page.declarations.markup import Marked
from babelwire_ingest.parsing.web_page.heading.headings import printed
from babelwire_ingest.parsing.web_page.heading.site import Site, key, without_site

_METAS: Final = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dcterms.title")
_WORD: Final = re.compile(r"\w+")
_MIN_SHARED: Final = 0.6
_MAX_TITLE: Final = 400
_MOST_HEADINGS: Final = 40
_MOST_MARKED: Final = 3
_CUT: Final = re.compile(r"\s*(?:…|\.\.\.)$")
_MARKED: Final = re.compile(
    r"headline|(?:^|[\s_-])(?:hed|title|titre|titulo|titel|titolo|tytul)(?:$|[\s_-])"
    r"|(?:entry|post|article|story|page|content)_*-?title",
    re.IGNORECASE,
)
_OUTSIDE: Final = frozenset({"nav", "aside", "footer", "form", "dialog", "figure"})
_MIN_WORDS: Final = 3
_MIN_UNSPACED: Final = 6


@dataclass(frozen=True)
class Headline:
    """A page's title, and the heading that prints it where one does."""

    text: str
    element: HtmlElement | None = None


def find_headline(
    tree: HtmlElement, declared: Declared, marked: Marked, site: Site, *, sections: list[str], url: str | None
) -> Headline | None:
    """The heading that the page's own titles repeat, else the headline by its place, else what its metadata call it."""
    own = [element for element in marked.get("headline", [])[:_MOST_MARKED] if not _leads_elsewhere(element, url)]
    titles = _titles(tree, declared, site, sections, own)
    bare = [without_site(title, site, sections, guess=True) for title in titles]
    first = [
        Headline(printed(heading, [*titles, *bare]), heading) for heading in islice(tree.iter("h1"), _MOST_HEADINGS)
    ]
    first = [heading for heading in first if heading.text and len(heading.text) <= _MAX_TITLE]
    for heading in first:
        if _repeats(heading, [*titles, *bare], url) and not site.is_exactly(heading.text):
            text = _whole(without_site(heading.text, site), titles)
            return Headline(_punctuated(text, heading.element, titles), heading.element)
    keys = {key(title) for title in [*titles, *bare]}
    for element in islice(_other_headings(tree, own), _MOST_HEADINGS):
        text = printed(element, [*titles, *bare])
        if key(text) in keys and not site.is_exactly(text):
            return Headline(_punctuated(text, element, bare)[:_MAX_TITLE], element)
    if by_place := _by_place(first, site, sections, url):
        return by_place
    return next((Headline(text) for text in _declared(bare, titles)), None)


def _titles(
    tree: HtmlElement, declared: Declared, site: Site, sections: list[str], own: list[HtmlElement]
) -> list[str]:
    said = [
        *texts(declared.article.get("headline")),
        *(element.get("content") or element.text_content() for element in own),
        *(value for name in _METAS for value in declared.metas.get(name, [])[:1]),
        _title_element(tree),
    ]
    found = (without_site(text, site, sections) for value in said if (text := readable(value)) and not is_code(text))
    return [title for title in dict.fromkeys(found) if not site.is_exactly(title)]


def _repeats(heading: Headline, titles: list[str], url: str | None) -> bool:
    if not titles:
        return not _leads_elsewhere(heading.element, url)
    if key(heading.text) in {key(title) for title in titles}:
        return True
    return any(_agree(heading.text, title) for title in titles) and not _leads_elsewhere(heading.element, url)


def _by_place(headings: list[Headline], site: Site, sections: list[str], url: str | None) -> Headline | None:
    """The only heading of the first level that can be a headline, though the page declares another title."""
    known = {key(section) for section in sections}
    able = [
        heading
        for heading in headings
        if not site.is_named(heading.text)
        and key(heading.text) not in known
        and _is_long(heading.text)
        and not _leads_elsewhere(heading.element, url)
        and _in_article(heading.element)
    ]
    marked = [heading for heading in able if _is_marked(heading.element)]
    chosen = marked if len(able) > 1 else able
    return chosen[0] if len(chosen) == 1 else None


def _declared(bare: list[str], titles: list[str]) -> Iterator[str]:
    for title in bare:
        whole = _whole(title, titles)
        if not _CUT.search(whole):
            yield whole[:_MAX_TITLE]
    yield from (title[:_MAX_TITLE] for title in bare)


def _whole(text: str, titles: list[str]) -> str:
    """A title that was cut, as another source has it whole."""
    if not _CUT.search(text):
        return text
    begun = key(_CUT.sub("", text))
    return next((other for other in titles if key(other).startswith(begun) and not _CUT.search(other)), text)


def _punctuated(text: str, element: HtmlElement | None, titles: list[str]) -> str:
    """A heading of several parts, which a style sets apart, as the page writes it where it is one line."""
    if element is None or not len(element):
        return text
    return next((title for title in titles if key(title) == key(text) and len(title) > len(text)), text)


def _other_headings(tree: HtmlElement, own: list[HtmlElement]) -> Iterator[HtmlElement]:
    yield from (element for element in own if element.tag != "meta")
    yield from tree.iter("h2", "h3")
    yield from tree.xpath("//div[contains(@class, 'title') or contains(@class, 'headline')][not(*)]")


def _in_article(element: HtmlElement | None) -> bool:
    if element is None:
        return False
    above = {ancestor.tag for ancestor in element.iterancestors()}
    if above & _OUTSIDE:
        return False
    return bool(above & {"article", "main"}) or _is_marked(element)


def _is_marked(element: HtmlElement | None) -> bool:
    return element is not None and _MARKED.search(element.get("class") or "") is not None


def _leads_elsewhere(element: HtmlElement | None, url: str | None) -> bool:
    if element is None:
        return False
    links = [link.get("href") for link in element.iter("a") if link.get("href")]
    parent = element.getparent()
    if parent is not None and parent.tag == "a" and parent.get("href"):
        links.append(parent.get("href"))
    return any(not _is_here(link, url) for link in links)


def _is_here(link: str, url: str | None) -> bool:
    try:
        here, there = urlsplit(url or ""), urlsplit(urljoin(url or "", link.strip()))
    except ValueError:
        return False
    return link.startswith("#") or (url is not None and here.path.rstrip("/") == there.path.rstrip("/"))


def _is_long(text: str) -> bool:
    return len(text) >= _MIN_UNSPACED if unspaced(text) else len(text.split()) >= _MIN_WORDS


def title_of_document(tree: HtmlElement) -> str:
    """The words of the page's own title element, as they are; empty where it has none."""
    return _title_element(tree) or ""


def _title_element(tree: HtmlElement) -> str | None:
    element = next(tree.iter("title"), None)
    return text_cleaning.line(element.text_content()) or None if element is not None else None


def _agree(heading: str, title: str) -> bool:
    if heading.casefold() in title.casefold() and len(heading) * 3 >= len(title):
        return True
    words, others = _words(heading), _words(title)
    return len(words & others) >= _MIN_SHARED * max(len(words), len(others), 1)


def _words(text: str) -> set[str]:
    bare = text.casefold()
    if unspaced(text):
        letters = key(text)
        return {letters[at : at + 2] for at in range(len(letters) - 1)}
    return set(_WORD.findall(bare))
