"""The topic catalogue: what each topic carries and how it is kept; who writes and reads it stands in `services.py`."""

from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

import msgspec

from babelwire_contracts.captures import Capture
from babelwire_contracts.corrections import Correction
from babelwire_contracts.embeddings import EmbeddedArticle, EmbeddingTask
from babelwire_contracts.feeds import FeedSubscription
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.pauses import ServicePause
from babelwire_contracts.publishers import PublisherObservation, PublisherStanding
from babelwire_contracts.receipts import Receipt, Trace
from babelwire_contracts.records import (
    Amendment,
    DeduplicatedArticle,
    DuplicateAmendment,
    IngestedArticle,
    TaggedArticle,
    TagsAmendment,
)
from babelwire_contracts.services import CONSUMING_SERVICES, DEAD_LETTERS, PARTIES, PIPELINE, SERVICES
from babelwire_contracts.stories import StoryMember
from babelwire_contracts.translated import TranslationProposal

PARTITIONS: Final = 6
"""Partitions of every keyed topic. Equal counts keep one article on one partition number from topic to topic."""

MAX_RECORD_BYTES: Final = 12 * 1024 * 1024
"""Largest record a service writes. The broker takes 16 MiB, so a dead letter with its headers still fits."""

MAX_CAPTURE_BYTES: Final = 4 * 1024 * 1024
"""Largest body ingest accepts. In base64, or parsed and tagged, it stays under `MAX_RECORD_BYTES`."""

WEEK: Final = timedelta(days=7)
MONTH: Final = timedelta(days=30)
TOMBSTONES_KEPT: Final = timedelta(days=1)
"""A copy of a compacted topic that is older may have missed that something was removed."""


class Cleanup(StrEnum):
    """Kafka's `cleanup.policy`."""

    DELETE = "delete"
    COMPACT = "compact"


class Topic(msgspec.Struct, frozen=True, kw_only=True):
    """One topic's contract.

    `key` says in words what the record key is; `models` are the message types a value may be (empty: original bytes);
    `retention` is None where records are kept for ever.
    """

    name: str
    key: str
    carries: str
    models: tuple[Any, ...]
    partitions: int = PARTITIONS
    cleanup: Cleanup = Cleanup.DELETE
    retention: timedelta | None = None

    @property
    def producers(self) -> tuple[str, ...]:
        """The services that write it, and the console where it does."""
        return tuple(party.name for party in PARTIES if self.name in party.writes_to)

    @property
    def consumers(self) -> tuple[str, ...]:
        """The services that read it, and the console where it does."""
        return tuple(party.name for party in PARTIES if self.name in party.reads_from)

    def keyed_like(self, other: str) -> bool:
        """Whether a key stands on the same partition number here as on the topic named `other`."""
        topic = CATALOGUE.get(other)
        return topic is not None and topic.key == self.key and topic.partitions == self.partitions

    def config(self) -> dict[str, str]:
        """Kafka topic settings; append time, because order in a topic is arrival, never the article's own date."""
        settings = {
            "cleanup.policy": self.cleanup.value,
            "message.timestamp.type": "LogAppendTime",
            "max.message.bytes": str(16 * 1024 * 1024),
        }
        if self.cleanup is Cleanup.COMPACT:
            settings |= {
                "min.cleanable.dirty.ratio": "0.2",
                "segment.ms": str(24 * 3600 * 1000),
                "delete.retention.ms": str(int(TOMBSTONES_KEPT.total_seconds() * 1000)),
            }
        else:
            settings["retention.ms"] = (
                "-1" if self.retention is None else str(int(self.retention.total_seconds() * 1000))
            )
        return settings


