"""Bylines that a page prints: marked as such, linked to an author's page, or begun with a byline's word."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.page_text.lines import has_case, is_prose
from babelwire_ingest.parsing.people.byline_words import alternatives
from babelwire_ingest.parsing.people.writers import Hand, IsOutlet, Writer, read_writers
from babelwire_ingest.parsing.web_address import parts_of

_WRITER: Final = re.compile(
    r"(?:^|[\s_-])(?i:authors?|by-?lines?|writers?|written-?by|posted-?by|autor|auteur|verfasser|reporter|journalis"
    r"|redakteur|kirjoittaja|szerzo|yazar|muhabir|penulis|signature|firma|forfatter|skribent|assinatura|tac-?gia"
    r"|contributor|correspondent|writtenby)|[a-z](?:Author|Byline|Writer|Autor)"
)
_NOT_NAMES: Final = re.compile(
    r"comment|avatar|ima?ge?|photo|social|follow|(?:^|[\s_-])bio|desc|related|archive|count|share|teaser|promo"
    r"|recommend|card|popular|newsletter|caption|credit|review",
    re.IGNORECASE,
)
_AUTHOR_PAGE: Final = re.compile(
    r"/(?:authors?|autor(?:es|en)?|auteurs?|autore|profiles?|people|journalist(?:e|en|es|s)?|staff|reporters?|by"
    r"|columnists?|contributors?|writers?|redakteure?|skribent|toimittajat|penulis|tac-gia|yazar(?:lar)?)/[^/]+",
    re.IGNORECASE,
)
_OUTSIDE: Final = frozenset(
    {"article", "aside", "nav", "footer", "form", "figure", "button", "script", "style", "noscript"}
)
_UNSEEN: Final = frozenset({"script", "style", "svg", "noscript", "template", "button", "time", "img", "figure"})
_BREAKS: Final = frozenset("br div p li ul ol h1 h2 h3 h4 h5 h6 td tr dd dt section address header footer".split())
_ANOTHER: Final = re.compile(r"(?:,|&|/|\b(?:and|und|et|y|e|en|och|og|ve|и|та)\b)", re.IGNORECASE)
_LABEL: Final = re.compile(r"[^\s:：＝=／/]{1,20}(?:\s[^\s:：]{1,12})?\s*[:：＝=／/]")
_FOLLOWING: Final = 200
_MAX_LINE: Final = 200
_MAX_LABELLED: Final = 90
_MAX_MARKED: Final = 400
_LEVELS: Final = 4
_MOST_PROSE: Final = 3
_MAX_SEARCHED: Final = 4000


def printed_bylines(heading: HtmlElement, is_outlet: IsOutlet) -> Iterator[tuple[str, list[Writer]]]:
    """Each byline's words and writers: under the headline, above it, then at the end of the article's text."""
    above = set(heading.iterancestors())
    for element, labelled in _candidates(heading):
        if not labelled and not _is_marked(element):
            continue
        words = text_cleaning.line(element.text_content())
        if not words or len(words) > _MAX_MARKED or _is_outside(element, above):
            continue
        writers = _writers(element, is_outlet) if _is_marked(element) else _labelled(words, is_outlet)
        if writers:
            yield words, writers
            return


def _candidates(heading: HtmlElement) -> Iterator[tuple[HtmlElement, bool]]:
    """Elements by how likely they are the byline, and whether a byline's word alone makes them one there."""
    prose = 0
    for element in heading.xpath(f"following::*[position() <= {_FOLLOWING}]"):
        if _is_prose(element):
            prose += 1
            if prose == _MOST_PROSE:
                break
        yield element, prose < _MOST_PROSE
    container = next(heading.iterancestors("article", "main"), None)
    if container is None:
        around = (element for element in heading.iterancestors() if element.tag not in {"body", "html"})
        container = [heading, *islice(around, _LEVELS)][-1]
    inside = list(islice(container.iter(), _MAX_SEARCHED))
    for element in inside:
        if element is heading:
            break
        if isinstance(element.tag, str):
            yield element, False
    last = max((at for at, element in enumerate(inside) if _is_prose(element)), default=len(inside))
    for element in inside[last + 1 :]:
        if isinstance(element.tag, str):
            yield element, True


def _is_prose(element: HtmlElement) -> bool:
    return element.tag in {"p", "div"} and is_prose(text_cleaning.line(element.text or ""))


def _is_marked(element: HtmlElement) -> bool:
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"
    if element.get("rel") == "author" or element.tag == "address":
        return True
    if element.tag == "a" and _AUTHOR_PAGE.search(_path(element)):
        return True
    return _WRITER.search(names) is not None and _NOT_NAMES.search(names) is None


