"""What a parser of one format found, before identity, revision and hash are added."""

import msgspec

from babelwire_contracts.content import (
    Alternate,
    Audio,
    Clue,
    DeclaredOrigin,
    Embed,
    Image,
    LiveEntry,
    Part,
    Publisher,
    RejectedDate,
    Related,
    Video,
)
from babelwire_ingest.parsing.dating.dates import Dating


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An article in the words of its page. `paragraphs` are clean and in order; `canonical` is as declared.

    `spaced` where title, lead and paragraphs are known to have no white space but single spaces between words.
    """

    title: str
    paragraphs: list[str]
    parser: str
    lead: str | None = None
    authors: list[str] = []
    categories: list[str] = []
    keywords: list[str] = []
    images: list[Image] = []
    videos: list[Video] = []
    credits: list[str] = []
    related: list[Related] = []
    publisher: Publisher = Publisher()
    origin: DeclaredOrigin | None = None
    language: str | None = None
    dating: Dating | None = None
    canonical: str | None = None
    clues: list[Clue] = []
    spaced: bool = False
    modified: Dating | None = None
    rejected_dates: list[RejectedDate] = []
    audio: list[Audio] = []
    embeds: list[Embed] = []
    live_entries: list[LiveEntry] = []
    alternates: list[Alternate] = []
    paywalled: bool | None = None
    partial: bool = False
    structure: list[Part] = []
