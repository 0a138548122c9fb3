"""Which of an entry's texts is the article, and what of it a plug-in appended."""

import re
from functools import cache
from typing import Final, NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from babelwire_contracts.canonical_url import InvalidUrl, canonical_url
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.feed.markup import Markup, lines_of
from babelwire_ingest.parsing.page_text.boilerplate import classify
from babelwire_ingest.parsing.vocabulary import alternatives
from babelwire_ingest.parsing.web_address import parts_of
from babelwire_ingest.parsing.web_page.hygiene import is_hidden

_OWN: Final = "\ue000\ue001"
_HOME: Final = "\ue002\ue003"
"""What stands around the words of a link to the entry itself, and of one to a site's front page, until it is judged."""

_MARKS: Final = re.compile("[\ue000-\ue003]")
_OWN_LINK: Final = re.compile("\ue000[^\ue001]*\ue001")
_LINKED: Final = re.compile("\ue000[^\ue001]*\ue001|\ue002[^\ue003]*\ue003")
_LAST_LINK: Final = re.compile("\\s*\ue000([^\ue001]*)\ue001[\\s\\W]*$")
_CUT: Final = re.compile(r"\s*(?:\[\s*(?:…|\.{2,4})\s*\]|\(\s*(?:…|\.{3,4})\s*\))\s*$")
_ELLIPSIS: Final = re.compile(r"(?:…|\.\.\.)\s*$")
_SENTENCES: Final = re.compile(r"[.!?。！？][\s»”\"]*\w")
_PLUG_INS: Final = re.compile(
    r"(?:^|[\s_-])(?:feedflare|sharedaddy|sd-sharing\S*|jp-relatedposts|relatedposts|related-posts|addtoany\S*|a2a_kit|"
    r"yarpp\S*|share-?buttons|social-share|heateor\S*|post-views|mc4wp-form|newsletter-(?:box|form|signup))(?:[\s_]|$)"
)
_END: Final = 400
"""Characters of a line's end that are looked at: no plug-in says more, and a search takes time."""

_MOST_WORDS_ASIDE: Final = 12
_MOST_CHARACTERS_ASIDE: Final = 90


class Body(NamedTuple):
    """The paragraphs of a text, whether it says that it is cut, and where a plug-in says that it first appeared.

    `beside` are the lines before and behind the text that are none of it.
    """

    paragraphs: list[str]
    is_cut: bool = False
    appeared: str | None = None
    beside: tuple[str, ...] = ()


def clear(tree: HtmlElement) -> None:
    """Takes out of an entry's tree what plug-ins put around its text, and writes out what they drew as pictures."""
    for element in list(tree.iter("div", "section", "aside", "ul", "p", "span", "table")):
        if _PLUG_INS.search(f"{element.get('class') or ''} {element.get('id') or ''}".lower()):
            element.drop_tree() if element.getparent() is not None else None
    for image in list(tree.iter("img")):
        if "emoji" in (image.get("class") or "").lower() or "smiley" in (image.get("class") or "").lower():
            image.tail = f"{image.get('alt') or ''}{image.tail or ''}"
            image.drop_tree()


def read_body(
    element: etree._Element, tree: HtmlElement | None, markup: Markup, title: str, url: str | None, *, is_whole: bool
) -> Body:
    """The paragraphs of an element's text; `url` is the entry's own address.

    An ellipsis at the end of a text that should be whole is the writer's, at the end of a summary it is a cut.
    """
    if tree is not None:
        _mark_links(tree, title, url, element.base)
    lines = [line for line in lines_of(markup, tree) if _MARKS.sub("", line).strip()]
    appeared = _appeared(tree, url) if tree is not None else None
    return _without_furniture(lines, title, appeared, is_whole=is_whole)


def _mark_links(tree: HtmlElement, title: str, url: str | None, base: str | None) -> None:
    own = _canonical(url)
    for link in list(tree.iter("a")):
        if is_hidden(link):
            continue
        address = _canonical(_joined(url, base, link.get("href") or ""))
        named = text_cleaning.line(link.text_content()).casefold() == title.casefold() != ""
        if named or (own is not None and address == own and link.get("href")):
            _enclose(link, _OWN)
        elif address is not None and urlsplit(f"//{address}").path in {"", "/"}:
            _enclose(link, _HOME)


