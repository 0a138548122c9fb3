"""The article in the data that a framework's script carries to the browser, where the page itself shows none of it."""

import re
from collections import deque
from dataclasses import dataclass
from typing import Any, Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing.web_page.declarations.article_nodes import agree
from babelwire_ingest.parsing.web_page.declarations.json_ld import Node, text
from babelwire_ingest.parsing.web_page.declarations.json_script import read_json, read_value

_ASSIGNED: Final = re.compile(
    r"(?:Fusion\.globalContent|__(?:INITIAL|PRELOADED|APP|APOLLO|REDUX|NUXT|NEXT)_?(?:STATE|DATA|PROPS)?__"
    r"|__remixContext|__data)\"?\]?\s*=\s*(?=[{\[])"
)
_MARKS: Final = ("globalContent", "STATE__", "DATA__", "PROPS__", "__NUXT__", "__remixContext", "__data")
_DATA_TYPE: Final = "application/json"
_INDEXED: Final = "__nuxt_data__"
_MIN_SCRIPT: Final = 300
_MAX_SCRIPT: Final = 3_000_000
_MOST: Final = 4
_MAX_SEEN: Final = 50_000

_TITLES: Final = ("headline", "title", "headlines", "name")
_BODIES: Final = tuple(
    """
    articleBody body content content_elements bodyHtml body_html htmlBody html text bodyText blocks components
    paragraphs richText storyBody
    """.split()
)
_PUBLISHED: Final = tuple(
    """
    datePublished publishedAt published_at publishDate publish_date firstPublishDate first_publish_date publicationDate
    publication_date firstPublished publishedDate published_date display_date displayDate published
    """.split()
)
_MODIFIED: Final = tuple(
    "dateModified modifiedAt modified_at updatedAt updated_at lastModified last_updated_date modifiedDate".split()
)
_AUTHORS: Final = ("authors", "author", "byline", "bylines", "writers", "credits")
_NAMES: Final = ("name", "fullName", "full_name", "displayName", "display_name", "rendered")
_MOST_PEOPLE: Final = 30
_MIN_BODY: Final = 200


@dataclass(frozen=True)
class Payload:
    """A script that carries data: its text, and whether it is a list whose numbers point into itself."""

    text: str
    indexed: bool


def payload_scripts(tree: HtmlElement) -> tuple[Payload, ...]:
    """The scripts of a page that may carry its article as data, unread: reading them costs, and few pages need it."""
    found: list[Payload] = []
    for script in tree.iter("script"):
        content = script.text
        if not content or not (_MIN_SCRIPT <= len(content) <= _MAX_SCRIPT) or len(found) >= _MOST:
            continue
        if (script.get("type") or "").lower() == _DATA_TYPE:
            found.append(Payload(content, (script.get("id") or "").lower() == _INDEXED))
        elif any(mark in content for mark in _MARKS) and (match := _ASSIGNED.search(content)):
            found.append(Payload(content[match.end() :], indexed=False))
    return tuple(found)


def find_article(scripts: tuple[Payload, ...], titles: tuple[str, ...]) -> Node:
    """The object with one of the page's titles, in small letters, and the longest body, as a node of an article."""
    best: Node = {}
    longest = _MIN_BODY
    for script in scripts:
        value = _value(script)
        waiting: deque[Any] = deque([value])
        seen = 0
        while waiting and seen < _MAX_SEEN:
            current = waiting.popleft()
            seen += 1
            if isinstance(current, dict):
                if (node := _as_article(current, titles)) and (length := _length(node["articleBody"])) > longest:
                    best, longest = node, length
                waiting.extend(entry for entry in current.values() if isinstance(entry, dict | list))
            elif isinstance(current, list):
                waiting.extend(entry for entry in current[:_MAX_SEEN] if isinstance(entry, dict | list))
    return best


def _value(script: Payload) -> Any:
    if not script.indexed:
        value = read_value(script.text.lstrip(), 0)
        return value if value is not None else read_json(script.text)
    entries = next(iter(read_json(script.text)), None)
    return _revived(entries) if isinstance(entries, list) else None


def _revived(entries: list[Any]) -> list[Any]:
    """The objects of a list in which each number inside a list or object is the place of the value in that list."""
    made: list[Any] = [({} if isinstance(e, dict) else [] if isinstance(e, list) else e) for e in entries]

    def at(place: Any) -> Any:
        return made[place] if isinstance(place, int) and 0 <= place < len(made) else None

    for entry, target in zip(entries, made, strict=True):
        if isinstance(entry, dict):
            target.update((name, at(place)) for name, place in entry.items())
        elif isinstance(entry, list):
            target.extend(at(place) for place in entry)
    return made


def _as_article(entry: dict[str, Any], titles: tuple[str, ...]) -> Node | None:
    body = next(
        (entry[name] for name in _BODIES if isinstance(entry.get(name), str | list | dict) and entry[name]), None
    )
    if body is None:
        return None
    headline = next((said for name in _TITLES if (said := _headline(entry.get(name)))), None)
    if headline is None or not any(agree(headline.casefold(), title) for title in titles):
        return None
    node: Node = {"@type": "Article", "headline": headline, "articleBody": body}
    for name, keys in (("datePublished", _PUBLISHED), ("dateModified", _MODIFIED)):
        if said := next((entry[key] for key in keys if isinstance(entry.get(key), str | int) and entry[key]), None):
            node[name] = said
    if authors := next((found for name in _AUTHORS if (found := _people(entry.get(name)))), None):
        node["author"] = authors
    return node


def _people(value: Any) -> list[str]:
    """The names of a value that says who wrote: a text, an object with a name, or a list of either."""
    if isinstance(value, dict) and "by" in value:
        return _people(value["by"])
    values = value if isinstance(value, list) else [value]
    return [
        name for one in values[:_MOST_PEOPLE] if (name := next(filter(None, (text(one, key) for key in _NAMES)), None))
    ]


def _headline(value: Any) -> str | None:
    return text(value, "basic") or text(value, "rendered")


def _length(body: Any) -> int:
    """The characters of a body, roughly: of texts only, as deep as bodies go."""
    total = 0
    waiting: deque[Any] = deque([body])
    seen = 0
    while waiting and seen < _MAX_SEEN:
        current = waiting.popleft()
        seen += 1
        if isinstance(current, str):
            total += len(current)
        elif isinstance(current, dict | list):
            waiting.extend(current.values() if isinstance(current, dict) else current)
    return total