PAGES_CAPTURED: Final = Topic(
    name="pages.captured",
    key="the captured URL; the capture id where there is none",
    carries="one capture as it came, with how and when it was captured: the log all else can be rebuilt from",
    models=(Capture,),
)
ARTICLES_INGESTED: Final = Topic(
    name="articles.ingested",
    key="article id",
    carries="the parsed article",
    models=(IngestedArticle,),
    retention=WEEK,
)
ARTICLES_DEDUPLICATED: Final = Topic(
    name="articles.deduplicated",
    key="article id",
    carries="the article with the duplicate decision and its evidence, or sections that amend one",
    models=(DeduplicatedArticle, Amendment, DuplicateAmendment),
    retention=WEEK,
)
ARTICLES_TAGGED: Final = Topic(
    name="articles.tagged",
    key="article id",
    carries="the article with language and translation tags, or sections that amend one",
    models=(TaggedArticle, Amendment, DuplicateAmendment, TagsAmendment),
    retention=WEEK,
)
ARTICLES_INDEXED: Final = Topic(
    name="articles.indexed",
    key="capture id",
    carries="the receipt: how a capture ended, where, when and by which service",
    models=(Receipt,),
)
ARTICLES_TRACED: Final = Topic(
    name="articles.traced",
    key="article id",
    carries="the trace: where a record of an article stood that reached its end, so that its journey can be found",
    models=(Trace,),
)
ARTICLES_FINGERPRINTS: Final = Topic(
    name="articles.fingerprints",
    key="article id",
    carries="what deduplication needs to remember of an article",
    models=(Fingerprint,),
    cleanup=Cleanup.COMPACT,
)
ARTICLES_CORRECTIONS: Final = Topic(
    name="articles.corrections",
    key="the two article ids, the smaller first, with a colon between",
    carries="an operator's word that two articles are copies of one another, or are not; a tombstone withdraws it",
    models=(Correction,),
    cleanup=Cleanup.COMPACT,
)
FEEDS_SUBSCRIBED: Final = Topic(
    name="feeds.subscribed",
    key="feed URL",
    carries="a subscribed feed and how far it has been read; a tombstone unsubscribes",
    models=(FeedSubscription,),
    cleanup=Cleanup.COMPACT,
)
PUBLISHERS_OBSERVED: Final = Topic(
    name="publishers.observed",
    key="registrable domain of the publisher and article id, with a colon between",
    carries="whether one of the articles that a publisher is judged by says that it is a translation",
    models=(PublisherObservation,),
    cleanup=Cleanup.COMPACT,
)
PUBLISHERS_STANDING: Final = Topic(
    name="publishers.standing",
    key="registrable domain of the publisher",
    carries="what follows from the articles of a publisher: that it shows only translations",
    models=(PublisherStanding,),
    cleanup=Cleanup.COMPACT,
)
EMBEDDING_FRESH: Final = Topic(
    name="embedding.fresh",
    key="article id",
    carries="an article that came lately and waits for its vector",
    models=(EmbeddingTask,),
    retention=MONTH,
)
EMBEDDING_BACKFILL: Final = Topic(
    name="embedding.backfill",
    key="article id",
    carries="an article from long ago, or one whose vector a new model is to make, that waits behind the fresh ones",
    models=(EmbeddingTask,),
    retention=MONTH,
)
EMBEDDING_REPLAY: Final = Topic(
    name="embedding.replay",
    key="article id",
    carries="an article that a replay brought and that waits for a vector, behind the fresh ones",
    models=(EmbeddingTask,),
    retention=MONTH,
)
ARTICLES_EMBEDDED: Final = Topic(
    name="articles.embedded",
    key="article id",
    carries="the vector of an article, with the beginning that it was made from",
    models=(EmbeddedArticle,),
    cleanup=Cleanup.COMPACT,
)
STORIES_ARRIVALS: Final = Topic(
    name="stories.arrivals",
    key="article id",
    carries="the articles with vectors in one order, for the one writer of stories",
    models=(EmbeddedArticle,),
    partitions=1,
    retention=MONTH,
)
ARTICLES_STORIES: Final = Topic(
    name="articles.stories",
    key="article id",
    carries="the story that an article is in, and what its writer has to remember of it",
    models=(StoryMember,),
    partitions=1,
    cleanup=Cleanup.COMPACT,
)
TRANSLATIONS_PROPOSED: Final = Topic(
    name="translations.proposed",
    key="article id",
    carries="of which other article an article seems to be a translation, and why; a tombstone withdraws it",
    models=(TranslationProposal,),
    cleanup=Cleanup.COMPACT,
)
SERVICES_PAUSED: Final = Topic(
    name="services.paused",
    key="service",
    carries="why a service has paused itself; a tombstone resumes it",
    models=(ServicePause,),
    partitions=1,
    cleanup=Cleanup.COMPACT,
)


def dead_letters(service: str) -> Topic:
    """The dead-letter topic of one service: the original key and bytes, with what went wrong in headers."""
    return Topic(
        name=DEAD_LETTERS + service,
        key="the original key",
        carries="the original bytes; topic, partition, offset, service, attempt, error class and message in headers",
        models=(),
        retention=MONTH,
    )


CATALOGUE: Final[dict[str, Topic]] = {
    topic.name: topic
    for topic in (
        PAGES_CAPTURED,
        ARTICLES_INGESTED,
        ARTICLES_DEDUPLICATED,
        ARTICLES_TAGGED,
        ARTICLES_INDEXED,
        ARTICLES_TRACED,
        ARTICLES_FINGERPRINTS,
        ARTICLES_CORRECTIONS,
        FEEDS_SUBSCRIBED,
        PUBLISHERS_OBSERVED,
        PUBLISHERS_STANDING,
        EMBEDDING_FRESH,
        EMBEDDING_BACKFILL,
        EMBEDDING_REPLAY,
        ARTICLES_EMBEDDED,
        STORIES_ARRIVALS,
        ARTICLES_STORIES,
        TRANSLATIONS_PROPOSED,
        SERVICES_PAUSED,
        *(dead_letters(service) for service in CONSUMING_SERVICES),
    )
}
"""By name."""

STAGES: Final[tuple[tuple[str, Topic], ...]] = tuple(
    (service.name, CATALOGUE[topic]) for service in SERVICES.values() for topic in service.consumes
)
"""Each stage with a topic that its group reads, in the order of the flow."""

FLOW: Final[tuple[tuple[str, Topic], ...]] = tuple(
    (service, topic)
    for service, topic in STAGES
    if service in PIPELINE and not set(PIPELINE).isdisjoint(topic.producers)
)
"""Those of `STAGES` that a capture passes on its way to its receipt, in the same order."""


def consumed_by(service: str) -> list[Topic]:
    """The topics that a service's group reads; compacted ones are read whole by each instance instead."""
    return [topic for name, topic in STAGES if name == service]
