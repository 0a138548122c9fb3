"""What the names (class, id) that a page gives its boxes say of them.

A name is made of words. A name that says what a box has or lacks (`has-sidebar`, `comments-open`) does not say what
it is, and is passed over.
"""

import re
from enum import IntEnum
from functools import lru_cache
from typing import Final

from lxml.html import HtmlElement


class Apart(IntEnum):
    """How surely a box is no part of the running text, by its names."""

    NO = 0
    LIKELY = 1
    SURELY = 2


_WORDS: Final = re.compile(r"[^A-Za-z]+")
_CAMEL: Final = re.compile(r"[a-z]{3,}(?=[A-Z]|$)|[A-Z][a-z]{3,}(?=[A-Z]|$)")
_POSSESSED: Final = frozenset(
    "has have no not with without open opened enabled disabled allow allows show shows hide on off is are "
    "before after above below include includes to elementor".split()
)
_SURELY: Final = frozenset(
    "comments comment commentlist disqus cookie cookies consent gdpr onetrust didomi related relateds relacionadas "
    "relacionados relacionada similares newsletter newsletters outbrain taboola recirc recirculation trending "
    "breadcrumb breadcrumbs tweet instagram addthis addtoany sharedaddy".split()
)
_OTHERS: Final = frozenset(
    "promo promos promotion promotions advert adverts ad ads adv advertisement advertisements advertising sponsor "
    "sponsored sponsors nav navbar navigation menu sidebar recommend recommended recommendation recommendations "
    "popular morestories caption captions teaser teasers login modal popup overlay pagination pager poll quiz carousel "
    "slider gallery slideshow lightbox feedback upsell cta donate donation download app tooltip mostread mostpopular "
    "readmore subscribe subscription subscriptions signup paywall toc rating ratings".split()
)
"""Boxes of the site and of other articles."""
_ITS_OWN: Final = frozenset(
    "share shares sharing sharebar sharethis social footer widget widgets bio byline tags taglist credit credits "
    "copyright toolbar meta infobox timestamp author authors disclaimer banner callout follow editor".split()
)
"""Boxes that say something of the article, or are for it: no text, but a byline may stand in them."""
_LIKELY: Final = _OTHERS | _ITS_OWN
_PHRASES: Final = (
    "read-more read-also also-read see-also more-news more-stories more-from more-on most-read most-popular "
    "top-stories latest-news sr-only visually-hidden screen-reader-text twitter-tweet instagram-media tiktok-embed "
    "fb-post bluesky-embed leia-tambem lea-tambien lire-aussi leggi-anche mehr-zum-thema weitere-artikel"
).split()


def apart(tag: str, classes: str | None, identifier: str | None) -> Apart:
    """What the names of an element say. A paragraph named for a wall is what stands behind it."""
    if not classes and not identifier:
        return Apart.NO
    names = f"{classes or ''} {identifier or ''}"
    return Apart.NO if tag == "p" and "paywall" in names else _named(names)


def is_teaser(element: HtmlElement) -> bool:
    """Whether an element is named for a teaser: of another article, or the lead of this one."""
    return "teaser" in (element.get("class") or "").lower()


def holds_others(element: HtmlElement) -> bool:
    """Whether the names of an element say that it holds what is neither the article's text nor anything about it."""
    return _of_others(f"{element.get('class') or ''} {element.get('id') or ''}")


@lru_cache(maxsize=16_384)
def _of_others(names: str) -> bool:
    for name in names.split():
        words = words_of(name)
        if not words & _POSSESSED and (words & _SURELY or words & _OTHERS or _has_phrase(name)):
            return True
    return False


@lru_cache(maxsize=16_384)
def _named(names: str) -> Apart:
    found = Apart.NO
    for name in names.split():
        words = words_of(name)
        if words & _POSSESSED:
            continue
        if words & _SURELY:
            return Apart.SURELY
        if words & _LIKELY or _has_phrase(name):
            found = Apart.LIKELY
    return found


def _has_phrase(name: str) -> bool:
    hyphened = name.lower().replace("_", "-")
    return any(phrase in hyphened for phrase in _PHRASES)


def words_of(name: str) -> set[str]:
    """The words that a name is made of, in small letters."""
    words = set()
    for word in _WORDS.split(name):
        words.add(word.lower())
        # A name of random letters, as styles compiled from code have, is no compound of words.
        if not word.islower() and not word.isupper():
            words.update(part.lower() for part in _CAMEL.findall(word))
    return words
