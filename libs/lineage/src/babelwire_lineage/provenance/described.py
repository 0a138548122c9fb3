"""The fields of a document that say where its text comes from, and the names in them as they can be printed."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

import msgspec

from babelwire_contracts.content import Publisher
from babelwire_contracts.sections import Evidence, LanguageShare, Origin, Translation, TranslationStatus
from babelwire_text.language_names import name_in_english
from babelwire_text.language_tags import primary

_LONGEST_NAME: Final = 100
_TURNS: Final = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Marks that turn the direction of a text: in a name they would turn the sentence around it too."""


class Described(msgspec.Struct, frozen=True, kw_only=True):
    """What a document says of its text. `publisher` is unset where a record does not speak of it at all."""

    language: str | None = None
    languages: list[LanguageShare] = []
    original_language: str | None = None
    publisher: Publisher | msgspec.UnsetType | None = msgspec.UNSET
    origin: Origin | None = None
    authors: list[str] = []
    translation: Translation | None = None

    @property
    def tag(self) -> Translation:
        """The translation tag; `unknown` where there is none."""
        return self.translation or Translation(status=TranslationStatus.UNKNOWN)

    @property
    def shows(self) -> str | None:
        """The name of the site that shows the text; None where it has none."""
        return _name(self.publisher.name, self.publisher.domain) if isinstance(self.publisher, Publisher) else None

    @property
    def wrote(self) -> str | None:
        """The name of the outlet that wrote the text, where that is another than the one that shows it."""
        origin = self.origin or Origin()
        domain = self.publisher.domain if isinstance(self.publisher, Publisher) else None
        name = _name(origin.registry_name or origin.name, origin.domain)
        if name is None or (domain and domain == origin.domain):
            return None
        return None if name.casefold() == (self.shows or "").casefold() else name

    @property
    def in_languages(self) -> str | None:
        """The languages that the text is in."""
        names = [name for one in self.languages if (name := name_in_english(one.language))]
        return and_(names) or name_in_english(self.language)

    @property
    def first_language(self) -> str | None:
        """The language of the text as first written; None where it is not known, or is that of the text itself."""
        first = self.original_language
        if not first or (self.language and primary(first) == primary(self.language)):
            return None
        return name_in_english(first)

    @property
    def writers(self) -> str | None:
        """Two authors at most."""
        names = printable_names(self.authors)
        return and_(names if len(names) <= 2 else [names[0], "others"]) or None  # noqa: PLR2004 - a pair

    @property
    def engine(self) -> str | None:
        """What translated the text, where that is named."""
        return _name(self.tag.engine)

    def evidence(self, side: TranslationStatus) -> Sequence[Evidence]:
        """The pieces that speak for a conclusion."""
        return [piece for piece in self.tag.evidence if piece.for_ == side]


def described(document: Mapping[str, Any]) -> Described:
    """What a document says, or the sections of a record together. Raises msgspec's `ValidationError` for others."""
    return msgspec.convert(document, Described)


def printable_names(names: Sequence[str]) -> list[str]:
    """Names on one line, each once, none longer than a line bears."""
    return list(dict.fromkeys(name for name in map(_name, names) if name))


def and_(words: Sequence[str]) -> str:
    """`one`, `one and another`, `one, another and a third`."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def _name(name: str | None, otherwise: str | None = None) -> str | None:
    printed = _TURNS.sub("", name or "")
    line = " ".join("".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in printed).split())
    if not line:
        return _name(otherwise) if otherwise else None
    return line if len(line) <= _LONGEST_NAME else f"{line[: _LONGEST_NAME - 1]}…"
