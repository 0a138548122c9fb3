"""Stories: which articles tell one event, and what their writer has to remember to go on after a restart."""

from datetime import datetime
from typing import Annotated

import msgspec

from babelwire_contracts.embeddings import Vector
from babelwire_contracts.fingerprints import HexId
from babelwire_contracts.message import Message
from babelwire_contracts.sections import TextVersion

Count = Annotated[int, msgspec.Meta(ge=0)]
Digests = Annotated[bytes, msgspec.Meta(max_length=512)]


class Joined(msgspec.Struct, frozen=True, kw_only=True):
    """What brought an article into a story: the article of the story that it is likest to, and what they share.

    `likeness` is the probability in 0..1 that the two tell one event, `cosine` that of their vectors; `names` and
    `numbers` are those in both, as this article writes them. `days_apart` is None where a date is missing.
    """

    article_id: str
    likeness: float
    cosine: float
    names: list[str] = []
    numbers: list[str] = []
    days_apart: float | None = None


class StoryMember(Message, frozen=True, kw_only=True):
    """One article and the story that it is in: `story_id` is the id of the article that founded it.

    `number` counts the articles in the order in which the writer took them on. `version` is that of the section last
    published. All else is what the article is compared by, so that the topic alone is enough to go on: the vector, made
    by `model`, digests of the names and numbers in its text, and the years that it names (32-bit integers,
    little-endian, in order; base64 in JSON). `scheme` numbers the way the digests are made, and those of two schemes
    are not compared.
    """

    article_id: HexId
    capture_id: HexId
    revision: str
    content_hash: HexId
    text_hash: HexId
    language: str
    publisher: str | None = None
    published_at: datetime | None = None
    captured_at: datetime
    model: str
    vector: Vector
    scheme: int
    names: Digests = b""
    numbers: Digests = b""
    years: Digests = b""
    number: Count
    story_id: HexId
    version: TextVersion
