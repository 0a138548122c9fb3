"""What the domain needs of an index."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from babelwire_contracts.document import Document
from babelwire_indexing.errors import DocumentRefused, StoredDocumentUnreadable
from babelwire_indexing.vectors import VectorEntry
from babelwire_messaging.errors import PermanentError


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as it is in the concrete index `index`, with what a conditional write needs to name that state."""

    document: Document
    index: str
    seq_no: int
    primary_term: int


@dataclass(frozen=True, slots=True)
class Write:
    """A document to put in place of `replaces`, or where there is none yet; anything else there is a conflict."""

    document: Document
    replaces: Stored | None


@dataclass(frozen=True, slots=True)
class Written:
    """Acknowledged by the concrete index `index`."""

    index: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else wrote the document first; nothing was written."""


class DocumentStore(Protocol):
    """Documents by article id, with conditional writes."""

    async def read(self, article_ids: Sequence[str]) -> dict[str, Stored | StoredDocumentUnreadable]:
        """The documents that are there, as last written. Raises `TransientError`."""

    async def write(self, writes: Sequence[Write]) -> list[Written | Conflict | DocumentRefused]:
        """One answer per write, in order. Raises `TransientError`; some may have been written then."""


class VectorStore(Protocol):
    """Vectors by article id, those of each model by themselves."""

    async def write(self, model: str, entries: Sequence[VectorEntry]) -> list[PermanentError | None]:
        """One answer per entry, in order: None where it is there, or a later one of the article.

        Raises `TransientError`; some may have been written then.
        """

    async def watch(self) -> None:
        """Lets searches go over to a newer model once nearly all articles have a vector of it; until cancelled."""


@dataclass(frozen=True, slots=True)
class Index:
    """What is written while it is open: the documents, why nothing can be written there now, and the watch that finds
    out; and the vectors, which nothing else waits for.
    """

    store: DocumentStore
    not_ready: Callable[[], str | None]
    watch: Callable[[], Awaitable[None]]
    vectors: VectorStore
