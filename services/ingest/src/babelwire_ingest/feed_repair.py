"""Makes well-formed XML of a feed that is none, in one pass over it."""

import html
import re
from collections import Counter
from typing import Final
from urllib.parse import quote

from babelwire_ingest.errors import FeedUnreadable
from babelwire_ingest.feed_beginning import beginning
from babelwire_ingest.parsing.web_page.document import MAX_DEPTH

_NAME: Final = r"[A-Za-z_\u00c0-\u02ff\u0370-\u1fff\u3001-\ud7ff][\w.\u00b7-]*+"
_TAG: Final = re.compile(rf"<(/?)({_NAME}(?::{_NAME})*+)(?=[\s/>])((?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+)>")
_ODD_TAG: Final = re.compile(
    rf"<(/?)({_NAME}(?::{_NAME})*+)(?=[\s/>])((?:[^<>\"']++|\"[^\">]{{0,300}}+\"|'[^'>]{{0,300}}+'){{0,20}}+)>"
)
"""With angle brackets in what an attribute says, within bounds: what is never closed is looked for no further."""
_LOOSE_TAG: Final = re.compile(rf"<(/?)({_NAME}(?::{_NAME})*+)(?=[\s/>])([^<>]*+)>")
_ATTRIBUTE: Final = re.compile(rf"(?<![\w.:-])({_NAME}(?::{_NAME})?)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_REFERENCE: Final = re.compile(r"&(?:#(\d{1,7}|[xX][0-9a-fA-F]{1,6});|(amp|lt|gt|quot|apos);)?")
_LEFT_OUT: Final = (("<!--", "-->"), ("<?", "?>"), ("<!", ">"))
"""How what is no part of a feed's text begins and ends."""
_VOIDS: Final = frozenset("area base br col embed hr img input meta param track wbr".split())
_ENDED_BY_ITSELF: Final = frozenset("p li dt dd td th tr option".split())
_CONTAINERS: Final = frozenset("rss rdf feed channel".split())
_ENTRIES: Final = frozenset("item entry".split())
_TEXTS: Final = frozenset(
    "title link guid pubdate description category comments updated published dc:creator dc:date content:encoded".split()
)
"""Elements of an entry that hold a text and none of each other."""

_PREDEFINED: Final = {
    "media": "http://search.yahoo.com/mrss/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "atom": "http://www.w3.org/2005/Atom",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
}
"""What feeds mean by prefixes that they forget to declare; any other gets a name of its own."""

_MOST_PREFIXES: Final = 50
_DEEPEST: Final = 200
"""Elements that are nested deeper are left out and what they hold is kept: libxml2 reads 256."""

_LONGEST_NAME: Final = 200

_CHARACTERS: Final = range(0x20, 0x110000)
_SURROGATES: Final = range(0xD800, 0xE000)
_WINDOWS: Final = range(0x80, 0xA0)


def repaired(text: str) -> str:
    """The feed in a text as XML that is well-formed, prefixes declared; no word of it is lost.

    Raises `FeedUnreadable` where there is none. Takes time in proportion to the text.
    """
    return _Repair(text, beginning(text)).done()


class _Repair:
    """One pass over a text: what is written so far, and the names of the elements that are open in it."""

    def __init__(self, text: str, position: int) -> None:
        self._text = text
        self._position = position
        self._written: list[str] = []
        self._open: list[str] = []
        self._count: Counter[str] = Counter()
        self._skipped: Counter[str] = Counter()
        self._found: dict[str, int] = {}
        self._prefixes: dict[str, None] = {}
        self._declared: set[str] = set()
        self._entries: list[int] = []

    def done(self) -> str:
        """The whole as XML."""
        text = self._text
        while (at := text.find("<", self._position)) >= 0:
            self._characters(text[self._position : at])
            self._position = self._markup(at)
            if self._written and not self._open:
                break
        else:
            self._characters(text[self._position :])
            self._drop_cut_entry()
        self._close(0)
        self._written.insert(1, self._declarations())
        return "".join(self._written)

    def _drop_cut_entry(self) -> None:
        """Takes back the last of several entries where the text ends within it: it comes again, with its link whole."""
        depth = self._last(_ENTRIES)
        if depth is not None and len(self._entries) > 1:
            del self._written[self._entries[-1] :]
            for name in self._open[depth:]:
                self._count[name.lower()] -= 1
            del self._open[depth:]

    def _markup(self, at: int) -> int:
        """Writes what begins with the `<` at a position. Returns where it ends."""
        text = self._text
        if text.startswith("<![CDATA[", at):
            return self._cdata(at + 9)
        for opening, closing in _LEFT_OUT:
            if text.startswith(opening, at):
                end = self._find(closing, at + len(opening))
                return at + len(opening) if end < 0 else end + len(closing)
        tag = _TAG.match(text, at) or _ODD_TAG.match(text, at) or _LOOSE_TAG.match(text, at)
        if tag is None or len(tag[2]) > _LONGEST_NAME:
            self._characters("<")
            return at + 1
        if tag[1]:
            self._end(_qualified(tag[2]).lower())
        else:
            self._start(_qualified(tag[2]), tag[3])
        return tag.end()

    def _find(self, words: str, position: int) -> int:
        # What was found further on, or in vain, is not looked for again and again where much is broken.
        found = self._found.get(words, 0)
        if 0 <= found < position:
            found = self._found[words] = self._text.find(words, position)
        return found

    def _cdata(self, begin: int) -> int:
        text = self._text
        end = self._find("]]>", begin)
        closing = f"</{self._open[-1]}>" if self._open else "</"
        closed = text.find(closing, begin, end if end >= 0 else len(text))
        if closed >= 0 and (end < 0 or text.find("<![CDATA[", closed, end) >= 0):
            # It was never ended, or by what ends a later one.
            self._characters(text[begin:closed], literally=True)
            return closed
        self._characters(text[begin:end] if end >= 0 else text[begin:], literally=True)
        return end + 3 if end >= 0 else len(text)

    def _characters(self, text: str, *, literally: bool = False) -> None:
        if self._open and text:
            referenced = text.replace("&", "&amp;") if literally else _REFERENCE.sub(_reference, text)
            self._written.append(referenced.replace("<", "&lt;").replace(">", "&gt;"))

    def _start(self, name: str, rest: str) -> None:
        lowered = name.lower()
        closes = rest.endswith("/")
        self._make_room(lowered)
        if len(self._open) >= _DEEPEST:
            self._skip(lowered, closes=closes)
            return
        attributes = self._attributes(rest)
        self._prefix(name)
        if lowered.rpartition(":")[2] in _ENTRIES:
            self._entries.append(len(self._written))
        self._written.append(f"<{name}{attributes}")
        if closes or lowered in _VOIDS:
            self._written.append("/>")
            return
        self._written.append(">")
        self._open.append(name)
        self._count[lowered] += 1

    def _skip(self, lowered: str, *, closes: bool) -> None:
        if not closes and lowered not in _VOIDS:
            self._skipped[lowered] += 1
            if self._skipped.total() > MAX_DEPTH:
                raise FeedUnreadable(f"the feed nests or expands too far: more than {MAX_DEPTH} elements deep")

    def _make_room(self, lowered: str) -> None:
        """Ends what was left open by mistake where an element begins that cannot stand in it."""
        local = lowered.rpartition(":")[2]
        if local in _ENTRIES or local in _CONTAINERS:
            inside = self._last(_CONTAINERS)
            if local in _ENTRIES and inside is not None:
                self._close(inside + 1)
        elif lowered in _TEXTS:
            parent = self._last(_ENTRIES | _CONTAINERS)
            if parent is not None and self._open[parent + 1 : parent + 2] and self._opened(parent + 1) in _TEXTS:
                self._close(parent + 1)
        elif lowered in _ENDED_BY_ITSELF and self._open and self._opened(-1) == lowered:
            self._close(len(self._open) - 1)

    def _last(self, names: frozenset[str]) -> int | None:
        for index in range(len(self._open) - 1, -1, -1):
            if self._opened(index).rpartition(":")[2] in names:
                return index
        return None

    def _opened(self, index: int) -> str:
        return self._open[index].lower()

    def _end(self, lowered: str) -> None:
        if self._skipped[lowered]:
            self._skipped[lowered] -= 1
        elif self._count[lowered]:
            while self._opened(-1) != lowered:
                self._close(len(self._open) - 1)
            self._close(len(self._open) - 1)

    def _close(self, depth: int) -> None:
        while len(self._open) > depth:
            name = self._open.pop()
            self._count[name.lower()] -= 1
            self._written.append(f"</{name}>")

    def _attributes(self, rest: str) -> str:
        found: dict[str, str] = {}
        for name, *values in _ATTRIBUTE.findall(rest):
            value = "".join(values).strip("/") if values[2] and rest.endswith("/") else "".join(values)
            if name in {"xmlns:xml", "xmlns:xmlns"} or (name.startswith("xmlns:") and not value):
                continue
            if name.startswith("xmlns:"):
                self._declared.add(name[6:])
            else:
                self._prefix(name)
            found.setdefault(name, _REFERENCE.sub(_reference, value).replace("<", "&lt;").replace('"', "&quot;"))
        return "".join(f' {name}="{value}"' for name, value in found.items())

    def _prefix(self, name: str) -> None:
        prefix, colon, _ = name.partition(":")
        if colon and prefix not in {"xml", "xmlns"}:
            self._prefixes[prefix] = None

    def _declarations(self) -> str:
        undeclared = [prefix for prefix in self._prefixes if prefix not in self._declared]
        if len(undeclared) > _MOST_PREFIXES:
            raise FeedUnreadable(
                f"the feed uses {len(undeclared)} prefixes that it does not declare; declare their namespaces"
            )
        return "".join(
            f' xmlns:{prefix}="{_PREDEFINED.get(prefix.lower(), f"urn:{quote(prefix)}")}"' for prefix in undeclared
        )


def _qualified(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return f"{prefix}:{local.replace(':', '_')}" if colon else name


def _reference(match: re.Match[str]) -> str:
    number, name = match[1], match[2]
    if name:
        return match[0]
    if number is None:
        return "&amp;"
    code = int(number[1:], 16) if number[0] in "xX" else int(number)
    if code in _WINDOWS:
        return html.unescape(match[0])
    return f"&#{code};" if (code in _CHARACTERS and code not in _SURROGATES) or code in {9, 10, 13} else ""
