"""Every record of one article is found, whatever became of it, without a broker of Java's."""

import pytest
from aiokafka.errors import KafkaConnectionError

from babelwire_contracts.receipts import Outcome
from babelwire_contracts.topics import (
    ARTICLES_DEDUPLICATED,
    ARTICLES_EMBEDDED,
    ARTICLES_INGESTED,
    ARTICLES_TAGGED,
    EMBEDDING_FRESH,
    PAGES_CAPTURED,
    dead_letters,
)
from babelwire_lineage.journey import journey_of
from babelwire_lineage.steps import NO_LONGER_KEPT, Journey
from babelwire_messaging.handling import Position
from babelwire_messaging.reading import KafkaAway, log_reader
from babelwire_messaging.settings import KafkaSettings

from .pipeline import ARTICLE, URL, Pipeline, capture_id, dead_letter

WAY = [PAGES_CAPTURED.name, ARTICLES_INGESTED.name, ARTICLES_DEDUPLICATED.name, ARTICLES_TAGGED.name]


async def journey(pipeline: Pipeline, article: str = ARTICLE, url: str | None = None) -> Journey | None:
    async with log_reader(pipeline.kafka, pipeline.broker) as log:
        return await journey_of(log, article, url)


async def journey_found(pipeline: Pipeline, article: str = ARTICLE, url: str | None = None) -> Journey:
    found = await journey(pipeline, article, url)
    assert found is not None
    return found


async def all_the_way(pipeline: Pipeline, number: int, outcome: Outcome = Outcome.INDEXED, **fields: str) -> Position:
    """A capture that every stage has handled and committed; where it stood last."""
    at = await pipeline.capture(number, **fields)
    for service, topic in (
        ("ingest", ARTICLES_INGESTED),
        ("deduplication", ARTICLES_DEDUPLICATED),
        ("translation_tagging", ARTICLES_TAGGED),
    ):
        after = at
        at = await pipeline.passed(topic, after, number)
        pipeline.commit(service, after)
    await pipeline.ended(at, number, outcome)
    pipeline.commit("indexing", at)
    return at


@pytest.fixture
def pipeline() -> Pipeline:
    return Pipeline()


@pytest.mark.parametrize("prefix", ["", "shadow."])
async def test_an_article_is_followed_from_its_capture_to_its_receipt(prefix: str) -> None:
    pipeline = Pipeline(kafka=KafkaSettings(topic_prefix=prefix))
    await all_the_way(pipeline, 1)
    await pipeline.capture(9, url="https://elsewhere.example/other")
    found = await journey_found(pipeline)
    assert [step.topic for step in found.steps] == [*WAY, "articles.indexed"]
    assert [(end.capture_id, end.outcome) for end in found.captures] == [(capture_id(1), "indexed")]
    assert (found.title, found.url, found.omitted) == ("Ferry 1", URL, 0)


async def test_the_vector_of_an_article_is_a_step_of_its_journey(pipeline: Pipeline) -> None:
    tagged = await all_the_way(pipeline, 1)
    beginning = {"text": "Ferry 1", "language": "en"}
    waited = await pipeline.passed(EMBEDDING_FRESH, tagged, 1, **beginning)
    for model in ("one", "other"):
        await pipeline.passed(ARTICLES_EMBEDDED, waited, 1, model=model, vector="AAEC", **beginning)
    await pipeline.passed(ARTICLES_EMBEDDED, waited, 1, model="other", vector="", **beginning)
    lane, *made = (await journey_found(pipeline)).steps[-4:]
    assert (lane.topic, lane.decision) == (EMBEDDING_FRESH.name, "waits for a vector of its first 7 characters, in en")
    assert [step.decision for step in made] == [
        "given a vector by one, of its first 7 characters, in en",
        "given a vector by other, of its first 7 characters, in en",
        "nothing to make a vector from, by other, of its first 7 characters, in en",
    ]
    assert [(each.field, each.old, each.new) for step in made for each in step.changed] == [("model", "one", "other")]
    assert all(step.record.keys().isdisjoint({"text", "vector"}) for step in made)


