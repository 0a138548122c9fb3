"""Finds the feed in a document that is not well-formed."""

import re
from typing import Final

from babelwire_ingest.errors import FeedUnreadable

_ROOT: Final = re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel|entry)(?=[\s>/])", re.IGNORECASE)
_PAGE: Final = re.compile(r"<(?:!doctype\s+)?html[\s>]", re.IGNORECASE)
_FIRST: Final = re.compile(r"<([A-Za-z][\w.:-]{0,40})")


def beginning(text: str) -> int:
    """Where the root element of a feed begins, past whatever else stands before it. Raises `FeedUnreadable`."""
    # Blanked and not cut out, so that what is found stands where it stood.
    seen = _without_comments(text)
    root = _ROOT.search(seen)
    page = _PAGE.search(seen)
    if root is not None and (page is None or page.start() > root.start()):
        return root.start()
    first = _FIRST.search(seen)
    if first is None:
        raise FeedUnreadable("the document is not XML")
    raise FeedUnreadable(f"the document is no RSS or Atom feed; its root element is {first[1]!r}")


def _without_comments(text: str) -> str:
    parts: list[str] = []
    position = 0
    while (begin := text.find("<!--", position)) >= 0 and (end := text.find("-->", begin)) >= 0:
        parts += [text[position:begin], " " * (end + 3 - begin)]
        position = end + 3
    return "".join([*parts, text[position:]])
