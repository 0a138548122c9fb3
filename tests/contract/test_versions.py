"""What readers make of records from other releases: the next one's pause them, added fields do not."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import reduce
from operator import or_
from types import UnionType
from typing import Any

import msgspec
import pytest

from babelwire_contracts import schemas
from babelwire_contracts.codec import SchemaFromTheFuture, decode, encode
from babelwire_contracts.message import SCHEMA_VERSION
from babelwire_contracts.topics import ARTICLES_DEDUPLICATED, ARTICLES_INGESTED, ARTICLES_TAGGED, Topic
from babelwire_deduplication.handlers import IngestedView
from babelwire_indexing.join import TaggedRecord
from babelwire_messaging.errors import PermanentError
from babelwire_messaging.handling import Position, Record
from babelwire_messaging.turns import Turns
from babelwire_translation_tagging.app import build_tagger
from babelwire_translation_tagging.handlers import ArticleHandler, DeduplicatedRecord
from babelwire_translation_tagging.outlets.loading import load_registry
from babelwire_translation_tagging.standings.publishers import Publishers

Reader = type[msgspec.Struct] | UnionType
"""What is decoded: a message type, or a union of them."""

VIEWS: dict[str, Reader] = {
    ARTICLES_INGESTED.name: IngestedView,
    ARTICLES_DEDUPLICATED.name: DeduplicatedRecord,
    ARTICLES_TAGGED.name: TaggedRecord,
}
"""What services decode instead of the topic's own models."""

SECTIONS = ("content", "duplicate", "tags", "story", "translations.en")
UNREAD = {(ARTICLES_DEDUPLICATED.name, "article", "duplicate")}
"""Sections that the reader of a topic hands on without a look."""


def readers(topic: Topic) -> list[Reader]:
    models = reduce(or_, topic.models)
    return [models, *([VIEWS[topic.name]] if topic.name in VIEWS else [])]


EXAMPLES = [
    pytest.param(topic, reader, value, id=f"{topic.name}-{name}-{place}")
    for topic in schemas.described()
    for name, value in schemas.examples(topic).items()
    for place, reader in enumerate(readers(topic))
]


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every JSON object in a value, outermost first."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from objects(part)


def mappings(message: dict[str, Any]) -> list[Any]:
    """The objects whose keys are data, so that none can be added."""
    release = message.get("release") or {}
    by_language = [message.get("translations"), message.get("tags", {}).get("translations")]
    return [*by_language, message.get("errors"), release.get("until")]


@pytest.mark.parametrize(("topic", "reader", "value"), EXAMPLES)
def test_a_raised_version_pauses_the_reader_whatever_else_has_changed(
    topic: Topic, reader: Reader, value: bytes
) -> None:
    message = msgspec.json.decode(value)
    message["schema_version"] = SCHEMA_VERSION + 1
    for changed in (message, {key: message[key] for key in message if key in ("schema_version", "record")}):
        with pytest.raises(SchemaFromTheFuture):
            decode(msgspec.json.encode(changed), reader)


@pytest.mark.parametrize(("topic", "reader", "value"), EXAMPLES)
def test_a_section_from_the_future_pauses_those_who_read_it(topic: Topic, reader: Reader, value: bytes) -> None:
    for section in SECTIONS:
        for changes in ({}, {"title": 3, "version": 3}):
            message = msgspec.json.decode(value)
            found: Any = message
            for name in section.split("."):
                found = found.get(name) if isinstance(found, dict) else None
            if not isinstance(found, dict):
                continue
            found |= {"schema_version": SCHEMA_VERSION + 1} | changes
            if reader is VIEWS.get(topic.name) and (topic.name, message.get("record"), section) in UNREAD:
                decode(msgspec.json.encode(message), reader)
                continue
            with pytest.raises(SchemaFromTheFuture):
                decode(msgspec.json.encode(message), reader)


@pytest.mark.parametrize(("topic", "reader", "value"), EXAMPLES)
def test_added_fields_are_ignored_at_every_depth(topic: Topic, reader: Reader, value: bytes) -> None:
    message = msgspec.json.decode(value)
    known = decode(value, reader)
    for number, part in enumerate(list(objects(message))):
        if not any(part is mapping for mapping in mappings(message)):
            part[f"added_{number}"] = {"deep": [number]}
    read = decode(msgspec.json.encode(message), reader)
    assert type(read) is type(known)
    if reader is not VIEWS.get(topic.name):
        assert read == known


@pytest.mark.parametrize("section", ["content", "duplicate"])
async def test_a_section_handed_on_keeps_the_version_it_was_made_with(section: str) -> None:
    message = msgspec.json.decode(schemas.examples(ARTICLES_DEDUPLICATED)["not-a-duplicate"])
    message[section]["schema_version"] = 1
    view = decode(msgspec.json.encode(message), DeduplicatedRecord)
    record = Record(Position(ARTICLES_DEDUPLICATED.name, 0, 0), b"", view, datetime.now(UTC), {})
    tagger = build_tagger(generation=1, registry=load_registry())
    (answer,) = await ArticleHandler(tagger, Publishers(), Turns()).handle([record])
    assert not isinstance(answer, PermanentError)
    (publish,) = [each for each in answer if each.topic is ARTICLES_TAGGED]
    assert publish.message is not None
    assert msgspec.json.decode(encode(publish.message))[section] == message[section]
