"""The name of a site that its page's title has beside the headline."""

import re
from collections.abc import Sequence
from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.page_text.boilerplate import classify
from babelwire_ingest.parsing.vocabulary import holds
from babelwire_ingest.parsing.web_address import parts_of
from babelwire_ingest.parsing.web_page.heading.title import title_of_document

_PARTED: Final = re.compile(r"\s+(?:[|–—·•»«/-]+|::)\s+|\s*[|_＿]+\s*|\s*[（(）)]\s*|\s+::?\s+|:\s+")
_AFTER: Final = re.compile(r"(?:.*\s)?(?:[|–—·•»-]|::)\s+.+|.*\|\s*.+")
_MAX_LINE: Final = 400
_SIGNS: Final = " |–—·•»«/:-"
_MAX_WORDS: Final = 5
_MAX_LENGTH: Final = 50


def site_in_title(tree: HtmlElement, headline: str, lines: Sequence[str]) -> str | None:
    """The site's name that the page's own title has beside the headline.

    The part that the page's line on rights names, of its `lines`; else the one that its link to the front page says;
    else what stands last after a sign that sets off a site's name. None where that is a section of the site, or may be.
    """
    whole = title_of_document(tree)
    if whole.count(headline) != 1:
        return None
    before, after = whole.split(headline)
    said = [part.strip(_SIGNS) for words in (after, before) for part in reversed(_PARTED.split(words))]
    parts = [part for part in said if _fits(part, headline)]
    if named := next((part for part in parts if _has_rights(part, lines)), None):
        return named
    if linked := next((name for part in parts if (name := _on_front_link(tree, part))), None):
        return linked
    if before or not parts or not _AFTER.fullmatch(after) or not after.endswith(parts[0]):
        return None
    return parts[0] if not _links(tree, parts[0]) else None


def _fits(part: str, headline: str) -> bool:
    if not part or len(part) > _MAX_LENGTH or len(part.split()) > _MAX_WORDS:
        return False
    return part.casefold() not in headline.casefold() and classify(part) is None


def _has_rights(name: str, lines: Sequence[str]) -> bool:
    """Whether a line on rights says a name."""
    naming = (line for line in lines if name in line and len(line) <= _MAX_LINE)
    return any("©" in line or "ⓒ" in line or holds("rights", line.casefold()) for line in naming)


def _on_front_link(tree: HtmlElement, name: str) -> str | None:
    """A name as a link to the front page, or the picture in it, says it; None where none does."""
    folded = name.casefold()
    for link in tree.iter("a"):
        if not _is_front(link.get("href")):
            continue
        said = [text_cleaning.line(link.text_content()), *(image.get("alt") or "" for image in link.iter("img"))]
        if same := next((words for words in said if words.casefold() == folded), None):
            return same
    return None


def _is_front(address: str | None) -> bool:
    parts = parts_of(address)
    return bool(any(parts)) and parts.path in {"", "/"}


def _links(tree: HtmlElement, name: str) -> bool:
    return any(link.get("href") and text_cleaning.line(link.text_content()) == name for link in tree.iter("a"))