def _enclose(link: HtmlElement, marks: str) -> None:
    link.text = marks[0] + (link.text or "")
    if len(link):
        link[-1].tail = (link[-1].tail or "") + marks[1]
    else:
        link.text += marks[1]


def _appeared(tree: HtmlElement, url: str | None) -> str | None:
    """The address of another site at which the last link of that name says that the entry first appeared."""
    own = urlsplit(url or "").hostname
    for link in reversed(list(tree.iter("a"))):
        address = link.get("href") or ""
        if (link.text or "").startswith(_OWN[0]) and address.startswith(("http://", "https://")):
            return address if parts_of(address).hostname != own else None
    return None


def _without_furniture(lines: list[str], title: str, appeared: str | None, *, is_whole: bool) -> Body:
    kept, is_cut, closing = list(lines), False, False
    beside: list[str] = []
    while kept:
        last = kept[-1]
        plain = _MARKS.sub("", last).strip()
        if (shorter := _without_end(last, title)) is not None:
            is_cut = is_cut or bool(_CUT.search(last[-_END:]) or _ELLIPSIS.search(_MARKS.sub("", shorter[-_END:])))
            kept[-1:] = [shorter] if _MARKS.sub("", shorter).strip() else []
        elif _is_closing(last, plain, title):
            closing = closing or bool(_OWN_LINK.search(last))
            kept.pop()
        elif len(kept) > 1 and classify(plain) is not None:
            beside.append(_MARKS.sub("", kept.pop()))
        else:
            break
    while len(kept) > 1 and (kept[0] == title or classify(_MARKS.sub("", kept[0])) is not None):
        beside.append(_MARKS.sub("", kept.pop(0)))
    paragraphs = [text_cleaning.line(_MARKS.sub("", line)) for line in kept]
    found = [text for text in paragraphs if text]
    ends_open = not is_whole and bool(found) and _ELLIPSIS.search(found[-1][-_END:]) is not None
    said = tuple(text_cleaning.line(line) for line in beside if line != title)
    return Body(found, is_cut or ends_open, appeared if closing else None, said)


def _is_closing(line: str, plain: str, title: str) -> bool:
    """Whether a last line is a plug-in's: one that links to the entry itself and says hardly more, or says the like."""
    if len(line) > _END + len(title):
        return False
    if _OWN_LINK.search(line):
        rest = _LINKED.sub(" ", line)
        short = len(rest.split()) <= _MOST_WORDS_ASIDE and len(rest.strip()) <= _MOST_CHARACTERS_ASIDE
        return short and _SENTENCES.search(rest) is None
    if _invitation().fullmatch(plain):
        return True
    rest = _LINKED.sub(" ", line).replace(title, " ", 1) if title else line
    return rest != line and len(rest.split()) <= _MOST_WORDS_ASIDE and _first_appeared().search(rest) is not None


def _without_end(line: str, title: str) -> str | None:
    """A line without the invitation to read on, or the mark of a cut, that ends it; None where nothing does."""
    begin, end = line[:-_END], line[-_END:]
    if (link := _LAST_LINK.search(end)) and _invitation().fullmatch(link[1].replace(title, "").strip()):
        return begin + end[: link.start()]
    if cut := _CUT.search(end):
        return begin + end[: cut.start()]
    bare = _MARKS.sub("", end)
    if match := _after_ellipsis().search(bare):
        return begin + bare[: match.end("mark")]
    return None


@cache
def _invitation() -> re.Pattern[str]:
    return re.compile(rf"[\W_]*(?:{alternatives('read_on')})[\W_]*", re.IGNORECASE)


@cache
def _after_ellipsis() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<mark>…|\.\.\.|[\[(]\s*(?:…|\.\.\.)\s*[\])])\s*[\W_]*(?:{alternatives('read_on')})[\W_]*$", re.IGNORECASE
    )


@cache
def _first_appeared() -> re.Pattern[str]:
    return re.compile(alternatives("first_appeared"), re.IGNORECASE)


def _joined(url: str | None, base: str | None, address: str) -> str:
    try:
        return urljoin(urljoin(url or "", base or ""), address)
    except ValueError:
        return ""


def _canonical(address: str | None) -> str | None:
    try:
        return canonical_url(address).partition("://")[2] if address else None
    except InvalidUrl:
        return None
