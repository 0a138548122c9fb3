"""When a page was published and when it was last changed: what it declares, marks and prints, in an order of trust."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

from lxml.html import HtmlElement

from babelwire_contracts.content import Precision, RejectedDate
from babelwire_ingest.parsing.dating.dates import Dating
from babelwire_ingest.parsing.dating.habits import Habits
from babelwire_ingest.parsing.web_page.declarations.declared import Declared
from babelwire_ingest.parsing.web_page.declarations.markup import Marked
from babelwire_ingest.parsing.web_page.story.blocks import Page as Blocks
from babelwire_ingest.parsing.web_page.times.declared import (
    Claim,
    changes,
    elements,
    localised,
    payload_dates,
    publications,
    url_date,
    weak_publications,
)
from babelwire_ingest.parsing.web_page.times.evidence import read_habits
from babelwire_ingest.parsing.web_page.times.places import Places
from babelwire_ingest.parsing.web_page.times.shown import Shown, read_shown

_MOST: Final = 20
_MAX_WORDS: Final = 100
_DAY: Final = len("2024-12-28")
_ZEROS: Final = frozenset({"1970-01-01", "1969-12-31", "1900-01-01", "1899-12-30", "1899-12-31", "1980-01-01"})
_EARLIEST: Final = 1600


@dataclass
class Publication:
    """The times of an article, and the dates on its page that are neither."""

    published: Dating | None = None
    modified: Dating | None = None
    rejected: list[RejectedDate] = field(default_factory=list)

    def reject(self, where: str, words: str, reason: str) -> None:
        """Keep a date that was not taken, unless there are many already or it is known."""
        entry = RejectedDate(where=where, words=words[:_MAX_WORDS], reason=reason)
        if len(self.rejected) < _MOST and entry not in self.rejected:
            self.rejected.append(entry)


@dataclass(frozen=True)
class Page:
    """A page whose times are looked for: its tree, what it declares and shows and where, its address, its capture."""

    tree: HtmlElement
    declared: Declared
    marked: Marked
    shown: Blocks
    places: Places
    url: str | None
    latest: datetime | None


def publication(page: Page) -> Publication:
    """The times of a page's article.

    Trusted in this order for publication: JSON-LD, microdata, RDFa; meta elements whose names say publication; marked
    elements; a framework's payload; a date that is printed beside the headline with a word for publication; other meta
    elements; `time` elements beside the headline, then in the article; a date printed beside the headline with nothing
    that says of what, then above it; one with a word for publication behind the text; the address. Nothing after
    `latest`, when the page was captured, is taken, nor a system's zero.
    """
    found = Publication()
    declared, url, latest = page.declared, page.url, page.latest
    marked = elements(page.tree, page.marked, page.places)
    claims = [*publications(declared), *(claim for claim in marked if not claim.changed)]
    changed = [*changes(declared), *(claim for claim in marked if claim.changed)]
    known = [claim.words for claim in (*claims, *changed)] + ([day] if (day := url_date(url)) else [])
    habits = read_habits(page.tree, declared, url, (line.text for line in page.shown.blocks), known)
    printed = read_shown(page.shown, page.places, habits)
    weak = list(weak_publications(declared))
    taken = _first(_by_trust(declared, claims, weak, printed, url), found, habits, latest)
    if taken is not None:
        found.published = _exact(
            _unless_changed(taken, [*claims, *printed.labelled], changed, url, found), claims, printed, habits
        )
        _reject_weak(found, weak, taken)
        if taken.source.startswith("payload"):
            changed += payload_dates(declared, "dateModified")
    states = [claim for claim in printed.states if claim is not taken]
    _set_modified(found, [*changed, *printed.changes, *states], habits, latest)
    for claim, reason in printed.left(found.published, found.modified):
        found.reject(claim.where, claim.words, reason)
    return found


def _by_trust(
    declared: Declared, claims: list[Claim], weak: list[Claim], printed: Shown, url: str | None
) -> Iterator[Claim]:
    yield from claims
    yield from payload_dates(declared, "datePublished")
    yield from printed.labelled
    yield from weak
    yield from printed.by_trust()
    if day := url_date(url):
        yield Claim("url path", day, "url path")


def _first(candidates: Iterator[Claim], found: Publication, habits: Habits, latest: datetime | None) -> Claim | None:
    for claim in candidates:
        if reason := _impossible(localised(claim, habits), latest):
            found.reject(claim.where, claim.words, reason)
        else:
            return claim
    return None


def _impossible(dating: Dating | None, latest: datetime | None) -> str | None:
    if dating is None:
        return "no date that can be read"
    if dating.at.date().isoformat() in _ZEROS or dating.at.year < _EARLIEST:
        return "a system's zero"
    return "after the capture" if latest and dating.at > latest else None


def _unless_changed(
    taken: Claim, claims: list[Claim], changed: list[Claim], url: str | None, found: Publication
) -> Claim:
    """What was taken; the earlier one of another source where it is also the time of the last change.

    Systems that know one time only write it as both.
    """
    dating = taken.dating
    if dating is None or not any(claim.dating and claim.dating.at == dating.at for claim in changed):
        return taken
    others = [claim for claim in claims if claim.source.partition(" ")[0] != taken.source.partition(" ")[0]]
    others += [Claim("url path", day, "url path")] if (day := url_date(url)) else []
    for other in others:
        if other.dating and _impossible(other.dating, None) is None and _days(other.dating, dating) < -1:
            found.reject(taken.where, taken.words, "that of the last change")
            return other
    return taken


def _exact(claim: Claim, claims: list[Claim], printed: Shown, habits: Habits) -> Dating | None:
    """A claim's time; of a mere day, more exactly where the page declares, or has beside the headline, a time on it."""
    dating = localised(claim, habits)
    if dating is None or dating.precision is not Precision.DAY:
        return dating
    declared = (localised(other, habits) for other in claims if other.words[:_DAY] == dating.at.date().isoformat())
    shown = (other.dating for other in printed.timed if other.dating and not _days(other.dating, dating))
    exact = (other for other in chain(declared, shown) if other and other.precision is not Precision.DAY)
    return next(exact, dating)


def _reject_weak(found: Publication, weak: list[Claim], taken: Claim) -> None:
    for claim in weak:
        if claim.dating and found.published and claim is not taken and _days(claim.dating, found.published):
            found.reject(claim.where, claim.words, "says nothing of publication")


def _set_modified(found: Publication, claims: list[Claim], habits: Habits, latest: datetime | None) -> None:
    for claim in claims:
        dating = localised(claim, habits)
        reason = _impossible(dating, latest)
        if reason is None and dating and found.published and _before(dating, found.published):
            reason = "a change before publication"
        if reason is None:
            found.modified = dating
            return
        found.reject(claim.where, claim.words, reason)


def _before(one: Dating, other: Dating) -> bool:
    if Precision.DAY in {one.precision, other.precision}:
        return one.at + timedelta(days=1) <= other.at.replace(hour=0, minute=0, second=0)
    return one.at < other.at


def _days(one: Dating, other: Dating) -> int:
    return (one.at.date() - other.at.date()).days
