"""Addresses of a listing with one thing changed: a filter more or less, another order, the next page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from babelwire_search.languages import language_name, language_tag
from babelwire_search.meaning.looking import Match
from babelwire_search.parameters import SearchParameters

_FILTERS = ("language", "original_language", "publisher", "origin", "category")
_NAMES = {
    "language": "Language",
    "original_language": "First written in",
    "publisher": "Shown by",
    "origin": "Written by",
    "category": "Category",
}


@dataclass(frozen=True, slots=True)
class Link:
    href: str
    text: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class FacetLinks:
    """The values of one facet that would narrow a search."""

    name: str
    links: list[Link]


@dataclass(frozen=True, slots=True)
class Links:
    """Links from one state of a listing at `path`."""

    path: str
    parameters: SearchParameters

    def next_page(self, cursor: str | None) -> str | None:
        """The next page; None on the last."""
        return self._to([*self._pairs(), ("cursor", cursor)]) if cursor else None

    @property
    def first_page(self) -> str | None:
        """The first page; None when on it."""
        return self._to(self._pairs()) if self.parameters.cursor else None

    @property
    def here(self) -> str:
        """This state, in the one way to write it."""
        return self._to([*self._pairs(), ("cursor", self.parameters.cursor)])

    def searching(self, q: str) -> str:
        """The same filters with other words."""
        return self._to([("q", q), *(pair for pair in self._pairs() if pair[0] != "q")])

    def applied(self) -> list[Link]:
        """What narrows the search now, each with the way to take it off."""
        found = []
        for name, value in self._pairs():
            if name in _FILTERS:
                shown = language_name(language_tag(value) or value) if name.endswith("language") else value
                found.append(self._without(name, value, f"{_NAMES[name]}: {shown}"))
            elif name in ("from", "to"):
                label = f"published from {value}" if name == "from" else f"published before {value}"
                found.append(self._without(name, value, label))
            elif name == "duplicates" and value == "show":
                found.append(self._without(name, value, "duplicates shown"))
        return found

    def facets(self, facets: dict[str, list[dict[str, Any]]], most: int = 8) -> list[FacetLinks]:
        """For each facet that could narrow the search, its most frequent values."""
        found = []
        for name in _FILTERS:
            if self._chosen(name) or len(facets.get(name, [])) <= 1:
                continue
            links = [
                Link(self._to([*self._pairs(), (name, one["value"])]), one["name"], one["count"])
                for one in facets[name][:most]
            ]
            found.append(FacetLinks(_NAMES[name], links))
        return found

    def hidden(self, besides: Sequence[str]) -> list[tuple[str, str]]:
        """What a form must carry along besides its own fields."""
        return [pair for pair in self._pairs() if pair[0] not in besides]

    def _without(self, name: str, value: str, text: str) -> Link:
        return Link(self._to([pair for pair in self._pairs() if pair != (name, value)]), text)

    def _chosen(self, name: str) -> list[str]:
        chosen: list[str] = getattr(self.parameters, name)
        return chosen

    def _pairs(self) -> list[tuple[str, str]]:
        given = self.parameters
        pairs = [(name, value) for name in _FILTERS for value in self._chosen(name) if value.strip()]
        single = {"q": given.q, "from": given.from_, "to": given.to, "sort": given.sort, "reader": given.reader}
        single |= {"duplicates": "show" if given.duplicates == "show" else None, "story_id": given.story_id}
        single["match"] = None if given.match is Match.BOTH else given.match
        return [(name, str(value)) for name, value in single.items() if value] + pairs

    def _to(self, pairs: Sequence[tuple[str, str | None]]) -> str:
        given = [pair for pair in pairs if pair[1]]
        return f"{self.path}?{urlencode(given)}" if given else self.path
