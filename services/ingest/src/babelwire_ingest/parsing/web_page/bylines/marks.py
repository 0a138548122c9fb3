"""What the markup around a name says: that it is a writer's, or somebody else's."""

import re
from functools import lru_cache
from itertools import islice
from typing import Final
from urllib.parse import unquote

from lxml.html import HtmlElement

from babelwire_ingest.parsing.web_address import parts_of
from babelwire_ingest.parsing.web_page.story.box_names import holds_others, words_of

_WRITERS: Final = frozenset(
    "author authors autor autores autoren autorin auteur auteurs autore autori avtor byline bylines byl writer "
    "writers verfasser reporter reporters redakteur redacteur redactor kirjoittaja tekija tekijat toimittaja "
    "toimittajat szerzo szerzok yazar yazarlar muhabir penulis wartawan signature signatur firma forfatter forfattere "
    "skribent skribenter assinatura podpis potpis contributor contributors correspondent columnist columnista lekhak "
    "kateb katib nevisande giornalista periodista novinar journalista writtenby postedby coauthor coauthors "
    "autoria kittieb mwandishi autorzy autorka autorky egilea egileak autorius kirjutaja pisac reporteri".split()
)
_ENDINGS: Final = ("author", "authors", "byline", "journalist", "journalists", "journaliste", "writer")
_CREDITED: Final = frozenset({"credit", "name"})
_PICTURES: Final = frozenset({"image", "img", "photo", "picture", "caption", "video", "media"})
_PHRASES: Final = ("tac-gia", "written-by", "posted-by")
_NOT_NAMES: Final = frozenset(
    "bio biography description desc about avatar image images img photo photos pic picture portrait thumb thumbnail "
    "icon social socials follow email mail twitter count counter date time timestamp published updated role title job "
    "position location city info link links more list posts archive articles stories comment comments reply".split()
)
"""Parts of a box about a writer that have no name in them, and boxes of other things of the writer's."""

_AUTHOR_PAGE: Final = re.compile(
    r"/(?:authors?|autor(?:es|en)?|auteurs?|autore|autori|journalist(?:e|en|es|s)?|reporters?|redakcja|avtory?"
    r"|columnists?|contributors?|writers?|redakteure?|skribent(?:er)?|toimittajat|penulis|tac-gia|yazar(?:lar)?"
    r"|byline|redaktion|firmas|colunistas?|columnistas?|opinionistas|szerzok?|zurnalist[iy])/[^/]+",
    re.IGNORECASE,
)
_PERSON_PAGE: Final = re.compile(
    r"/(?:profiles?|profil|people|persons?|personer|staff|by|users?|team|bio|pessoas|equipo|mitarbeiter|ansatte)"
    r"/(?P<slug>[^/]+)",
    re.IGNORECASE,
)
_LETTERS: Final = re.compile(r"[^\W\d_]{3,}")
_TEXTS: Final = frozenset({"h1", "h2", "h3", "h4", "p"})
_SEARCHED: Final = 200
_SKIPPED: Final = frozenset({"aside", "footer", "article"})


def marks_writer(element: HtmlElement) -> bool:
    """Whether an element itself says that it holds a writer's name: by a name of its own, a relation, or its link."""
    if element.get("rel") == "author" or element.tag == "address":
        return True
    if element.tag == "a" and leads_to_writer(element):
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-testid') or ''}"
    return _names_writer(names)


def leads_to_writer(link: HtmlElement) -> bool:
    """Whether a link leads to a writer's page: by the folder that it stands in, or by the name that it repeats."""
    if link.get("rel") == "author":
        return True
    path = _path(link)
    if _AUTHOR_PAGE.search(path):
        return True
    person = _PERSON_PAGE.search(path)
    if person is None:
        return False
    slug = unquote(person["slug"]).casefold()
    return any(word in slug for word in _LETTERS.findall(str(link.text_content()).casefold()))


def stands_apart(element: HtmlElement, above: set[HtmlElement]) -> bool:
    """Whether an element is no part of the article whose headline has the ancestors `above`.

    It is a comment, a teaser, another article, or beside the text; a box about the writer is not.
    """
    if element in above or marks_writer(element):
        return False
    if element.tag == "article":
        return _is_another(element, above)
    return element.tag in _SKIPPED or holds_others(element)


def _is_another(article: HtmlElement, above: set[HtmlElement]) -> bool:
    """Whether an `article` without the headline is another one: beside the headline's own, or with its own heading."""
    if any(element.tag == "article" for element in above):
        return True
    first = next((element for element in islice(article.iter(), _SEARCHED) if element.tag in _TEXTS), None)
    return first is not None and first.tag != "p"


@lru_cache(maxsize=16_384)
def _names_writer(names: str) -> bool:
    for name in names.split():
        words = words_of(name)
        if name == "by":
            return True
        if words >= _CREDITED and words.isdisjoint(_PICTURES):
            return True
        folded = name.lower().replace("_", "-")
        writes = words & _WRITERS or any(word.endswith(_ENDINGS) for word in words)
        if (writes or any(phrase in folded for phrase in _PHRASES)) and not words & _NOT_NAMES:
            return True
    return False


def _path(link: HtmlElement) -> str:
    return parts_of(link.get("href")).path
