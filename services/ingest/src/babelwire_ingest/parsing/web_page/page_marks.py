"""What shows that a page is none of an article: what it says it is, where it stands, what stands in place of text."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from babelwire_contracts.content import PartKind
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.other_pages.page_kinds import GATES
from babelwire_ingest.parsing.other_pages.page_names import Degree, addressed, named, same_name
from babelwire_ingest.parsing.other_pages.wall_sayings import said, says_little_else
from babelwire_ingest.parsing.page_text.lines import unspaced
from babelwire_ingest.parsing.web_address import parts_of
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.json_ld import text, types
from babelwire_ingest.parsing.web_page.heading.own_names import OwnNames

STRONG: Final = 2
WEAK: Final = 1
DECISIVE: Final = 8

_TYPES: Final = {
    "SearchResultsPage": ("search", STRONG),
    "CollectionPage": ("topic", STRONG),
    "ProfilePage": ("author", STRONG),
    "ContactPage": ("contact", STRONG),
    "AboutPage": ("about", STRONG),
    "CheckoutPage": ("shop", STRONG),
    "JobPosting": ("jobs", STRONG),
    "Quiz": ("quiz", STRONG),
    "RealEstateListing": ("classifieds", STRONG),
    "Product": ("shop", WEAK),
    "FAQPage": ("help", WEAK),
    "QAPage": ("forum", WEAK),
    "Person": ("author", WEAK),
    "Event": ("calendar", WEAK),
    "SportsEvent": ("scores", WEAK),
    "VideoObject": ("media", WEAK),
    "ImageGallery": ("media", WEAK),
    "MediaGallery": ("media", WEAK),
    "PodcastSeries": ("media", WEAK),
    "PodcastEpisode": ("media", WEAK),
    "DiscussionForumPosting": ("forum", WEAK),
}
_DECLARED: Final = {"product": ("shop", STRONG), "profile": ("author", WEAK), "video": ("media", WEAK)}
_CLASSES: Final = {
    "error404": "not_found",
    "search-results": "search",
    "search-no-results": "search",
    "archive": "topic",
    "category": "topic",
    "tag": "topic",
    "author": "author",
    "home": "home",
    "page-template": "about",
}
_LINES: Final = frozenset({PartKind.TABLE_HEAD, PartKind.TABLE_ROW, PartKind.LIST_ITEM, PartKind.NUMBERED_ITEM})
_NO_FIELDS: Final = frozenset({"hidden", "submit", "search", "button", "image", "reset"})
_MIN_TEXT: Final = 3
_MIN_FIELDS: Final = 4
_MIN_CHOICES: Final = 3
_MIN_LINES: Final = 5
_MIN_CARDS: Final = 3
_MIN_POINTERS: Final = 8
_MANY_POINTERS: Final = 200
_MAX_MENU_WORDS: Final = 3
_MAX_MENU: Final = 24


class Mark(NamedTuple):
    """One thing that was seen, in words; `weight` says how much it proves, `kind` of which kind of page."""

    words: str
    weight: int
    kind: str | None = None


def marks_of_title(names: OwnNames, url: str | None) -> Iterator[Mark]:
    """What title and heading say, of which one is enough where it names an error or a door, or the address agrees."""
    place = addressed(url) if url else None
    title, heading = named(names.title) or named(names.title.split(" | ")[0]), named(names.heading)
    if title and title.degree is Degree.OPENS:
        yield Mark(f"its title is “{names.title}”", STRONG, title.kind)
    elif heading and heading.degree is Degree.OPENS:
        yield Mark(f"its heading is “{names.heading}”", STRONG, heading.kind)
    elif title and title.degree is Degree.WHOLE:
        alone = heading is not None or not names.heading or title.kind in GATES or (place and place[0] == title.kind)
        yield Mark(f"its title is “{names.title}”", STRONG if alone else WEAK, title.kind)
    elif heading and heading.degree is Degree.WHOLE:
        yield Mark(f"its heading is “{names.heading}”", STRONG if not names.title or title else WEAK, heading.kind)
    elif first := title or heading:
        yield Mark(f"its title is “{names.title or names.heading}”", WEAK, first.kind)
    for name in (names.heading, names.title):
        if words := said(GATES, name):
            yield Mark(f"its title says “{words[0]}”", STRONG if says_little_else(GATES, name) else WEAK, "failure")
            break


def marks_of_address(url: str | None) -> Iterator[Mark]:
    """What the address says."""
    if not url:
        return
    parts = urlsplit(url)
    path = parts.path.strip("/")
    if is_front_page(url):
        yield Mark("it is a site's front page", DECISIVE, "home")
    elif len(path) == len("en") and path.isalpha() and not parts.query:
        yield Mark(f"its address is that of a language's front page, /{path}", STRONG, "home")
    elif found := addressed(url):
        kind, segment = found
        yield Mark(f"its address says {segment}", WEAK, kind)


def is_front_page(url: str | None) -> bool:
    """Whether an address is a site's own, with nothing after it."""
    parts = urlsplit(url or "")
    return bool(url) and parts.path in {"", "/"} and not parts.query and not parts.fragment


