"""Records as they come from `articles.tagged`, and an index of each test's own in the real OpenSearch."""

import contextlib
import uuid
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from babelwire_contracts.content import Content, Publisher
from babelwire_contracts.document import Document
from babelwire_contracts.identity import capture_id, content_hash, revision
from babelwire_contracts.records import Amendment, DuplicateAmendment, TaggedArticle, TagsAmendment
from babelwire_contracts.sections import (
    Duplicate,
    DuplicateKind,
    DuplicateSection,
    LanguageShare,
    Origin,
    Revised,
    SectionVersion,
    StorySection,
    TagsSection,
    TextVersion,
    TranslatedText,
    Translation,
    TranslationSection,
    TranslationStatus,
)
from babelwire_indexing.adapters.index import ArticlesIndex
from babelwire_indexing.adapters.store import OpenSearchStore
from babelwire_indexing.join import TaggedRecord
from babelwire_indexing.ports import Stored
from babelwire_indexing.settings import IndexingSettings
from babelwire_indexing.template import MAPPING_VERSION, IndexNames
from babelwire_indexing.writing import ArticleWriter
from babelwire_messaging.handling import Position, Record
from babelwire_opensearch.bodies import body
from babelwire_opensearch.client import OpenSearchClient
from babelwire_opensearch.settings import OpenSearchSettings

FIRST_CAPTURE = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)
WRITTEN_AT = datetime(2026, 5, 4, 7, 0, tzinfo=UTC)


class Articles:
    """Makes records; the same arguments always make the same record."""

    def content(
        self,
        minutes: int = 0,
        *,
        generation: int = 1,
        title: str = "Ferry returns",
        body: str | None = None,
        lead: str | None = None,
        **given: Any,
    ) -> Content:
        """The content captured `minutes` after the first capture."""
        captured_at = FIRST_CAPTURE + timedelta(minutes=minutes)
        if body is None:
            body = f"The ferry sails again.\n\nTrip {minutes}."
        return Content(
            revision=revision(captured_at, capture_id(None, b"", captured_at)),
            generation=generation,
            content_hash=content_hash(title, lead, body),
            captured_at=captured_at,
            publisher=Publisher(name="Harbour Post", domain="harbour.example"),
            parser=f"parser {generation}",
            title=title,
            body=body,
            lead=lead,
            **given,
        )

    def duplicate(
        self,
        content: Content,
        *,
        generation: int = 1,
        n: int = 0,
        of: str | None = None,
        revised: Revised | None = None,
        root: Any = msgspec.UNSET,
    ) -> DuplicateSection:
        """The duplicate section made from `content`."""
        kind = DuplicateKind.NEAR if of else DuplicateKind.NONE
        duplicate = Duplicate(kind=kind, of=of, root=root)
        return DuplicateSection(version=_version(content, generation, n), duplicate=duplicate, revised=revised)

    def tags(
        self,
        content: Content,
        *,
        generation: int = 1,
        n: int = 0,
        language: str = "en",
    ) -> TagsSection:
        """The tags section made from `content`."""
        return TagsSection(
            version=_version(content, generation, n),
            language=language,
            language_confidence=0.5,
            languages=[LanguageShare(language=language, share=0.8), LanguageShare(language="es", share=0.2)],
            original_language=language,
            origin=Origin(name="Harbour Post"),
            translation=Translation(status=TranslationStatus.ORIGINAL),
        )

    def story(self, content: Content, *, generation: int = 1, n: int = 0, of: str = "founder") -> StorySection:
        """The story section made from the text of `content`."""
        return StorySection(version=_text_version(content, generation, n), story_id=of)

    def translation(
        self, content: Content, *, generation: int = 1, n: int = 0, title: str = "Translated"
    ) -> TranslationSection:
        """A translation of the text of `content`."""
        text = TranslatedText(status="done", title=title)
        return TranslationSection(version=_text_version(content, generation, n), text=text)

    def amendment(self, article_id: str = "ferry", **sections: Any) -> Amendment:
        """Any sections, without content."""
        return Amendment(article_id=article_id, capture_id="any", **sections)

    def article(self, content: Content | None = None, article_id: str = "ferry", **sections: Any) -> TaggedArticle:
        """A whole article."""
        content = content or self.content()
        return TaggedArticle(
            article_id=article_id,
            capture_id=content.revision.rpartition("-")[2],
            content=content,
            **{"duplicate": self.duplicate(content), "tags": self.tags(content)} | sections,
        )

    def duplicate_amendment(
        self, content: Content, article_id: str = "ferry", *, generation: int = 1, n: int = 0, of: str | None = None
    ) -> DuplicateAmendment:
        """A later duplicate decision."""
        section = self.duplicate(content, generation=generation, n=n, of=of)
        return DuplicateAmendment(article_id=article_id, capture_id="any", duplicate=section)

    def tags_amendment(
        self, content: Content, article_id: str = "ferry", *, generation: int = 1, n: int = 0, language: str = "en"
    ) -> TagsAmendment:
        """Later tags."""
        section = self.tags(content, generation=generation, n=n, language=language)
        return TagsAmendment(article_id=article_id, capture_id="any", tags=section)

    def record(self, value: TaggedRecord, offset: int = 0) -> Record[TaggedRecord]:
        """A record of `articles.tagged`."""
        return Record(Position("articles.tagged", 0, offset), value.article_id.encode(), value, FIRST_CAPTURE, {})

    def records(self, *values: TaggedRecord) -> list[Record[TaggedRecord]]:
        """Records at successive offsets."""
        return [self.record(value, offset) for offset, value in enumerate(values)]


