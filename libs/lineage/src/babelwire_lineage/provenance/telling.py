"""A document's provenance in one English sentence."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any, Final, Literal, NamedTuple

from msgspec import UNSET

from babelwire_contracts.sections import TranslationMethod, TranslationStatus
from babelwire_lineage.provenance.described import Described, and_, described, printable_names
from babelwire_lineage.provenance.reasons import Reasons, joined, reasons_of

_SURENESS: Final = (
    (0.99, ""),
    (0.95, "almost certainly "),
    (0.9, "very likely "),
    (0.66, "probably "),
    (0.5, "more likely than not "),
)
"""From which confidence on which words may be used, after the scale of the IPCC's reports."""

_LEAST_SURE: Final = "possibly "
_NO_FIGURE: Final = "apparently "
_AS_WRITTEN: Final = "as first written"
_SURE_OF_THE_LANGUAGE: Final = 0.9
_TOLD: Final = 2
_NOT_NAMED: Final = "a site that is not named"


class Piece(NamedTuple):
    """A part of a sentence: words of ours, or the name of an outlet, which may be of any script."""

    text: str
    outlet: Literal["origin", "publisher"] | None = None


class Provenance(NamedTuple):
    """The sentence in its pieces, and all its reasons, a clause each.

    Where it is not known whether the text is a translation the sentence does not speak of it; `reasons` then has the
    one reason why not.
    """

    pieces: tuple[Piece, ...]
    reasons: list[str]
    is_known: bool

    @property
    def sentence(self) -> str:
        """The sentence as plain text."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def why_unknown(self) -> str | None:
        """A sentence that says why the status is not known; None where it is."""
        if self.is_known:
            return None
        (why,) = self.reasons
        return f"{why[0].upper()}{why[1:]}."

    @property
    def whole(self) -> str:
        """The sentence, and where the status is not known the one that says why."""
        return f"{self.sentence} {self.why_unknown}" if self.why_unknown else self.sentence


def tell(document: Mapping[str, Any]) -> Provenance:
    """What a document says of where its text comes from. Raises msgspec's `ValidationError` for what is no document."""
    read = described(document)
    reasons = reasons_of(read)
    writer = _writer(read)
    first = read.first_language if writer and _language_is_sure(read) else None
    pieces = [*_written(writer, first), *_shown(read, writer)]
    if reasons.why_unknown is not None:
        return Provenance(_ended(pieces), [reasons.why_unknown], is_known=False)
    pieces.append(_status(read, reasons, source=None if first else read.first_language))
    outweighed = [f"although {joined(reasons.against)}"] if reasons.against else []
    return Provenance(_ended(pieces), [*reasons.speaking, *outweighed], is_known=True)


def _writer(document: Described) -> Piece | None:
    """Another outlet than the one that shows the text; the authors where no outlet is known."""
    if wrote := document.wrote:
        return Piece(wrote, outlet="origin")
    return Piece(document.writers) if document.shows is None and document.writers else None


def _language_is_sure(document: Described) -> bool:
    """Whether the language of the original may be told as a fact: it is no surer than that there is an original."""
    return _is_translation(document) and (document.tag.confidence or 0.0) >= _SURE_OF_THE_LANGUAGE


def _written(writer: Piece | None, first_language: str | None) -> list[Piece]:
    if writer is None:
        return []
    return [Piece(f"Written in {first_language} by " if first_language else "Written by "), writer, Piece("; ")]


def _shown(document: Described, writer: Piece | None) -> list[Piece]:
    language, shows = document.in_languages, document.shows
    verb = "shown" if writer else "Published" if shows and not _is_translation(document) else "Shown"
    said = [Piece(f"{verb} in {language}" if language else verb)]
    if shows:
        return [*said, Piece(" by "), Piece(shows, outlet="publisher")]
    return said if document.publisher is UNSET else [*said, Piece(f" by {_NOT_NAMED}")]


def _status(document: Described, reasons: Reasons, *, source: str | None) -> Piece:
    """`, very likely translated by machine: the page names its source`."""
    figure = document.tag.confidence
    sure = _NO_FIGURE if figure is None else next((words for least, words in _SURENESS if figure >= least), _LEAST_SURE)
    said = _translated(document, f" from {source}" if source else "") if _is_translation(document) else _AS_WRITTEN
    because = f": {joined(reasons.speaking[:_TOLD])}" if reasons.speaking else ""
    outweighed = f", although {joined(reasons.against[:_TOLD])}" if reasons.against else ""
    return Piece(f", {sure}{said}{because}{outweighed}")


def _translated(document: Described, source: str) -> str:
    """`translated from Spanish by machine`."""
    engine = document.engine
    match document.tag.method:
        case TranslationMethod.MACHINE if engine:
            return f"machine-translated{source} by {engine}"
        case TranslationMethod.MACHINE:
            return f"translated{source} by machine"
        case TranslationMethod.HUMAN:
            helped = f" with the help of {engine}" if engine else ""
            return f"translated{source} by {_translators(document) or 'a human translator'}{helped}"
        case _:
            return f"translated{source}" + (f" with {engine}" if engine else "")


def _translators(document: Described) -> str:
    pieces = document.evidence(TranslationStatus.TRANSLATED_BY_PUBLISHER)
    return and_(printable_names([piece.words for piece in pieces if piece.where.endswith(" translator")]))


def _is_translation(document: Described) -> bool:
    return document.tag.status is TranslationStatus.TRANSLATED_BY_PUBLISHER


def _ended(pieces: list[Piece]) -> tuple[Piece, ...]:
    """The pieces with a full stop, and those that are words of ours as one where they follow each other."""
    if not pieces[-1].text.endswith("."):
        pieces = [*pieces, Piece(".")]
    groups = groupby(pieces, key=lambda piece: piece.outlet)
    return tuple(Piece("".join(piece.text for piece in group), outlet) for outlet, group in groups)
