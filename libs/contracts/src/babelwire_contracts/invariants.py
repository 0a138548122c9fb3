"""What a translation leaves as it is: the same in a text and in its translations, and seldom in another telling."""

from typing import Annotated, Final

import msgspec

from babelwire_contracts.fingerprints import HexId
from babelwire_contracts.sections import TranslationStatus

MAX_NUMBERS: Final = 150
MAX_NAMES: Final = 80
MAX_QUOTES: Final = 60
MAX_LENGTHS: Final = 60
MAX_MEDIA: Final = 30
MAX_LINKED: Final = 60
WHOLE: Final = 1000
"""Places in a text are told in parts of this."""

Place = Annotated[int, msgspec.Meta(ge=0, le=WHOLE)]


class Placed(msgspec.Struct, frozen=True, array_like=True):
    """Something that stands in a text, and where: from 0, the beginning, to `WHOLE`."""

    value: str
    at: Place


class Invariants(msgspec.Struct, frozen=True, kw_only=True):
    """What does not change in translation, of a whole article, in the order in which it stands there.

    `numbers` are digits alone, of any script, without the marks that part thousands or decimals. `names` are words of
    Latin letters, as written in any script's text, that are names by their capitals. `quotes` is where quotations
    begin. `paragraphs` and `sentences` are the lengths of these in characters, the lead's first. `media` are file names
    of pictures and recordings.

    `alternates` are the ids of the articles that the page declares as itself in other languages, `sources` of those
    that it names as what it was made from. `origin` is the outlet that wrote it (domain, else name);
    `original_language` and `status` are what its tags say of it.
    """

    numbers: Annotated[list[Placed], msgspec.Meta(max_length=MAX_NUMBERS)] = []
    names: Annotated[list[Placed], msgspec.Meta(max_length=MAX_NAMES)] = []
    quotes: Annotated[list[Place], msgspec.Meta(max_length=MAX_QUOTES)] = []
    paragraphs: Annotated[list[int], msgspec.Meta(max_length=MAX_LENGTHS)] = []
    sentences: Annotated[list[int], msgspec.Meta(max_length=MAX_LENGTHS)] = []
    media: Annotated[list[str], msgspec.Meta(max_length=MAX_MEDIA)] = []
    alternates: Annotated[list[HexId], msgspec.Meta(max_length=MAX_LINKED)] = []
    sources: Annotated[list[HexId], msgspec.Meta(max_length=MAX_LINKED)] = []
    origin: str | None = None
    original_language: str = "und"
    status: TranslationStatus = TranslationStatus.UNKNOWN
