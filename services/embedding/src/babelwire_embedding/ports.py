"""What embedding needs from outside: a model, and the vectors that were made before."""

from collections.abc import Collection, Sequence
from typing import Protocol

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_messaging.errors import PermanentError
from babelwire_messaging.handling import Position
from babelwire_vectors import Passage, Vector


class Model(Protocol):
    """A model at work where it keeps nobody waiting."""

    @property
    def name(self) -> str:
        """Which model it is, and how its answers are treated; vectors of two names are never compared."""

    async def vectors(self, passages: Sequence[Passage]) -> Sequence[Vector | PermanentError]:
        """The vector of each text, empty where it has nothing to embed, or why it can never have one.

        Raises `TransientError` when not now, and `StopConsuming` where an operator has to mend something first.
        """


class PastVectors(Protocol):
    """The records of `articles.embedded`."""

    async def read(self, positions: Collection[Position]) -> dict[Position, EmbeddedArticle]:
        """Those at some positions that are still there and can be read. Raises `TransientError`."""