async def test_two_revisions_and_a_replay_are_told_apart(pipeline: Pipeline) -> None:
    await all_the_way(pipeline, 1)
    await all_the_way(pipeline, 2)
    await all_the_way(pipeline, 1, Outcome.SUPERSEDED, replay_id="by-hand", replay_of="pages.captured/0/0")
    found = await journey_found(pipeline)
    assert [step.topic for step in found.steps].count("articles.indexed") == 3
    assert found.title == "Ferry 2"
    (again,) = [step for step in found.steps if step.replay]
    assert again.replay is not None
    assert (again.replay.id, again.replay.of) == ("by-hand", "pages.captured/0/0")
    changes = {(change.old, change.new) for step in found.steps for change in step.changed if change.field == "title"}
    assert ("Ferry 1", "Ferry 2") in changes


async def test_what_is_on_its_way_is_found_among_the_uncommitted(pipeline: Pipeline) -> None:
    captured = await pipeline.capture(1)
    await pipeline.passed(ARTICLES_INGESTED, captured, 1)
    pipeline.commit("ingest", captured)
    found = await journey_found(pipeline)
    assert [step.topic for step in found.steps] == WAY[:2]
    assert [end.outcome for end in found.captures] == [None]


async def test_a_capture_nobody_has_read_is_found_by_its_url(pipeline: Pipeline) -> None:
    await pipeline.capture(1)
    assert await journey(pipeline) is None
    assert [step.topic for step in (await journey_found(pipeline, url=URL)).steps] == WAY[:1]


async def test_what_retention_has_removed_is_said_and_its_capture_still_found(pipeline: Pipeline) -> None:
    at = await all_the_way(pipeline, 1)
    for topic in (ARTICLES_INGESTED, ARTICLES_DEDUPLICATED, ARTICLES_TAGGED):
        pipeline.forget(topic)
    found = await journey_found(pipeline)
    gone = [step for step in found.steps if step.decision == NO_LONGER_KEPT]
    assert [step.position for step in gone] == [str(at)]
    assert {step.topic for step in found.steps} == {PAGES_CAPTURED.name, ARTICLES_TAGGED.name, "articles.indexed"}
    assert [end.outcome for end in found.captures] == ["indexed"]


async def test_a_dead_letter_is_told_with_where_it_stood_and_its_receipt(pipeline: Pipeline) -> None:
    captured = await pipeline.capture(1)
    cut = await pipeline.write(ARTICLES_TAGGED, ARTICLE, b'{"cut off', 1, predecessor=str(captured))
    marks = dead_letter(cut, "indexing", "UndecodableMessage")
    await pipeline.write(dead_letters("indexing"), ARTICLE, b'{"cut off', 1, **marks)
    await pipeline.receipt(cut, 1, Outcome.DEAD_LETTERED)
    pipeline.commit("indexing", cut)
    found = await journey_found(pipeline)
    (letter,) = [step for step in found.steps if step.dead_letter]
    assert letter.decision == "dead letter of indexing: UndecodableMessage: cut off"
    assert [step.topic for step in found.steps if not step.dead_letter] == [WAY[0], WAY[3], "articles.indexed"]


async def test_nobody_knows_an_article_that_never_was(pipeline: Pipeline) -> None:
    assert await journey(pipeline, "0" * 32) is None
    assert await journey(pipeline, "0" * 32, "https://nowhere.example/") is None


async def test_topics_that_are_not_there_yet_hold_nothing() -> None:
    pipeline = Pipeline()
    pipeline.broker.topics.clear()
    async with log_reader(pipeline.kafka, pipeline.broker) as log:
        assert log.partitions(PAGES_CAPTURED.name) == []
        assert await log.at(Position(PAGES_CAPTURED.name, 0, 0)) is None


async def test_kafka_away_is_said(pipeline: Pipeline) -> None:
    await all_the_way(pipeline, 1)
    async with log_reader(pipeline.kafka, pipeline.broker) as log:
        pipeline.broker.away = KafkaConnectionError("gone")
        with pytest.raises(KafkaAway, match="does not answer"):
            await journey_of(log, ARTICLE)
    with pytest.raises(KafkaAway):
        await journey(pipeline)
