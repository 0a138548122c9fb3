"""What a piece of evidence says, as a clause; pieces that say the same are told once."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from babelwire_contracts.sections import Evidence, TranslationStatus
from babelwire_lineage.provenance.described import Described

_TRANSLATED: Final = TranslationStatus.TRANSLATED_BY_PUBLISHER
_ORIGINAL: Final = TranslationStatus.ORIGINAL
_LONGEST_KIND: Final = 40
_OTHER_SIDE: Final = {_TRANSLATED: _ORIGINAL, _ORIGINAL: _TRANSLATED}
_NAMED: Final = {_TRANSLATED: "a translation", _ORIGINAL: "an original"}

_DATA: Final = "json-ld|microdata|rdfa|json field"
_IN_BYLINE: Final = "byline|authors|feed author|json field authors"
_WORKS: Final = (
    (".* translationOfWork", "the page's data name the work that it translates"),
    (".* isBasedOn", "the page's data name the work that it was made from"),
    ("link", "the page links to the original"),
)
_NOTES: Final = (
    *_WORKS,
    (r"url$|html\[class", "it was captured through a translating service"),
    (".* translator$", "the page's data name a translator"),
    (_IN_BYLINE, "the byline says that it was translated"),
    (_DATA, "the page's data say that it was translated"),
    (".*above the headline$", "a line above the headline speaks of translation"),
    (".*at the foot$", "a line at the foot of the page speaks of translation"),
    ("", "the page says that it was translated"),
)
"""How `where` begins, as regular expressions, and what a note there says: the first that fits."""

_SOURCES: Final = (
    *_WORKS,
    (_IN_BYLINE, "the byline names its source"),
    (".*dateline$", "the dateline names its source"),
    (_DATA, "the page's data name its source"),
    ("feed", "the feed names its source"),
    ("", "the page names its source"),
)
"""The same of what names the outlet that wrote the text."""

_OTHERS: Final = {
    "tagline": "the site says of itself that it shows news from elsewhere",
    "machine_translation_artefact": "the text has marks of machine translation",
    "generator": "the page was built with a tool that translates",
    "html_lang": "the page is declared to be in another language",
    "alternate_link": "the page names one in another language for whoever reads none of its own",
}


class Reasons(NamedTuple):
    """What a status rests on, a clause each, what weighs most first; `against` is what was outweighed.

    Of `unknown` they are empty, and `why_unknown` says why.
    """

    speaking: list[str]
    against: list[str]
    why_unknown: str | None = None


def reasons_of(document: Described) -> Reasons:
    """Why a document's status is what it is."""
    status = document.tag.status
    if status is TranslationStatus.UNKNOWN:
        return Reasons([], [], _why_unknown(document))
    return Reasons(clauses(document, status), clauses(document, _OTHER_SIDE[status]))


def clauses(document: Described, side: TranslationStatus) -> list[str]:
    """What speaks for a side, each clause once."""
    say = _for_translation if side is _TRANSLATED else _for_original
    return list(dict.fromkeys(say(piece, document) for piece in document.evidence(side)))


def joined(parts: Iterable[str]) -> str:
    """`this is so`, `this is so, and that is`, `this is so, that is, and so is another`."""
    *before, last = parts
    return f"{', '.join(before)}, and {last}" if before else last


def _why_unknown(document: Described) -> str:
    found = {side: clauses(document, side) for side in _NAMED}
    if all(found.values()):
        return f"the evidence contradicts itself: {joined(found[_TRANSLATED])}, but {joined(found[_ORIGINAL])}"
    for side, said in found.items():
        if said:
            return f"too little speaks for {_NAMED[side]}: {joined(said)}"
    return "nothing tells whether it is a translation"


def _for_translation(piece: Evidence, document: Described) -> str:
    match piece.kind:
        case "translation_note":
            return _at(piece.where, _NOTES)
        case "origin_language":
            return _source(piece, document)
        case "publisher_translates" if piece.where != "publisher":
            return "most other articles of this site are translations"
        case "publisher_translates" if piece.words.endswith("by machine"):
            # A site that translates by machine writes nothing of its own.
            return "every article of this site is a translation"
        case "publisher_translates":
            return "this site regularly shows translations"
        case kind:
            return _OTHERS.get(kind) or _unnamed(kind, _TRANSLATED)


def _source(piece: Evidence, document: Described) -> str:
    first = document.first_language
    if document.wrote is None:
        return f"this site otherwise writes in {first or 'another language'}"
    named = _at(piece.where, _SOURCES)
    return named if first or not named.endswith("its source") else f"{named}, which writes in another language"


def _for_original(piece: Evidence, document: Described) -> str:
    match piece.kind:
        case "origin_language":
            outlet = "its source" if document.wrote else "this site"
            return f"{outlet} writes in {document.in_languages or 'the language of the text'}"
        case "translation_note":
            return "the page says that it is the original"
        case kind:
            return _unnamed(kind, _ORIGINAL)


def _unnamed(kind: str, side: TranslationStatus) -> str:
    return f"another mark speaks for {_NAMED[side]} ({kind[:_LONGEST_KIND].replace('_', ' ')})"


def _at(where: str, places: tuple[tuple[str, str], ...]) -> str:
    return next(say for begins, say in places if re.match(begins, where))
