"""Where an article comes from, as its page and the lists show it: a sentence, and what that rests on."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from babelwire_lineage.provenance.described import described
from babelwire_lineage.provenance.telling import Piece, tell
from babelwire_search.languages import direction, language_name
from babelwire_search.pages import wording
from babelwire_text.language_tags import UNDETERMINED

_SPEAKS_FOR: Final = {"translated_by_publisher": "a translation", "original": "an original"}
_KINDS: Final = {
    "translation_note": "note on translation",
    "origin_language": "language of the outlet",
    "publisher_translates": "what is known of the site",
    "tagline": "the site of itself",
    "machine_translation_artefact": "mark of machine translation",
    "generator": "what built the page",
    "html_lang": "declared language",
}
_OUR_WORDS: Final = frozenset({"origin_language", "publisher_translates"})
"""Evidence from what is known of outlets, which no page prints."""

_OF_THE_TEXT: Final = ("lead", "body")
_WHETHER: Final = "whether this text is a translation"


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of evidence; `lang` is empty where nothing says in which language its words are."""

    words: str
    is_quoted: bool
    lang: str
    dir: str
    about: str


@dataclass(frozen=True, slots=True)
class Provenance:
    """Who wrote an article, who shows it, and how that is known.

    `origin` is another outlet than the publisher, or None. `language_note` is there where a text has several languages
    or none that is known; `unclear` and `why_unclear` where it is not known whether the text is a translation.
    """

    told: tuple[Piece, ...]
    publisher: str | None
    origin: str | None
    origin_as_printed: str | None
    outlet: str | None
    place: str | None
    language: str
    language_note: str | None
    originally: str | None
    unclear: str | None
    why_unclear: str | None
    marks: list[Mark]


def provenance(item: Mapping[str, Any]) -> Provenance:
    """Where an article of the index comes from."""
    read, told = described(item), tell(item)
    origin, language, original = item["origin"], item["language"], item["original_language"]
    called = origin["registry_name"] or origin["name"]
    evidence = item["translation"]["evidence"]
    is_plain = len(item["languages"]) <= 1 and language not in (None, UNDETERMINED)
    return Provenance(
        told=told.pieces,
        publisher=read.shows,
        origin=read.wrote,
        origin_as_printed=origin["name"] if read.wrote and origin["name"] not in (None, called) else None,
        outlet=read.wrote or read.shows,
        place=wording.origin_place(origin),
        language=wording.languages(item),
        language_note=None if is_plain else wording.in_languages(item),
        originally=language_name(original) if original and original not in (language, UNDETERMINED) else None,
        unclear=None if told.is_known else f"{'It is not clear' if evidence else 'Nothing tells'} {_WHETHER}",
        why_unclear=told.why_unknown if evidence else None,
        marks=[_mark(piece, item) for piece in evidence],
    )


def _mark(piece: Mapping[str, str], item: Mapping[str, Any]) -> Mark:
    kind, where, side, language = piece["kind"], piece["where"], piece["for"], item["language"]
    is_quoted = kind not in _OUR_WORDS
    is_of_text = where.startswith(_OF_THE_TEXT) and language not in (None, UNDETERMINED)
    lang = "en" if not is_quoted else language if is_of_text else ""
    about = f"{_KINDS.get(kind) or kind.replace('_', ' ')}, {where}"
    # Beside a known status only what contradicts it need say what it speaks for.
    is_plain = side == item["translation"]["status"]
    return Mark(
        words=(_outlet_writes(item) if kind == "origin_language" else None) or piece["words"],
        is_quoted=is_quoted,
        lang=lang,
        dir=direction(lang or None),
        about=about if is_plain else f"{about}: speaks for {_SPEAKS_FOR.get(side) or side.replace('_', ' ')}",
    )


def _outlet_writes(item: Mapping[str, Any]) -> str | None:
    """What the evidence tells by tags, in the names of languages."""
    origin = item["origin"]
    name, tag = wording.outlet(origin["registry_name"] or origin["name"], origin["domain"]), origin["language"]
    return f"{name} writes in {language_name(tag)}; the text is in {wording.languages(item)}" if name and tag else None
