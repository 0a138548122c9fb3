"""The written cases: captures with what is to be said of where their text comes from."""

import hashlib
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final, Literal, get_args

import msgspec

CASES: Final = Path(__file__).parent / "cases"
FRESH: Final = Path(__file__).parent / "fresh"
"""Cases that were written when the rules were done, by somebody who had seen neither them nor the others."""

NEWER: Final = Path(__file__).parent / "newer"
"""The same, once more, when what those had shown was mended: the even half was read, the odd one looked at once."""

LATEST: Final = Path(__file__).parent / "latest"
"""And once more, when those were mended."""

Part = Literal["tuning", "held-out", "fresh", "newer-even", "newer-odd", "latest-even", "latest-odd"]
PARTS: Final[tuple[Part, ...]] = get_args(Part)
TUNED: Final[frozenset[Part]] = frozenset({"tuning", "newer-even", "latest-even"})
"""The parts whose errors were read again and again; those of the others were read once, and then mended too."""


class Truth(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a careful reader says of the text that a page shows.

    `origin` are the names of the outlet that wrote it that are right, none where that is the publisher. `translator`
    is "" where nobody is named, `method` and `engine` where the text is no translation or nothing says it.
    """

    language: str
    translated: bool
    original_language: str
    method: Literal["human", "machine", "unknown", ""]
    engine: str
    origin: list[str]
    authors: list[str]
    translator: str


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A capture, what is to be seen in it, and of which kind that is. `item` is the title of a feed's entry."""

    why: str
    kind: str
    url: str
    content_type: Literal["text/html", "text/plain", "application/rss+xml"]
    item: str
    page: str
    truth: Truth


@cache
def cases() -> dict[str, Case]:
    """Every case by its name."""
    folders = (CASES, FRESH, NEWER, LATEST)
    return {file.stem: _read(file) for folder in folders for file in sorted(folder.glob("*.toml"))}


def part_of(name: str) -> Part:
    """The part that a case is in, for ever: the held-out ones are looked at once, when all rules are done."""
    if (FRESH / f"{name}.toml").exists():
        return "fresh"
    is_odd = bool(hashlib.sha256(name.encode()).digest()[0] % 2)
    if (NEWER / f"{name}.toml").exists():
        return "newer-odd" if is_odd else "newer-even"
    if (LATEST / f"{name}.toml").exists():
        return "latest-odd" if is_odd else "latest-even"
    return "held-out" if is_odd else "tuning"


def of_part(part: Part) -> Iterator[tuple[str, Case]]:
    """The cases of a part, with their names."""
    yield from ((name, case) for name, case in cases().items() if part_of(name) == part)


def _read(file: Path) -> Case:
    return msgspec.convert(tomllib.loads(file.read_text(encoding="utf-8")), Case)
