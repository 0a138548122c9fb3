"""The entries of a live blog: each a title, a time and a text, as the page declares or marks them."""

import re
from dataclasses import dataclass
from typing import Any, Final

from lxml.html import HtmlElement

from babelwire_contracts.content import LiveEntry
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.dating.dates import Dating
from babelwire_ingest.parsing.web_page.declarations.article_text import read_paragraphs
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.json_ld import listed, text
from babelwire_ingest.parsing.web_page.times.declared import declared_time, machine_words

_MARKED: Final = re.compile(
    r"(?:^|\s)(?:live-?blog-?(?:entry|post|update)|live-?(?:entry|post|update)|liveblog__(?:entry|post)|lb-post|lb24-post)(?:$|\s|--)"
)
_TAGS: Final = ("article", "div", "li", "section")
_MOST: Final = 500


@dataclass(frozen=True)
class LiveUpdate:
    """An entry of a live blog as the page gives it. Its paragraphs may or may not stand in the article's body."""

    title: str | None
    dating: Dating | None
    paragraphs: tuple[str, ...]


def live_updates(tree: HtmlElement, declared: Declared) -> list[LiveUpdate]:
    """The entries of a live blog, in the page's order: marked in its text, else declared in its JSON-LD."""
    marked = _marked(tree)
    return marked if len(marked) > 1 else [_declared(node) for node in _nodes(declared)][:_MOST]


def placed(updates: list[LiveUpdate], paragraphs: list[str]) -> list[LiveEntry]:
    """Where in a body each entry begins, in the body's order; one that does not stand there is left out."""
    at: dict[str, int] = {}
    for number, paragraph in enumerate(paragraphs):
        at.setdefault(paragraph, number)
    found: dict[int, LiveEntry] = {}
    for update in updates:
        heads = ([update.title] if update.title else []) + list(update.paragraphs[:3])
        places = [at[head] for head in heads if head in at]
        if places and min(places) not in found:
            at_utc = update.dating.at if update.dating else None
            found[min(places)] = LiveEntry(paragraph=min(places), title=update.title, published_at=at_utc)
    return [found[number] for number in sorted(found)]


def _nodes(declared: Declared) -> list[dict[str, Any]]:
    return listed(declared.article.get("liveBlogUpdate"))


def _declared(node: dict[str, Any]) -> LiveUpdate:
    title = text(node.get("headline")) or text(node.get("name"))
    return LiveUpdate(title, _dating(text(node.get("datePublished"))), tuple(read_paragraphs(node.get("articleBody"))))


def _marked(tree: HtmlElement) -> list[LiveUpdate]:
    found: list[LiveUpdate] = []
    for element in tree.iter(*_TAGS):
        named = element.get("class") or ""
        marked = ("live" in named or "lb" in named) and _MARKED.search(named) is not None
        if not marked and element.get("itemprop") != "liveBlogUpdate":
            continue
        heading = next(element.iter("h2", "h3", "h4"), None)
        title = text_cleaning.line(heading.text_content()) if heading is not None else None
        time = next((words for each in element.iter("time") if (words := machine_words(each))), None)
        paragraphs = (text_cleaning.line(each.text_content()) for each in element.iter("p"))
        found.append(LiveUpdate(title or None, _dating(time), tuple(words for words in paragraphs if words)[:10]))
        if len(found) == _MOST:
            break
    return found


def _dating(words: str | None) -> Dating | None:
    return declared_time(words, "live entry") if words else None