def marks_declared(tree: HtmlElement, declared: Declared, names: OwnNames) -> Iterator[Mark]:
    """What metadata, JSON-LD and the classes of the page's body say that it is."""
    counted = Counter(name for node in declared.nodes for name in types(node) if name in _TYPES)
    for name, count in counted.items():
        kind, weight = _TYPES[name]
        if count > 1 and name.endswith("Event"):
            yield Mark(f"it lists {count} of type {name}", STRONG, kind)
        else:
            yield Mark(f"it calls itself a {name}", weight, kind)
    people = [text(node.get("name")) or "" for node in declared.nodes if "Person" in types(node)]
    if not declared.article and any(
        same_name(person, name) for person in people for name in (names.title, names.heading)
    ):
        yield Mark("its title is the name of a person whom it describes", WEAK, "author")
    if found := _DECLARED.get((declared.meta("og:type") or "").split(".")[0].lower()):
        yield Mark(f"its metadata call it a {declared.meta('og:type')}", found[1], found[0])
    body = next(tree.iter("body"), tree)
    classes = [name for name in (body.get("class") or "").split() if name in _CLASSES]
    if classes:
        yield Mark(f"its body is of the class {classes[0]}", WEAK, _CLASSES[classes[0]])
    if "noindex" in (declared.meta("robots") or "").lower():
        yield Mark("it asks not to be indexed", WEAK)
    if "url=" in (declared.meta("refresh") or "").lower().replace(" ", ""):
        yield Mark("it leads on to another page by itself", WEAK, "challenge")


def mark_of_menu(tree: HtmlElement, names: OwnNames, url: str | None) -> Mark | None:
    """Whether the page's name is one of its own menu: a few words on a link to it among other links."""
    name = (names.heading or names.title.split(" | ")[0]).casefold()
    if not name or len(name) > _MAX_MENU or len(name.split()) > _MAX_MENU_WORDS:
        return None
    path = urlsplit(url or "").path.rstrip("/")
    for link in tree.iter("a"):
        if text_cleaning.line(link.text_content()).casefold() != name or not _in_menu(link):
            continue
        own = path and parts_of(link.get("href")).path.rstrip("/") == path
        return Mark(f"its title “{name}” is a link of its own menu", STRONG if own else WEAK, "section")
    return None


def marks_of_shape(tree: HtmlElement, prose: int, lines: Sequence[PartKind | None]) -> Iterator[Mark]:
    """What stands in place of a text. `prose` counts its paragraphs that are no teasers; `lines`: what all are."""
    if prose >= _MIN_TEXT:
        return
    types_of_fields = Counter(field.get("type") or field.tag for field in tree.iter("input", "select", "textarea"))
    if types_of_fields["password"]:
        yield Mark("it asks for a password", WEAK, "login")
    if types_of_fields["radio"] >= _MIN_CHOICES:
        yield Mark("it gives answers to choose from", WEAK, "poll")
    if sum(count for kind, count in types_of_fields.items() if kind not in _NO_FIELDS) >= _MIN_FIELDS and prose <= 1:
        yield Mark("it is a form to fill in", WEAK)
    if prose:
        return
    yield Mark("it has no paragraph of its own", WEAK)
    if sum(kind in _LINES for kind in lines) >= _MIN_LINES:
        yield Mark("it is made of rows and items", WEAK)


def cards(tree: HtmlElement, url: str | None) -> tuple[set[HtmlElement], int]:
    """The boxes that each hold one linked headline of several, and the number of pages that such headlines lead to."""
    own = urlsplit(url or "").path
    led: dict[HtmlElement, set[str]] = {}
    pointers: list[tuple[HtmlElement, str]] = []
    for link in tree.iter("a"):
        address = link.get("href") or ""
        if len(pointers) < _MANY_POINTERS and _path(address) not in {"", own} and _is_headline(link):
            pointers.append((link, address))
            element = link
            while element is not None:
                led.setdefault(element, set()).add(address)
                element = element.getparent()
    found: set[HtmlElement] = set()
    for link, address in pointers:
        element = link
        parent = element.getparent()
        while parent is not None and led[parent] == {address}:
            element, parent = parent, parent.getparent()
        if parent is not None and len(led[parent]) >= _MIN_CARDS:
            found.add(element)
    return found, len({address for _, address in pointers})


def _path(address: str) -> str:
    bare = address.partition("#")[0].partition("?")[0]
    return f"/{bare.partition('//')[2].partition('/')[2]}" if "//" in bare else bare


def _is_headline(link: HtmlElement) -> bool:
    """Whether a link is a headline: a heading is in it or around it, or it is a line of its own and of some length."""
    parent = link.getparent()
    if parent is None or parent.tag == "h1":
        return False
    if parent.tag in {"h2", "h3", "h4", "h5"} or next(link.iter("h2", "h3", "h4", "h5"), None) is not None:
        return True
    text = text_cleaning.line(link.text_content())
    if len(text) < (_MIN_POINTERS if unspaced(text) else 2 * _MIN_POINTERS):
        return False
    around = text_cleaning.line(parent.text_content())
    return parent.tag not in {"p", "nav"} or around == text


def _in_menu(link: HtmlElement) -> bool:
    for around in link.iterancestors():
        if around.tag == "h1" or "breadcrumb" in (around.get("class") or "").lower():
            return False
        if around.tag in {"nav", "header", "ul", "ol", "footer", "table", "div"}:
            return len(around.findall(".//a")) > _MAX_MENU_WORDS
    return False
