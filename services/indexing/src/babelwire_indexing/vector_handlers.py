"""From articles with vectors to the indices of their models."""

from collections.abc import Sequence

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_indexing.ports import VectorStore
from babelwire_indexing.vectors import entry
from babelwire_messaging.errors import PermanentError
from babelwire_messaging.handling import Answer, BatchHandler, Record


def index_vectors(store: VectorStore) -> BatchHandler[EmbeddedArticle]:
    """The handler of `articles.embedded`; publishes nothing, for the article has its receipt already."""

    async def handle(records: Sequence[Record[EmbeddedArticle]]) -> Sequence[Answer]:
        answers: list[Answer] = [[] for _ in records]
        places: dict[str, list[int]] = {}
        for place, record in enumerate(records):
            places.setdefault(record.value.model, []).append(place)
        for model, of_model in places.items():
            results = await store.write(model, [entry(records[place].value) for place in of_model])
            for place, error in zip(of_model, results, strict=True):
                if isinstance(error, PermanentError):
                    answers[place] = error
        return answers

    return handle
