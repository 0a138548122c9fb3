"""Which articles of the index have no vector there, or one of another text than theirs."""

from collections import deque
from collections.abc import AsyncIterator
from typing import NamedTuple

from babelwire_embedding.beginnings import text_hash
from babelwire_embedding.ports import IndexedVector, IndexedVectors, StoredArticles
from babelwire_embedding.tasks import TaggedView, text_of


class Gap(NamedTuple):
    """An article without the vector that is made from `text`; `is_outdated` where it has one of another text."""

    article: TaggedView
    text: str
    is_outdated: bool


class Looked(NamedTuple):
    """What was found among some articles."""

    articles: int
    gaps: list[Gap]


async def look_for_gaps(articles: StoredArticles, vectors: IndexedVectors) -> AsyncIterator[Looked]:
    """Goes once through all articles, side by side with the vectors of one model, a page of each in memory.

    Vectors without an article are passed over, and an empty one is one. What is written meanwhile may be seen or not.
    Raises as the two do.
    """
    there = _InOrder(vectors)
    last = ""
    while page := await articles.after(last):
        gaps = []
        for article in page:
            vector = await there.of(article.article_id)
            text = text_of(article.content)
            if vector is None or vector.text_hash != text_hash(text):
                gaps.append(Gap(article, text, is_outdated=vector is not None))
        yield Looked(len(page), gaps)
        last = page[-1].article_id


class _InOrder:
    """Vectors looked up by ids that go up from one to the next."""

    def __init__(self, vectors: IndexedVectors) -> None:
        self._vectors = vectors
        self._page: deque[IndexedVector] = deque()
        self._last = ""
        self._is_at_end = False

    async def of(self, article_id: str) -> IndexedVector | None:
        """The vector of an article."""
        while await self._has_next():
            if self._page[0].article_id > article_id:
                return None
            vector = self._page.popleft()
            if vector.article_id == article_id:
                return vector
        return None

    async def _has_next(self) -> bool:
        if not self._page and not self._is_at_end:
            self._page.extend(await self._vectors.after(self._last))
            self._is_at_end = not self._page
            self._last = self._page[-1].article_id if self._page else self._last
        return bool(self._page)
