"""The dates that a page declares in its data, its meta elements, its marked elements and its address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timezone
from functools import cached_property
from itertools import chain
from typing import Any, Final

from lxml.html import HtmlElement

from babelwire_contracts.content import Precision
from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.dating import calendars
from babelwire_ingest.parsing.dating.dates import Dating, iso, moment
from babelwire_ingest.parsing.dating.habits import Habits
from babelwire_ingest.parsing.dating.month_names import months
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.json_ld import text
from babelwire_ingest.parsing.web_page.declarations.markup import Marked
from babelwire_ingest.parsing.web_page.times.places import Places

_PUBLICATION_METAS: Final = tuple(
    """
    article:published_time og:article:published_time og:published_time article:published datepublished publish-date
    publish_date publishdate publication_date publicationdate pubdate pub_date parsely-pub-date sailthru.date
    article.published cxenseparse:recs:publishtime dcterms.issued dc.date.issued citation_publication_date
    article_date_original original-publish-date bt:pubdate rnews:datepublished displaydate ptime
    """.split()
)
_WEAK_METAS: Final = tuple(
    "dcterms.created dc.date.created dcterms.date dc.date date created datecreated article:created date.created".split()
)
_CHANGE_METAS: Final = tuple(
    """
    article:modified_time og:article:modified_time article:modified og:updated_time datemodified dcterms.modified
    dc.date.modified lastmod last-modified modified_date revision_date dateupdated update_date
    cxenseparse:recs:modifiedtime
    """.split()
)
_NAMED_PUBLICATION: Final = re.compile(
    r"(?=.*(?:date|time))(?=.*(?:publi|post(?!er)|issue|release|pubdate))(?!.*(?:modif|updat|expir|valid|revis|image|video))"
)
_URL_DATE: Final = re.compile(r"/((?:19|20)\d\d)[/-]([01]?\d|[a-z]{3})[/-]([0-3]?\d)(?=[/_.-]|$)")
_URL_COMPACT: Final = re.compile(r"/((?:19|20)\d\d)([01]\d)([0-3]\d)(?=[/_.-]|$)")
_MIDNIGHT: Final = re.compile(r"\d{4}-\d\d-\d\dT00:00(?::00(?:\.0+)?)?(?:Z|[+-])")
_NO_ZONE: Final = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?")
_EPOCH: Final = re.compile(r"1\d{9}|\d{13}")
_MILLISECONDS: Final = 13
_MAX_WORDS: Final = 90
_MAX_ELEMENTS: Final = 20
_PROPERTIES: Final = ("datePublished", "dateCreated", "created", "dateModified")


@dataclass(frozen=True)
class Claim:
    """A date that a part of a page gives: which part, in what words, where it stands, and how it was read.

    `changed` where it is said to be that of a change.
    """

    source: str
    words: str
    where: str = ""
    read: Dating | None = None
    changed: bool = False

    @cached_property
    def dating(self) -> Dating | None:
        """What the words say; None where they are no date."""
        return self.read or declared_time(self.words, self.source)


def publications(declared: Declared) -> Iterator[Claim]:
    """When the page says in its data that its article was published, the most trusted first."""
    for account in declared.accounts:
        yield from _claim(f"{account.source} datePublished", account.node.get("datePublished"))
    for name in _PUBLICATION_METAS:
        yield from _claim(f"meta {name}", declared.meta(name))
    for name in declared.metas:
        if name not in _PUBLICATION_METAS and _NAMED_PUBLICATION.match(name):
            yield from _claim(f"meta {name}", declared.meta(name))
    if not any(account.node.get("datePublished") for account in declared.accounts):
        for account in declared.accounts:
            yield from _claim(f"{account.source} dateCreated", account.node.get("dateCreated"))


def weak_publications(declared: Declared) -> Iterator[Claim]:
    """Dates of meta elements whose names say nothing of publication."""
    for name in _WEAK_METAS:
        yield from _claim(f"meta {name}", declared.meta(name))


def changes(declared: Declared) -> Iterator[Claim]:
    """When the page says in its data that its article was changed, the most trusted first."""
    for account in declared.accounts:
        yield from _claim(f"{account.source} dateModified", account.node.get("dateModified"))
    for name in _CHANGE_METAS:
        yield from _claim(f"meta {name}", declared.meta(name))


def elements(tree: HtmlElement, marked: Marked, places: Places) -> list[Claim]:
    """The dates of elements that are marked as those of the article, and stand with no other."""
    found: list[Claim] = []
    for element, changed in _marked(tree, marked):
        if places.elsewhere(element) is not None or _of_other_item(element, places):
            continue
        words = machine_words(element) or text_cleaning.line(element.text_content())
        name = "element dateModified" if changed else "element datePublished"
        found.extend(Claim(claim.source, claim.words, claim.where, changed=changed) for claim in _claim(name, words))
        if len(found) == _MAX_ELEMENTS:
            break
    return found


def _marked(tree: HtmlElement, marked: Marked) -> Iterator[tuple[HtmlElement, bool]]:
    """The elements that say by a property, an attribute or a class what they date, and whether that is a change."""
    for name in _PROPERTIES:
        for element in marked.get(name, ()):
            if element.getroottree().getroot() is tree and not (element.tag == "meta" and _in_head(element)):
                yield element, name == "dateModified"
    for element in chain(tree.iter("abbr"), tree.xpath("//@data-timestamp/..")):
        named = element.get("class") or ""
        if "updat" in named or "publish" in named or (element.tag != "abbr" and "date" in named):
            yield element, "updat" in named
    for element in tree.iter("time"):
        if element.get("pubdate") is not None:
            yield element, False


def _in_head(element: HtmlElement) -> bool:
    return any(above.tag == "head" for above in element.iterancestors())


def payload_dates(declared: Declared, name: str) -> Iterator[Claim]:
    """The date of this name that the data of a framework's script give the article."""
    yield from _claim(f"payload {name}", declared.payload.get(name))


