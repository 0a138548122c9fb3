"""Pages that hold no article, by what they declare and how they are built."""

from typing import Final
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.errors import NotAnArticle
from babelwire_ingest.parsing.web_page.declared import Declared
from babelwire_ingest.parsing.web_page.json_ld import lists_others

_MAX_LINK_SHARE: Final = 0.5
_MIN_LINKED_HEADINGS: Final = 4
_LINKED_HEADINGS_SHARE: Final = 0.5
_LINKED_HEADINGS: Final = "(//h2|//h3|//h4)[.//a[@href] or parent::a][following-sibling::*[1][self::p]]"
_LOGIN_WORDS: Final = 120


def says_article(declared: Declared) -> bool:
    """Whether a page declares itself an article."""
    return bool(declared.article) or "article" in (declared.meta("og:type") or "").lower()


def refuse_declared(declared: Declared, url: str | None) -> None:
    """Raise `NotAnArticle` for a page that declares itself a list, and for a site's front page."""
    if says_article(declared):
        return
    if listing := lists_others(declared.nodes):
        raise NotAnArticle(f"a listing: the page calls itself a {listing}")
    parts = urlsplit(url or "")
    if url and parts.path in {"", "/"} and not parts.query:
        raise NotAnArticle("a site's front page")


def why_no_text(tree: HtmlElement) -> str:
    """The reason for which a page without an article's text is none."""
    teasers = len(tree.xpath(_LINKED_HEADINGS))
    if teasers >= _MIN_LINKED_HEADINGS:
        return f"a listing: {teasers} linked headings with their teasers, and no text"
    return "the page has no text beside its title"


def refuse_built(tree: HtmlElement, declared: Declared, paragraphs: list[str]) -> None:
    """Raise `NotAnArticle` for a text that is mostly links or linked headings, and for a form to log in."""
    words = sum(len(text.split()) for text in paragraphs)
    if words < _LOGIN_WORDS and tree.xpath("//input[@type='password']") and not says_article(declared):
        raise NotAnArticle("a form to log in, with hardly any text")
    if says_article(declared):
        return
    links = {text_cleaning.line(link.text_content()) for link in tree.iter("a")}
    total = sum(map(len, paragraphs))
    if sum(len(text) for text in paragraphs if text.lstrip("-• ") in links) > _MAX_LINK_SHARE * total:
        raise NotAnArticle("a page of links")
    headings = {
        text_cleaning.line(heading.text_content())
        for heading in tree.xpath("(//h2|//h3|//h4)[.//a[@href] or parent::a]")
    }
    teasers = {text_cleaning.line(heading.getnext().text_content()) for heading in tree.xpath(_LINKED_HEADINGS)}
    linked = sum(text in headings or text in teasers for text in paragraphs)
    if linked >= _MIN_LINKED_HEADINGS and linked >= _LINKED_HEADINGS_SHARE * len(paragraphs):
        raise NotAnArticle(
            f"a listing: {linked} of its {len(paragraphs)} paragraphs are linked headings and their teasers"
        )
