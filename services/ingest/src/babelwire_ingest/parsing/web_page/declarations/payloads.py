"""The article in the data that a framework's script carries to the browser, where the page itself shows none of it."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing.web_page.declarations import revived
from babelwire_ingest.parsing.web_page.declarations.article_nodes import agree
from babelwire_ingest.parsing.web_page.declarations.json_ld import Node, text
from babelwire_ingest.parsing.web_page.declarations.json_script import read_json, read_value
from babelwire_ingest.parsing.web_page.declarations.object_literals import read_literal

_ASSIGNED: Final = re.compile(
    r"(?:\b(?:window|self|globalThis)(?:\.[\w$]{1,60}|\[[\"'][\w$]{1,60}[\"']\])|\b(?:const|let|var)\s{1,9}[\w$]{1,60}"
    r"|\b(?:__[\w$]{1,60}|Fusion\.globalContent))\s{0,9}=\s{0,9}(?=[{\[(]|function|JSON\.parse|[\w$]{1,30}\s?=>)"
    r"|\.start\(\s{0,9}\w{1,60},\s{0,9}(?:\w{1,60},\s{0,9})?(?=\{)"
)
"""What a script gives a name to, or starts the page with."""
_ROWS: Final = re.compile(r"__next_f\b[^\n]{0,60}?\.push\(\s{0,9}(?=\[)")
_STREAM: Final = re.compile(r"\.streamController\.enqueue\(\s{0,9}(?=\")")
_DATA_TYPE: Final = "application/json"
_SCRIPT_TYPES: Final = frozenset({"", "module", "text/javascript", "application/javascript"})
_INDEXED: Final = "__nuxt_data__"
_ENTITIES: Final = (("&q;", '"'), ("&l;", "<"), ("&g;", ">"), ("&s;", "'"), ("&a;", "&"))
"""As one framework writes them in its data."""
_MIN_SCRIPT: Final = 300
_MAX_SCRIPT: Final = 3_000_000
_MAX_READ: Final = 2 * _MAX_SCRIPT
_MOST: Final = 40
_MAX_LITERALS: Final = 600_000
"""Characters on a page that are read as literals, but for the one that is being read then."""
_MOST_VALUES: Final = 12
_MAX_SEEN: Final = 50_000
_MIN_INNER: Final = 300

_TITLES: Final = ("headline", "title", "headlines", "name")
_BODIES: Final = tuple(
    """
    articleBody body content content_elements bodyHtml body_html htmlBody html text bodyText blocks components
    paragraphs richText storyBody
    """.split()
)
_TITLE: Final = re.compile(r"(?:title|headline|heading)$", re.IGNORECASE)
_BODY: Final = re.compile(r"(?:body|content|html|text|paragraphs|blocks)$", re.IGNORECASE)
_NO_BODY: Final = re.compile(
    r"summary|excerpt|caption|teaser|short|meta|alt|seo|comment|related|next|context", re.IGNORECASE
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
    """A script that may carry data: its text, and in which form."""

    text: str
    is_data: bool
    indexed: bool = False


def payload_scripts(tree: HtmlElement) -> tuple[Payload, ...]:
    """The scripts of a page that may carry its article as data, unread: reading them costs, and few pages need it."""
    found: list[Payload] = []
    for script in tree.iter("script"):
        kind = (script.get("type") or "").lower()
        if (kind == _DATA_TYPE or kind in _SCRIPT_TYPES) and (content := script.text) and len(content) <= _MAX_SCRIPT:
            indexed = (script.get("id") or "").lower() == _INDEXED or script.get("data-nuxt-data") is not None
            found.append(Payload(content, kind == _DATA_TYPE, indexed))
    return tuple(found)


def find_article(scripts: tuple[Payload, ...], titles: tuple[str, ...]) -> Node:
    """The object with one of the page's titles, in small letters, and the longest body, as a node of an article."""
    best: Node = {}
    longest = _MIN_BODY
    for value in _values(scripts):
        for entry in _objects(revived.stored(value)):
            if (node := _as_article(entry, titles)) and (length := _length(node["articleBody"])) > longest:
                best, longest = node, length
    return best


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects in a value, outermost first, each once; texts that are JSON are read."""
    waiting: deque[Any] = deque([value])
    seen: set[int] = set()
    kept: list[Any] = []
    while waiting and len(seen) < _MAX_SEEN:
        current = waiting.popleft()
        if id(current) in seen:
            continue
        seen.add(id(current))
        # As long as it is here, no other object has its number.
        kept.append(current)
        if isinstance(current, dict):
            yield current
        for entry in current.values() if isinstance(current, dict) else current:
            if isinstance(entry, dict | list):
                waiting.append(entry)
            elif isinstance(entry, str) and len(entry) >= _MIN_INNER and entry[0] in "{[" and id(entry) not in seen:
                seen.add(id(entry))
                inner, _ = read_value(entry, 0)
                if isinstance(inner, dict | list):
                    waiting.append(inner)


def _values(scripts: tuple[Payload, ...]) -> Iterator[Any]:
    """What the scripts hold: the rows and streams that several of them carry, then the longest of the others."""
    codes = [script.text for script in scripts if not script.is_data]
    if row := "".join(_pushed(codes, _ROWS, "__next_f")):
        yield revived.rows(row)
    if streamed := "".join(_pushed(codes, _STREAM, "streamController")):
        yield revived.stream(streamed)
    others = [
        script
        for script in scripts
        if len(script.text) >= _MIN_SCRIPT
        and (script.is_data or ("__next_f" not in script.text and _ASSIGNED.search(script.text)))
    ]
    left, literals = _MAX_READ, [_MAX_LITERALS]
    for script in sorted(others, key=lambda script: -len(script.text))[:_MOST]:
        left -= len(script.text)
        if left < 0:
            return
        if not script.is_data:
            yield from _assigned(script.text, literals)
            continue
        data = script.text
        if "&q;" in data:
            for written, meant in _ENTITIES:
                data = data.replace(written, meant)
        value, _ = read_value(data.lstrip(), 0)
        values = read_json(data) if value is None else [value]
        yield [revived.places(entry) if script.indexed and isinstance(entry, list) else entry for entry in values]


def _assigned(code: str, left: list[int]) -> Iterator[Any]:
    """What a script assigns; `left` holds how many characters may yet be read other than as JSON."""
    at = 0
    for _ in range(_MOST_VALUES):
        if (match := _ASSIGNED.search(code, at)) is None:
            return
        at = match.end()
        value, end = read_value(code, at)
        if value is None and left[0] > 0:
            value, end = read_literal(code, at)
            left[0] -= end - at
        if isinstance(value, dict | list):
            at = end
            yield value


def _pushed(codes: list[str], pattern: re.Pattern[str], mark: str) -> Iterator[str]:
    """The texts that scripts push one after the other, which are one text together."""
    for code in codes:
        for match in pattern.finditer(code) if mark in code else ():
            value, _ = read_value(code, match.end())
            said = value[1] if isinstance(value, list) and value[:1] == [1] and len(value) > 1 else value
            if isinstance(said, str):
                yield said


def _as_article(entry: dict[str, Any], titles: tuple[str, ...]) -> Node | None:
    headline = next((said for name in _title_names(entry) if (said := _agreed(entry[name], titles))), None)
    if headline is None:
        return None
    body = next((entry[name] for name in _body_names(entry) if _length(entry[name]) >= _MIN_BODY), None)
    if body is None:
        return None
    node: Node = {"@type": "Article", "headline": headline, "articleBody": body}
    for name, keys in (("datePublished", _PUBLISHED), ("dateModified", _MODIFIED)):
        if said := next((entry[key] for key in keys if isinstance(entry.get(key), str | int) and entry[key]), None):
            node[name] = said
    if authors := next((found for name in _AUTHORS if (found := _people(entry.get(name)))), None):
        node["author"] = authors
    return node


def _title_names(entry: dict[str, Any]) -> list[str]:
    return [*(name for name in _TITLES if name in entry), *(name for name in entry if _TITLE.search(name))]


def _agreed(value: Any, titles: tuple[str, ...]) -> str | None:
    headline = _headline(value)
    return headline if headline and any(agree(headline.casefold(), title) for title in titles) else None


def _body_names(entry: dict[str, Any]) -> list[str]:
    """The names under which a body may stand, the usual ones first."""
    named = [name for name in entry if _BODY.search(name) and not _NO_BODY.search(name)]
    return [*(name for name in _BODIES if name in entry), *named]


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
    """The characters of a body, roughly: of texts only, each list and object once."""
    total = 0
    waiting: list[Any] = [body]
    seen: set[int] = set()
    while waiting and len(seen) < _MAX_SEEN:
        current = waiting.pop()
        if isinstance(current, str):
            total += len(current)
        elif isinstance(current, dict | list) and id(current) not in seen:
            seen.add(id(current))
            waiting.extend(current.values() if isinstance(current, dict) else current)
    return total