def machine_words(element: HtmlElement) -> str | None:
    """The date that an element carries for machines."""
    for name in ("datetime", "content", "data-timestamp", "data-datetime", "data-published", "data-date", "data-time"):
        if value := element.get(name):
            return str(value)
    return element.get("title") if element.tag == "abbr" else None


def url_date(url: str | None) -> str | None:
    """The day in an address's path, as RFC 3339 writes it."""
    path = (url or "").split("?", 1)[0].lower()
    for match in (_URL_DATE.search(path), _URL_COMPACT.search(path)):
        if match is None:
            continue
        month = match[2] if match[2].isdigit() else str(months().get(match[2], 0))
        day = f"{match[1]}-{month.zfill(2)}-{match[3].zfill(2)}"
        if iso(day, ""):
            return day
    return None


def declared_time(value: str, source: str) -> Dating | None:
    """The moment or day of a declared date, in any of the forms that systems write; None where it is none."""
    printed = text_cleaning.line(value)[:_MAX_WORDS]
    if _EPOCH.fullmatch(printed):
        seconds = int(printed) // (1000 if len(printed) == _MILLISECONDS else 1)
        return Dating(datetime.fromtimestamp(seconds, UTC), Precision.SECOND, source)
    if _MIDNIGHT.match(printed):
        # Midnight to the second is what a system writes that knows only the day.
        return iso(printed[:10], source)
    return iso(printed, source) or moment(printed, source)


def localised(claim: Claim, habits: Habits) -> Dating | None:
    """What a claim says to somebody who knows how its page writes dates.

    A time without zone has the page's own offset, a year of another calendar is one of the common era, and of three
    numbers the month is the one that it is on this page.
    """
    found = claim.dating
    if found is None:
        return moment(claim.words, claim.source, habits)
    if (day := calendars.at(found.at.year, found.at.month, found.at.day, habits.language)) is None:
        return None
    if day.year != found.at.year:
        return Dating(day, Precision.DAY, claim.source)
    if found.precision is not Precision.DAY or not _NO_ZONE.fullmatch(claim.words):
        return found
    offset = habits.offset_of(found.at.date())
    return declared_time(f"{claim.words.replace(' ', 'T')}{_printed(offset)}", claim.source) if offset else found


def _printed(offset: timezone) -> str:
    return datetime(2000, 1, 1, tzinfo=offset).isoformat()[-6:]


def _claim(source: str, value: Any) -> Iterator[Claim]:
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if words := text(value):
        yield Claim(source, words[:_MAX_WORDS], source)


def _of_other_item(element: HtmlElement, places: Places) -> bool:
    """Whether an element is a property of an item that does not hold the headline, as a teaser's or a comment's is."""
    for above in element.iterancestors():
        if above in places.around:
            return False
        if above.get("itemtype") or above.get("typeof"):
            return True
    return False
