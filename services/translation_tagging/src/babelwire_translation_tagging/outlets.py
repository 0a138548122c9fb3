"""The registry of news outlets: what is known of an outlet by its printed name or its domain."""

import tomllib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

import msgspec

from babelwire_contracts.canonical_url import registrable_domain


class Outlet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One outlet.

    `languages` are BCP 47 subtags of what it publishes, `country` ISO 3166-1 alpha-2 (None where it has no one home).
    `machine_translates` marks a site whose texts come out of a translation engine, `translates` one that regularly
    prints translations of its sister editions or of others.
    """

    name: str
    aliases: list[str] = []
    domains: list[str] = []
    languages: list[str]
    country: str | None = None
    agency: bool = False
    machine_translates: bool = False
    translates: bool = False

    @property
    def language(self) -> str | None:
        """The one language it writes in; None where it writes in several."""
        return self.languages[0] if len(self.languages) == 1 else None


class OutletRegistry:
    """Outlets by name and by domain. A name that several outlets share finds them all."""

    def __init__(self, outlets: Iterable[Outlet]) -> None:
        self._by_name: dict[str, list[Outlet]] = {}
        self._by_domain: dict[str, Outlet] = {}
        self._by_label: dict[str, list[Outlet]] = {}
        for outlet in outlets:
            for key in {name_key(name) for name in (outlet.name, *outlet.aliases)}:
                self._by_name.setdefault(key, []).append(outlet)
            for domain in outlet.domains:
                self._by_domain[domain] = outlet
            for label in {_label(domain) for domain in outlet.domains}:
                self._by_label.setdefault(name_key(label), []).append(outlet)

    def named(self, name: str) -> list[Outlet]:
        """The outlets that go by this name as printed, blind to case, accents, spaces and punctuation.

        A name that is nobody's may be the first part of an address, which is how aggregators print their sources:
        "spiegel" of spiegel.de.
        """
        key = name_key(name)
        if not key:
            return []
        return self._by_name.get(key) or self._by_label.get(key, [])

    def at(self, host: str) -> Outlet | None:
        """The outlet whose domain the host is or lies under; an edition's own host comes before the whole site's."""
        labels = host.lower().rstrip(".").split(".")
        for start in range(len(labels) - 1):
            outlet = self._by_domain.get(".".join(labels[start:]))
            if outlet is not None:
                return outlet
        return None


def _label(domain: str) -> str:
    return (registrable_domain(domain) or domain).split(".", 1)[0]


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """A printed name without what varies in print: case, accents, spaces, punctuation, a leading "The"."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    words = "".join(c if c.isalnum() else "" if unicodedata.category(c) == "Mn" else " " for c in decomposed).split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return "".join(words)


class _Registered(msgspec.Struct, forbid_unknown_fields=True):
    outlets: list[Outlet]


def load_registry() -> OutletRegistry:
    """The registry that comes with the service (`data/outlets.toml`)."""
    return OutletRegistry(read_outlets())


def read_outlets() -> list[Outlet]:
    """Every outlet of `data/outlets.toml`, in its order."""
    text = files("babelwire_translation_tagging").joinpath("data", "outlets.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), _Registered).outlets
