"""What a parser of one format found, before identity, revision and hash are added."""

from dataclasses import dataclass, field

from babelwire_contracts.content import Clue, DeclaredOrigin, Image, Publisher, Related, Video
from babelwire_ingest.parsing.dates import Dating


@dataclass(frozen=True, kw_only=True)
class Draft:
    """An article in the words of its page. `paragraphs` are clean and in order; `canonical` is as declared."""

    title: str
    paragraphs: list[str]
    parser: str
    lead: str | None = None
    authors: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    videos: list[Video] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    related: list[Related] = field(default_factory=list)
    publisher: Publisher = field(default_factory=Publisher)
    origin: DeclaredOrigin | None = None
    language: str | None = None
    dating: Dating | None = None
    canonical: str | None = None
    clues: list[Clue] = field(default_factory=list)
