"""Gives articles their vectors: those that they have already, or new ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from babelwire_contracts.embeddings import EmbeddedArticle, EmbeddingTask, Vector
from babelwire_contracts.topics import ARTICLES_EMBEDDED
from babelwire_embedding.errors import RevisionMalformed
from babelwire_embedding.known import KnownVectors
from babelwire_embedding.marks import Mark, mark_of, mark_of_task
from babelwire_embedding.ports import Model, PastVectors
from babelwire_embedding.tasks import asked_for, embedded
from babelwire_messaging import headers
from babelwire_messaging.errors import PermanentError
from babelwire_messaging.handling import Answer, Position, Publish, Record
from babelwire_vectors import Passage


class _Answered(NamedTuple):
    """What was answered last of an article, and has not been read back from the topic yet."""

    mark: Mark
    vector: Vector
    partition: int


@dataclass(slots=True)
class _Wanted:
    """A task at hand: what its vector is known to be, if anything is."""

    task: EmbeddingTask
    mark: Mark
    partition: int
    is_asked_again: bool
    vector: Vector | PermanentError | None = None
    stands_at: Position | None = None


class Embedding:
    """The handler of the lanes. What `learn` tells it of the topic is what it goes by.

    An article's newest revision is what counts: an older one is answered with nothing, in whatever lane it comes.
    """

    def __init__(self, model: Model, known: KnownVectors, past: PastVectors) -> None:
        self._model = model
        self._known = known
        self._past = past
        self._answered: dict[str, _Answered] = {}

    def learn(self, article_id: str, article: EmbeddedArticle | None, position: Position) -> None:
        """Takes in a record of `articles.embedded`; None for a tombstone. Raises `RevisionMalformed`."""
        if article is None:
            self._known.forget(article_id)
            return
        mark = mark_of(article)
        self._known.learn(article_id, mark, position)
        answered = self._answered.get(article_id)
        if answered is not None and answered.mark.revision <= mark.revision:
            del self._answered[article_id]

    def forget_partitions(self, numbers: frozenset[int]) -> None:
        """Forgets the articles of partitions that are no longer this instance's."""
        self._known.forget_partitions(numbers)
        gone = [article_id for article_id, each in self._answered.items() if each.partition in numbers]
        for article_id in gone:
            del self._answered[article_id]

    async def handle(self, records: Sequence[Record[EmbeddingTask]]) -> list[Answer]:
        """The article with its vector for each task, or nothing where nothing has changed.

        A text that the article has a vector of, by this model and in this language, is not embedded again.
        """
        wanted = [self._want(record) for record in records]
        due = [each for each in wanted if isinstance(each, _Wanted)]
        await self._read(due)
        await self._embed(due)
        # From here on nothing is awaited: what was decided while others had their turns is looked at again.
        return [each if isinstance(each, PermanentError) else self._answer(each) for each in wanted]

    def _want(self, record: Record[EmbeddingTask]) -> "_Wanted | PermanentError":
        task = record.value
        try:
            mark = mark_of_task(task, self._model.name)
        except RevisionMalformed as error:
            return error
        wanted = _Wanted(task, mark, record.position.partition, headers.REEMBED_ID in record.headers)
        known, answered = self._known.find(task.article_id), self._answered.get(task.article_id)
        if not task.text:
            wanted.vector = b""
        elif answered is not None and answered.mark.made == wanted.mark.made:
            wanted.vector = answered.vector
        elif known is not None and (known.mark.made == mark.made or self._may_tell_more(known.mark, wanted)):
            wanted.stands_at = known.position
        return wanted

    async def _read(self, due: Sequence[_Wanted]) -> None:
        """The vectors that stand in the topic, of those that have something to say beside."""
        asked = {each.stands_at for each in due if each.stands_at is not None and not self._is_settled(each)}
        found = await self._past.read(asked) if asked else {}
        for each in due:
            there = found.get(each.stands_at) if each.stands_at is not None else None
            # Compaction and another writer may have put something else there.
            if there is None:
                continue
            if self._may_tell_more(mark_of(there), each) and there.text_hash == each.task.text_hash:
                each.task = asked_for(there)
                each.mark = mark_of_task(each.task, self._model.name)
            if mark_of(there).made == each.mark.made:
                each.vector = there.vector

    def _may_tell_more(self, stands: Mark, wanted: _Wanted) -> bool:
        """Whether the topic has the revision that is asked again: of the record, which told more than a document."""
        return wanted.is_asked_again and stands.revision == wanted.mark.revision

    async def _embed(self, due: Sequence[_Wanted]) -> None:
        """New vectors for what has none yet; one for all that have the same text, language and model."""
        passages: dict[bytes, Passage] = {
            each.mark.made: Passage(each.task.text, each.task.language)
            for each in due
            if each.vector is None and not self._is_settled(each)
        }
        if not passages:
            return
        made: Mapping[bytes, Vector | PermanentError] = dict(
            zip(passages, await self._model.vectors(list(passages.values())), strict=True)
        )
        for each in due:
            if each.vector is None:
                each.vector = made.get(each.mark.made)

    def _answer(self, wanted: _Wanted) -> Answer:
        if self._is_settled(wanted):
            return []
        task, vector = wanted.task, wanted.vector
        if isinstance(vector, PermanentError):
            return vector
        assert vector is not None
        self._answered[task.article_id] = _Answered(wanted.mark, vector, wanted.partition)
        article = embedded(task, self._model.name, vector)
        return [Publish(ARTICLES_EMBEDDED, task.article_id, article, task.capture_id)]

    def _is_settled(self, wanted: _Wanted) -> bool:
        """Whether a newer revision of the article was answered, or the topic says all that this would.

        What is asked again is told again, for somebody has not got it; it need not be embedded again for that.
        """
        article_id, mark = wanted.task.article_id, wanted.mark
        known, answered = self._known.find(article_id), self._answered.get(article_id)
        if answered is not None:
            # Not read back, so perhaps not written: the same is said again rather than never.
            return answered.mark.revision > mark.revision
        if known is None:
            return False
        same = (known.mark.made, known.mark.told) == (mark.made, mark.told)
        return known.mark.revision > mark.revision or (same and not wanted.is_asked_again)
