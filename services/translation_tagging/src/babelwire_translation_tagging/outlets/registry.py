"""Finds outlets by printed name and by domain."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from babelwire_contracts.canonical_url import registrable_domain
from babelwire_translation_tagging.outlets.outlet import Outlet, SharedName

_PLACE: Final = re.compile(r"\s*\([^()]*\)$")
_NO_LETTERS: Final = {code: " " for code in range(128) if not chr(code).isalnum()}
_EVERYDAY: Final = frozenset(
    "today report open now press radio is es web news live local world media online watch here ici info people next "
    "inside portfolio tablet index business sport sports politics culture daily weekly reporter archive blog".split()
)
"""First parts of domains that are words of any source line: nobody's name."""


class Match(NamedTuple):
    """An outlet, and its alias or domain, as the registry has it, by which it was found."""

    outlet: Outlet
    matched: str


class OutletRegistry:
    """Outlets by name and by domain. No name and no domain may have two owners, save the shared names.

    A name without the place that tells its bearers apart, as "La Nación (Argentina)" has it, is shared by all of these
    where it is no outlet's own.
    """

    def __init__(self, outlets: Iterable[Outlet], shared: Iterable[SharedName] = ()) -> None:
        self._by_name: dict[str, list[Outlet]] = {}
        self._by_label: dict[str, list[Outlet]] = {}
        self._by_domain: dict[str, Outlet] = {}
        self._deepest: dict[str, int] = {}
        self._printed: dict[str, str] = {}
        called: dict[str, Outlet] = {}
        for outlet in outlets:
            called[outlet.name] = outlet
            for name in (outlet.name, *outlet.aliases):
                self._printed.setdefault(name_key(name), name)
                self._by_name[name_key(name)] = [outlet]
            for domain in outlet.domains:
                self._by_domain[domain] = outlet
                host, *segments = domain.split("/")
                self._deepest[host] = max(len(segments), self._deepest.get(host, 0))
            for label in {_label(domain) for domain in outlet.domains if registrable_domain(domain) == domain}:
                if label not in _EVERYDAY:
                    self._by_label.setdefault(label, []).append(outlet)
        for outlet in called.values():
            bare = _PLACE.sub("", outlet.name)
            if (key := name_key(bare)) not in self._printed:
                self._by_name.setdefault(key, []).append(outlet)
        self._printed |= {
            key: _PLACE.sub("", found[0].name) for key, found in self._by_name.items() if key not in self._printed
        }
        for one in shared:
            self._printed[name_key(one.name)] = one.name
            self._by_name[name_key(one.name)] = [called[bearer] for bearer in one.outlets]

    def named(self, name: str) -> list[Outlet]:
        """The outlets that go by this name as printed, blind to case, accents, spaces and punctuation.

        A name that is nobody's may be the first part of an address, which is how aggregators print their sources:
        "spiegel" of spiegel.de.
        """
        key = name_key(name)
        if not key:
            return []
        return self._by_name.get(key) or self._by_label.get(key, [])

    def called(self, name: str) -> list[Outlet]:
        """The outlets that have this name, or share it: what the first part of an address says counts for nothing."""
        return self._by_name.get(name_key(name), [])

    def at(self, place: str) -> Outlet | None:
        """The outlet at a host, with its path where one is known ("paper.example/es"); editions before whole sites."""
        found = self.match_at(place)
        return found.outlet if found else None

    def edition(self, place: str) -> str:
        """The beginning of a place that is enough to find the outlet at it: of most sites the host alone."""
        if "/" not in place:
            return place
        host, *segments = place.split("/")
        deepest = max((self._deepest.get(domain, 0) for domain in _domains(host.lower())), default=0)
        return "/".join((host, *segments[:deepest]))

    def matches_named(self, name: str) -> list[Match]:
        """The outlets that `named` finds, with the name, the shared name or the domain that says so."""
        key = name_key(name)
        if key in self._by_name:
            return [Match(outlet, self._printed[key]) for outlet in self._by_name[key]]
        return [
            Match(outlet, next(domain for domain in outlet.domains if _label(domain) == key))
            for outlet in self.named(name)
        ]

    def match_at(self, place: str) -> Match | None:
        """The outlet that `at` finds, with its domain: of the longest host, and at that of the longest path."""
        host, *segments = place.lower().split("/")
        for domain in _domains(host):
            for size in range(min(len(segments), self._deepest.get(domain, 0)), -1, -1):
                address = "/".join((domain, *segments[:size]))
                if outlet := self._by_domain.get(address):
                    return Match(outlet, address)
        return None


def _domains(host: str) -> Iterator[str]:
    """A host and the domains that it is under, the longest first."""
    labels = host.rstrip(".").split(".")
    return (".".join(labels[start:]) for start in range(len(labels) - 1))


def _label(domain: str) -> str:
    return name_key(domain.split(".", 1)[0])


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """A printed name without what varies in print: case, accents, spaces, punctuation, a leading "The"."""
    if name.isascii():
        words = name.lower().translate(_NO_LETTERS).split()
    else:
        words = "".join(map(_plain, unicodedata.normalize("NFKD", name.casefold()))).split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return "".join(words)


def _plain(character: str) -> str:
    if character.isalnum():
        return character
    return "" if unicodedata.category(character) == "Mn" else " "
