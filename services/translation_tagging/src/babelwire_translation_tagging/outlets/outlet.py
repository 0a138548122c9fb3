"""What a registry file says: outlets, and names that several of them bear."""

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from babelwire_text.language_tags import LANGUAGE_TAG

Name = Annotated[str, Meta(min_length=1)]
Domain = Annotated[str, Meta(pattern=r"^[a-z0-9_-]+(\.[a-z0-9_-]+)+(/[a-z0-9._~-]+)*$", max_length=253)]
Language = Annotated[str, Meta(pattern=f"^{LANGUAGE_TAG}$")]


class Kind(StrEnum):
    """What an outlet is. A paper is also a magazine, or a site with reporting of its own."""

    AGENCY = "agency"
    BROADCASTER = "broadcaster"
    PAPER = "paper"
    PORTAL = "portal"
    TRANSLATOR = "translator"


class Translates(StrEnum):
    """Who translates what an outlet shows."""

    MACHINE = "machine"
    HUMAN = "human"


class Outlet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One outlet. An edition with a name, a host or a path of its own is an outlet of its own."""

    name: Annotated[
        Name, Meta(description="As it writes itself, in Latin letters where it has such a name; borne by no other.")
    ]
    aliases: Annotated[
        list[Name],
        Meta(description="Other names as printed. Case, accents, spaces, punctuation and a leading The do not matter."),
    ] = []
    domains: Annotated[
        list[Domain],
        Meta(
            description="Registrable domains or hosts in ASCII, lower case, without www; its homepage's first. "
            "An edition may have a path behind its host, such as paper.example/es."
        ),
    ] = []
    languages: Annotated[list[Language], Meta(min_length=1, description="BCP 47, canonical: what it first writes in.")]
    country: Annotated[
        Annotated[str, Meta(pattern="^[A-Z]{2}$")] | None,
        Meta(description="ISO 3166-1 alpha-2 (XK: Kosovo); left out where it has no one home."),
    ] = None
    kind: Kind
    translates: Annotated[
        Translates | None,
        Meta(description="Where its texts are regularly translations: who makes them. Left out elsewhere."),
    ] = None


class SharedName(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A name that several outlets bear: it says only what they have in common."""

    name: Annotated[Name, Meta(description="As printed; no outlet's name or alias.")]
    outlets: Annotated[list[Name], Meta(min_length=1, description="The names of the outlets that bear it.")]


class OutletFile(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A file of the registry of outlets of Babelwire."""

    outlets: list[Outlet] = []
    names: list[SharedName] = []
