"""What an operator says of two articles, whatever their texts say."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import msgspec

from babelwire_contracts.fingerprints import HexId
from babelwire_contracts.message import Message


class Verdict(StrEnum):
    """Whether two articles are in one group of copies."""

    COPIES = "copies"
    NOT_COPIES = "not_copies"


class Correction(Message, frozen=True, kw_only=True):
    """Two articles that are always, or never, in one group of copies.

    `one` and `other` are their ids, the smaller first. `made_at` is when the operator said so. Of each pair the last
    correction counts; a tombstone withdraws it, so that the texts decide again.
    """

    one: HexId
    other: HexId
    verdict: Verdict
    made_at: Annotated[datetime, msgspec.Meta(tz=True)]

    def __post_init__(self) -> None:
        if self.one >= self.other:
            raise ValueError(f"a correction is of two articles, the smaller id first: {self.one}, {self.other}")

    @property
    def key(self) -> str:
        """The key of its record."""
        return f"{self.one}:{self.other}"
