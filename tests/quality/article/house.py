"""A house: a template in the markup of one kind of content system, and what its pages show of a story.

The template's first comment is TOML: the fields of `House` but the first two.
"""

import re
import tomllib
from pathlib import Path
from typing import Final, Literal

import msgspec

from babelwire_contracts.content import PartKind

HOUSES: Final = Path(__file__).with_name("houses")
STRUCTURE: Final = tuple(kind for kind in PartKind if kind is not PartKind.PREFORMATTED)

_ENDING: Final = ".html.j2"
_TRAITS: Final = re.compile(r"\A\{#(?P<toml>.*?)#\}\n?", re.DOTALL)


class House(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What pages of a house show.

    `url` and `pictures` are patterns; the latter are all the addresses that the page gives a picture. `languages` are
    those that the house is for, and any if there are none. `published` and `modified` are how exactly the page shows
    the times: a time without a zone leaves no more than the day. `structure` is what the markup says of the paragraphs:
    where it says nothing, a row is printed with a bar between its cells. `first_blocks` stand before the wall, and
    never more than half of the text. `credits` are `joined` where they end the caption. `phrases` are the house's own
    words by language.
    """

    name: str
    template: str
    url: str
    pictures: list[str] = []
    languages: list[str] = []
    charset: str = "utf-8"
    published: Literal["second", "minute", "day", ""]
    modified: Literal["second", "minute", "day", ""] = ""
    lead: Literal["printed", "in the text", "declared", ""] = "printed"
    authors: bool = True
    publisher: bool = True
    main_picture: bool = True
    inner_pictures: bool = True
    captions: bool = True
    credits: Literal["apart", "joined", ""] = "apart"
    structure: tuple[PartKind, ...] = STRUCTURE
    heading_level: int = 2
    first_blocks: int | None = None
    pull_quotes: int = 0
    live: bool = False
    alternates: list[str] = []
    paywalled: bool | None = None
    partial: bool = False
    phrases: dict[str, dict[str, str]] = {}

    def fits(self, language: str) -> bool:
        return not self.languages or language.partition("-")[0] in self.languages


def houses(folder: Path = HOUSES) -> dict[str, House]:
    """All houses of a folder by name, in the order of their names. Raises where one's traits cannot be read."""
    return {house.name: house for house in map(_read, sorted(folder.glob(f"*{_ENDING}")))}


def _read(file: Path) -> House:
    text = file.read_text(encoding="utf-8")
    found = _TRAITS.match(text)
    if found is None:
        raise ValueError(f"{file} begins with no comment that says what the house shows")
    traits = tomllib.loads(found["toml"])
    name = file.name.removesuffix(_ENDING)
    return msgspec.convert({**traits, "name": name, "template": text[found.end() :]}, House)
