"""What an entry of a feed is about, as it says: categories, and the keywords among them."""

import re
from collections.abc import Iterator
from typing import Final

from babelwire_ingest.parsing.feed.markup import line_of
from babelwire_ingest.parsing.feed.names import name_of
from babelwire_ingest.parsing.feed.parts import Parts

_KEYWORDS: Final = re.compile(r"keyword|post_tag|/tags?(?:$|[/#?])", re.IGNORECASE)
_SORTS: Final = re.compile(r"#kind$", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"\w+://")
_LISTS: Final = ("itunes:keywords", "media:keywords", "keywords", "dc:keywords")
_MOST: Final = 50


def topics_of(entry: Parts) -> tuple[list[str], list[str]]:
    """The categories and the keywords of an entry; of a category its label, where it has one."""
    categories: dict[str, None] = {}
    keywords: dict[str, None] = {}
    for scheme, words in _categories(entry):
        if words and not _ADDRESS.match(words) and not _SORTS.search(scheme):
            (keywords if _KEYWORDS.search(scheme) else categories).setdefault(words)
    for element in entry.all(*_LISTS):
        for part in line_of(element).split(","):
            if word := part.strip():
                keywords.setdefault(word)
    return list(categories)[:_MOST], list(keywords)[:_MOST]


def _categories(entry: Parts) -> Iterator[tuple[str, str]]:
    for element in entry.all("category", "dc:subject", "media:category", "itunes:category"):
        said = element.get("label") or element.get("term") or element.get("text")
        # Of media and podcasts the label is what is printed; elsewhere what stands in the element.
        printed = line_of(element) if name_of(element) != "itunes:category" else ""
        yield element.get("scheme") or element.get("domain") or "", " ".join((said or printed).split())
