"""What is learnt of publishers: what single articles say of themselves, and what follows from all of them."""

from typing import Annotated

import msgspec

from babelwire_contracts.fingerprints import HexId
from babelwire_contracts.message import Message
from babelwire_contracts.sections import SectionVersion, TranslationMethod, TranslationStatus

Domain = Annotated[str, msgspec.Meta(min_length=1, max_length=253)]
Count = Annotated[int, msgspec.Meta(ge=0)]


class PublisherObservation(Message, frozen=True, kw_only=True):
    """What one article says of itself, by the evidence on its own page and nothing that is known of its publisher.

    `domain` is the registrable domain of the publisher, `version` that of the tags without what was learnt. Of an
    article the newest version counts; `method` is that of a translation, where the article says it.
    """

    domain: Domain
    article_id: HexId
    version: SectionVersion
    status: TranslationStatus
    method: TranslationMethod | None = None

    @property
    def key(self) -> str:
        """The key of its record."""
        return f"{self.domain}:{self.article_id}"


class PublisherStanding(Message, frozen=True, kw_only=True):
    """What follows from the articles of a publisher: whether it shows only translations, and who makes them.

    `n` counts how often any of it has changed, and `method_n` is the `n` at which the method last did.
    """

    domain: Domain
    translates: bool = False
    method: TranslationMethod | None = None
    n: Count
    method_n: Count = 0
