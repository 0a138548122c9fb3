"""What tagging reads of an article's content."""

import msgspec

from babelwire_contracts.content import Clue, ClueKind, DeclaredOrigin, Part, Publisher


class Picture(msgspec.Struct, frozen=True):
    """Of a picture what stands below it."""

    caption: str | None = None


class TaggedContent(msgspec.Struct, frozen=True, kw_only=True):
    """The fields of a content section that language, origin and translation rest on; the others are not decoded."""

    revision: str
    generation: int
    title: str
    body: str
    lead: str | None = None
    url: str | None = None
    canonical_url: str | None = None
    authors: list[str] = []
    publisher: Publisher = Publisher()
    declared_origin: DeclaredOrigin | None = None
    declared_language: str | None = None
    clues: list[Clue] = []
    structure: list[Part] = []
    images: list[Picture] = []

    def clues_of(self, *kinds: ClueKind) -> list[Clue]:
        """The clues of these kinds, in the order they were found."""
        return [clue for clue in self.clues if clue.kind in kinds] if self.clues else []