def _version(content: Content, generation: int, n: int) -> SectionVersion:
    return SectionVersion(revision=content.revision, content_generation=content.generation, generation=generation, n=n)


def _text_version(content: Content, generation: int, n: int) -> TextVersion:
    return TextVersion(content_hash=content.content_hash, generation=generation, n=n, revision=content.revision)


@pytest.fixture(scope="session")
def make() -> Articles:
    return Articles()


class LiveIndex:
    """An index of one test's own, behind an alias of its own."""

    def __init__(self, url: str) -> None:
        name = uuid.uuid4().hex[:12]
        self.names = IndexNames(alias=f"test-{name}", index=f"articles-v{MAPPING_VERSION}-{name}")
        self.settings = IndexingSettings(
            opensearch=OpenSearchSettings(url=url), bulk_documents=20, request_timeout=60, check_seconds=0.05
        )
        self.client = OpenSearchClient(self.settings.opensearch, timeout=60, connections=6)
        self.index = ArticlesIndex(self.client, self.settings, self.names)

    def store(self, **settings: int) -> OpenSearchStore:
        """A store as another instance would have it."""
        return OpenSearchStore(self.client, self.settings.model_copy(update=settings), lambda: WRITTEN_AT, self.names)

    def writer(self, **settings: int) -> ArticleWriter:
        """A writer as another instance would have it."""
        return ArticleWriter(self.store(**settings))

    async def request(self, method: str, path: str, value: Any = None) -> Any:
        """Any request, with `{alias}` and `{index}` in the path filled in."""
        path = path.format(alias=self.names.alias, index=self.names.index)
        return await self.client.request(method, path, object, body=None if value is None else body(value))

    async def document(self, article_id: str = "ferry") -> Document:
        """The document as it is in the index."""
        found = (await self.store().read([article_id]))[article_id]
        assert isinstance(found, Stored)
        return found.document

    async def search(self, query: dict[str, Any]) -> list[str]:
        """Ids of what a query finds through the alias, refreshed."""
        await self.request("POST", "/{index}/_refresh")
        answer = await self.request("POST", "/{alias}/_search", {"query": query, "size": 100, "sort": ["article_id"]})
        return [hit["_id"] for hit in answer["hits"]["hits"]]


@pytest.fixture
async def nothing_yet(opensearch_url: str) -> AsyncIterator[LiveIndex]:
    """The names of an index that is not there yet."""
    live = LiveIndex(opensearch_url)
    async with contextlib.aclosing(live.client):
        try:
            yield live
        finally:
            await live.client.request("DELETE", f"/{live.names.index}?ignore_unavailable=true", dict)


@pytest.fixture
async def live(nothing_yet: LiveIndex) -> LiveIndex:
    """An empty index with its alias."""
    await nothing_yet.index.ensure()
    return nothing_yet
