"""This release on the data of the one before it (`releases/first`, made by that release's own stack).

`index.json` is the index as OpenSearch described it, `documents.ndjson` what was in it, `articles.tagged.ndjson` the
records of the topic, values as they were on the wire.
"""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from babelwire_contracts.codec import decode
from babelwire_contracts.document import Document
from babelwire_contracts.topics import ARTICLES_TAGGED
from babelwire_indexing.app import open_search
from babelwire_indexing.document import to_source
from babelwire_indexing.join import TaggedRecord
from babelwire_indexing.reindex import Reindex, parser
from babelwire_indexing.template import MAPPING_VERSION
from babelwire_indexing.writing import ArticleWriter, Settled
from babelwire_messaging.handling import Position, Record

from .conftest import Articles, LiveIndex
from .test_writing import MemoryStore

FIRST = Path(__file__).parent / "releases" / "first"


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FIRST / name).read_text("utf-8").splitlines()]


def documents() -> dict[str, dict[str, Any]]:
    return {document["article_id"]: document for document in lines("documents.ndjson")}


def records() -> list[Record[TaggedRecord]]:
    """The records, where they stood."""
    return [
        Record(
            Position(ARTICLES_TAGGED.name, line["partition"], line["offset"]),
            line["key"].encode(),
            decode(line["value"].encode(), TaggedRecord),
            datetime(2026, 5, 4, tzinfo=UTC),
            {},
        )
        for line in lines("articles.tagged.ndjson")
    ]


def as_indexed(document: Document) -> dict[str, Any]:
    """A document as it would be in the index, less what is not kept there."""
    source: dict[str, Any] = json.loads(to_source(document, datetime(2026, 1, 1, tzinfo=UTC)))
    return {name: value for name, value in source.items() if name not in {"indexed_at", "localized"}}


@pytest.fixture
async def before(nothing_yet: LiveIndex) -> AsyncIterator[LiveIndex]:
    """The index of the release before, with its documents, behind the alias."""
    old = "/" + nothing_yet.names.index.replace(f"-v{MAPPING_VERSION}-", "-v1-")
    made = json.loads((FIRST / "index.json").read_text("utf-8"))
    alias = {nothing_yet.names.alias: {"is_write_index": True, "filter": {"exists": {"field": "revision"}}}}
    await nothing_yet.request("PUT", old, made | {"aliases": alias})
    try:
        for article_id, document in documents().items():
            await nothing_yet.request("PUT", f"{old}/_doc/{article_id}", document)
        await nothing_yet.request("POST", f"{old}/_refresh")
        yield nothing_yet
    finally:
        await nothing_yet.request("DELETE", old)


async def start(before: LiveIndex) -> None:
    """Starts this release, which makes an index of its own mapping of a small one."""
    async with open_search(before.settings, before.names) as index:
        assert index.not_ready() is None


async def test_its_records_give_the_documents_that_they_gave_then() -> None:
    store = MemoryStore()
    await ArticleWriter(store).write(records())
    made = {article_id: as_indexed(stored.document) for article_id, stored in store.documents.items()}
    assert made == {key: {k: v for k, v in each.items() if k != "indexed_at"} for key, each in documents().items()}


@pytest.mark.stack
async def test_this_release_starts_on_its_index_and_a_replay_changes_nothing(before: LiveIndex) -> None:
    await start(before)
    results = await before.writer().write(records())
    assert all(isinstance(result, Settled) for result in results)
    for article_id, document in documents().items():
        found = await before.request("GET", "/{index}/_doc/" + article_id)
        assert found["_version"] == 1
        assert found["_source"] | {"indexed_at": ""} == document | {"indexed_at": ""}


@pytest.mark.stack
async def test_sections_of_this_release_are_joined_to_its_documents(before: LiveIndex, make: Articles) -> None:
    await start(before)
    article_id, document = next(iter(documents().items()))
    content = make.content()
    text = msgspec.structs.replace(content, content_hash=document["sections"]["content"]["content_hash"])
    await before.writer().write(
        make.records(make.amendment(article_id, story=make.story(text), translations={"en": make.translation(text)}))
    )
    found = await before.document(article_id)
    assert (found.title, found.story_id, found.translations["en"].title) == (document["title"], "founder", "Translated")


@pytest.mark.stack
async def test_the_command_takes_its_documents_over(before: LiveIndex) -> None:
    done = await Reindex(before.client, before.settings, parser().parse_args([]), before.names).run()
    assert (done["same"], done["behind"]) == (len(documents()), 0)
    assert done["digest"]["old"] == done["digest"]["new"]
