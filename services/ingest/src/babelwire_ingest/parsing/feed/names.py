"""What elements of feeds are called, whatever their namespaces, prefixes and capitals."""

from functools import lru_cache
from typing import Final

from lxml import etree

_NAMESPACES: Final = {
    "backend.userland.com/rss": "",
    "backend.userland.com/rss2": "",
    "blogs.law.harvard.edu/tech/rss": "",
    "my.netscape.com/rdf/simple/0.9": "",
    "purl.org/atom/ns#": "",
    "purl.org/rss/1.0": "",
    "www.w3.org/2005/atom": "",
    "purl.org/dc/elements/1.0": "dc",
    "purl.org/dc/elements/1.1": "dc",
    "purl.org/dc/terms": "dcterms",
    "purl.org/rss/1.0/modules/content": "content",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "search.yahoo.com/mrss": "media",
    "www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "www.w3.org/1999/xhtml": "xhtml",
    "news.yandex.ru": "yandex",
    "turbo.yandex.ru": "turbo",
}
"""The prefix by which a namespace is known here; none for those of the feed formats themselves."""

_PREFIXES: Final = frozenset(_NAMESPACES.values()) - {""}

ENTRIES: Final = frozenset({"entry", "item"})
CONTAINERS: Final = frozenset({"channel", "feed", "rdf", "rdf:rdf", "rss"})


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace, as written: a broken feed's may be no name at all."""
    return str(element.tag).rpartition("}")[2]


def name_of(element: etree._Element) -> str:
    """The name of an element in lower case: `title`, `dc:creator`; the feed formats' own names have no prefix.

    A namespace that nobody knows counts as the feed's own where it is that of the root or the default one, and else as
    what its prefix is used for; what is no element has the name "".
    """
    tag = element.tag
    if not isinstance(tag, str):
        return ""
    if not tag.startswith("{"):
        return tag.lower()
    known = _known(tag)
    if known is not None:
        return known
    namespace, _, local = tag.rpartition("}")
    prefix = (element.prefix or "").lower()
    own = not prefix or str(element.getroottree().getroot().tag).rpartition("}")[0] == namespace
    shown = prefix if prefix in _PREFIXES or not own else ""
    return f"{shown}:{local.lower()}" if shown else local.lower()


@lru_cache(maxsize=4096)
def _known(tag: str) -> str | None:
    """The name of an element of a known namespace; None for one of another."""
    namespace, _, local = tag.rpartition("}")
    prefix = _NAMESPACES.get(_bare(namespace))
    if prefix is None:
        return None
    return f"{prefix}:{local.lower()}" if prefix else local.lower()


def _bare(namespace: str) -> str:
    return namespace.lstrip("{").strip().lower().partition("://")[2].rstrip("/")
