"""Tasks of articles, and a topic of vectors for an `Embedding` without a broker."""

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from tests.vectors import DigestModel

from babelwire_contracts import identity
from babelwire_contracts.codec import decode, encode
from babelwire_contracts.embeddings import EmbeddedArticle, EmbeddingTask
from babelwire_contracts.topics import ARTICLES_EMBEDDED, EMBEDDING_FRESH
from babelwire_embedding.beginnings import text_hash
from babelwire_embedding.embedding import Embedding
from babelwire_embedding.known import KnownVectors
from babelwire_messaging import headers
from babelwire_messaging.errors import PermanentError
from babelwire_messaging.handling import Position, Record

START = datetime(2026, 3, 1, tzinfo=UTC)


def task(
    text: str = "Deprem İzmir'i salladı", *, url: str = "https://a.example/1", minute: int = 0, **more: Any
) -> EmbeddingTask:
    """An article's task, captured at a minute."""
    captured_at = START + timedelta(minutes=minute)
    capture_id = identity.capture_id(url, text.encode(), captured_at)
    given: dict[str, Any] = {
        "article_id": identity.article_id(url),
        "capture_id": capture_id,
        "revision": identity.revision(captured_at, capture_id),
        "content_hash": identity.content_hash(text, None, ""),
        "text_hash": text_hash(text),
        "title": text,
        "text": text,
        "language": "tr",
        "captured_at": captured_at,
    }
    return EmbeddingTask(**(given | more))


def record(asked: EmbeddingTask, *, again: bool = False) -> Record[EmbeddingTask]:
    """It as a record of a lane; `again` as `babelwire reembed` writes it."""
    marked = {headers.REEMBED_ID: b"1"} if again else {}
    return Record(Position(EMBEDDING_FRESH.name, 0, 0), asked.article_id.encode(), asked, START, marked)


class Instance:
    """An instance that owns partition 0, and the topic that it reads and writes."""

    def __init__(self, written: list[EmbeddedArticle | None] | None = None, model: DigestModel | None = None) -> None:
        self.written = [] if written is None else written
        self.model = model or DigestModel()
        self.known = KnownVectors(ARTICLES_EMBEDDED.name)
        self.embedding = Embedding(self.model, self.known, self)
        self.read_positions: list[Position] = []
        self._learnt = 0
        self.catch_up()

    async def ask(
        self, *tasks: EmbeddingTask, read_back: bool = True, again: bool = False
    ) -> list[EmbeddedArticle | PermanentError | None]:
        """The answers to some tasks in one batch, which stand in the topic afterwards."""
        answers = await self.embedding.handle([record(each, again=again) for each in tasks])
        told: list[EmbeddedArticle | PermanentError | None] = []
        for answer in answers:
            if isinstance(answer, PermanentError):
                told.append(answer)
                continue
            articles = [decode(encode(each.message), EmbeddedArticle) for each in answer if each.message is not None]
            assert all(each.topic is ARTICLES_EMBEDDED for each in answer)
            self.written.extend(articles)
            told.append(articles[0] if articles else None)
        if read_back:
            self.catch_up()
        return told

    def catch_up(self) -> None:
        """Reads what was written since."""
        for offset, article in enumerate(self.written[self._learnt :], self._learnt):
            if article is not None:
                self.embedding.learn(article.article_id, article, Position(ARTICLES_EMBEDDED.name, 0, offset))
        self._learnt = len(self.written)

    async def read(self, positions: Collection[Position]) -> dict[Position, EmbeddedArticle]:
        """See `PastVectors`."""
        self.read_positions.extend(positions)
        found = {position: self.written[position.offset] for position in positions}
        return {position: article for position, article in found.items() if article is not None}