def _path(link: HtmlElement) -> str:
    return parts_of(link.get("href")).path


def _is_outside(element: HtmlElement, above: set[HtmlElement]) -> bool:
    """Whether an element stands in another article, or beside this one; `above` are the headline's own ancestors."""
    for part in (element, *element.iterancestors()):
        if part in above:
            return False
        names = f"{part.get('class') or ''} {part.get('id') or ''}"
        if part.tag in _OUTSIDE or (part is not element and _NOT_NAMES.search(names)):
            return part.tag != "article" or _is_another(part, above)
    return False


def _is_another(article: HtmlElement, above: set[HtmlElement]) -> bool:
    """Whether an `article` without the headline is another one: beside the headline's own, or with its own heading."""
    if any(element.tag == "article" for element in above):
        return True
    first = next(article.iter("h1", "h2", "h3", "h4", "p"), None)
    return first is not None and first.tag != "p"


def _writers(element: HtmlElement, is_outlet: IsOutlet) -> list[Writer]:
    """The writers whom a marked element names: by its links to authors' pages, else by its lines."""
    linked = [
        writer
        for link in element.iter("a")
        if link.get("rel") == "author" or _AUTHOR_PAGE.search(_path(link))
        for writer in read_writers(text_cleaning.line(link.text_content()), is_outlet, strict=True)
        if writer.hand is not Hand.OUTLET
    ]
    if any(len(writer.name.split()) > 1 or not writer.name.isascii() for writer in linked):
        return linked
    found: list[Writer] = []
    for line in _lines(element):
        if found and not _ANOTHER.match(line):
            break
        text = _ANOTHER.sub("", line, count=1) if found else line
        found += [writer for writer in read_writers(text, is_outlet, strict=True) if writer.hand is not Hand.OUTLET]
    return found


def _labelled(words: str, is_outlet: IsOutlet) -> list[Writer]:
    """The writers of a line that begins with a byline's word, or has one right beside the name."""
    if len(words) > _MAX_LABELLED:
        return []
    bare = words.strip("()（）【】[] ")
    if not _begins_byline().match(bare) and not _beside_name().fullmatch(bare):
        return []
    found = [writer for writer in read_writers(bare, is_outlet, strict=True) if writer.hand is not Hand.OUTLET]
    if not _LABEL.match(bare) and not all(_is_sure(writer) for writer in found):
        return []
    return found


def _is_sure(writer: Writer) -> bool:
    """Whether a name would not be half of a sentence: several words, a script without spaces, or an agency."""
    several = len(writer.name.split()) > 1 or not has_case(writer.name)
    return several or writer.hand is Hand.AGENCY


@cache
def _begins_byline() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('byline')})(?:\s*[:：＝=／/・]|\s)", re.IGNORECASE)


@cache
def _beside_name() -> re.Pattern[str]:
    terms = alternatives("role_beside")
    return re.compile(
        rf"(?:{terms})\s?[^\s\d]{{2,5}}(?:[／/]\S{{2,8}})?|[\uac00-\ud7a3·\s]{{2,14}}(?:{terms})(?:\s+\S+@\S+)?"
    )


def _lines(element: HtmlElement) -> list[str]:
    """The lines of an element: parted by blocks, and by elements side by side."""
    text: list[str] = []

    def walk(part: HtmlElement, depth: int) -> None:
        text.append(part.text or "")
        for child in part:
            seen = isinstance(child.tag, str) and child.tag not in _UNSEEN
            apart = child.tag in _BREAKS or not (child.tail or "").strip()
            if seen and depth:
                text.append("\n" if child.tag in _BREAKS else "")
                walk(child, depth - 1)
            text.append("\n" if apart or not seen else "")
            text.append(child.tail or "")

    walk(element, 20)
    lines = [line for line in map(text_cleaning.line, "".join(text).split("\n")) if line]
    return _with_labels([line for line in lines if len(line) <= _MAX_LINE])


def _with_labels(lines: list[str]) -> list[str]:
    """Lines, where one is a byline's word alone, with the next one."""
    whole: list[str] = []
    alone = re.compile(rf"\W*(?:{alternatives('byline')})\s*[:：]?", re.IGNORECASE)
    for line in lines:
        if whole and alone.fullmatch(whole[-1]):
            whole[-1] = f"{whole[-1]} {line}".lstrip("| ")
        else:
            whole.append(line)
    return whole
