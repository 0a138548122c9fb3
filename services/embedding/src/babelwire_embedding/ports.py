"""What embedding needs from outside: a model, the vectors that were made before, and for gaps the index and a lane."""

from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol

from babelwire_contracts.embeddings import EmbeddedArticle, EmbeddingTask
from babelwire_embedding.tasks import TaggedView
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


class IndexedVector(NamedTuple):
    """What an index of vectors says of one of them, empty or not: whose it is, and of which text."""

    article_id: str
    text_hash: str


class StoredArticles(Protocol):
    """The articles of the index."""

    async def after(self, article_id: str) -> Sequence[TaggedView]:
        """Some that follow an id, in the order of the ids; none at the end.

        Raises `TransientError`, and `DocumentUnreadable` for what is no document of ours.
        """


class IndexedVectors(Protocol):
    """What the index has of the vectors of one model."""

    async def after(self, article_id: str) -> Sequence[IndexedVector]:
        """Some that follow an id, in the order of the ids; none at the end. Raises `TransientError`."""


class WaitingTask(NamedTuple):
    """A task in a lane that is not done: 16 bytes each of article id and hash of the text, for there may be many."""

    article_id: bytes
    text_hash: bytes

    @classmethod
    def of(cls, article_id: str, text_hash: str) -> "WaitingTask":
        """The one of an article with such a text."""
        return cls(bytes.fromhex(article_id), bytes.fromhex(text_hash))


class TaskLane(Protocol):
    """The lane that tasks of old articles wait in."""

    async def write(self, tasks: Sequence[EmbeddingTask]) -> None:
        """Returns once they are there. Raises `TransientError`."""
