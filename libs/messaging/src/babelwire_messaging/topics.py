"""Creates the topics of the catalogue, checks those that are there, and names what differs in them."""

import asyncio
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from babelwire_contracts.topics import Topic
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.errors import TransientError
from babelwire_messaging.settings import KafkaSettings
from babelwire_observability import metrics

log = structlog.get_logger(__name__)


class TopicMismatch(Exception):
    """A topic is there with another partition count than the catalogue gives it."""


_IN_SYNC: Final = "min.insync.replicas"
_KNOWN_WITHIN_SECONDS: Final = 5.0
_AGAIN_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True)
class Difference:
    """A setting of a topic, or its `replicas`, that is not as the catalogue has it; values as Kafka writes them."""

    topic: str
    setting: str
    found: str
    wanted: str

    def __str__(self) -> str:
        return f"{self.setting} is {self.found}, the catalogue says {self.wanted}"


async def ensure_topics(kafka: KafkaSettings, topics: Iterable[Topic], clients: Clients = KAFKA) -> None:
    """Creates what is missing and checks what is there; safe to run from any number of services at once.

    A topic that somebody else made with other settings is used as it is, and each difference is logged and counted.
    Raises `TopicMismatch`, and `TransientError` while the broker cannot say.
    """
    wanted = {kafka.on_wire(topic.name): topic for topic in topics}
    try:
        async with clients.admin(kafka) as client:
            await _create_missing(client, wanted, kafka.topic_replication)
            described = await _described(client, list(wanted))
            for found in described:
                _check(wanted[found["topic"]], found)
            differing = await _differences(client, kafka, wanted, described)
    except KafkaError as error:
        raise TransientError(f"Kafka at {kafka.kafka_bootstrap} cannot create or describe topics: {error!r}") from error
    _report(wanted.values(), differing)


async def cluster_id(kafka: KafkaSettings, clients: Clients = KAFKA) -> str:
    """The id that the cluster gave itself when it was made. Raises `TransientError` while the broker cannot say."""
    try:
        async with clients.admin(kafka) as client:
            return str((await client.describe_cluster())["cluster_id"])
    except KafkaError as error:
        raise TransientError(f"Kafka at {kafka.kafka_bootstrap} does not say which it is: {error!r}") from error


async def differences(kafka: KafkaSettings, topics: Iterable[Topic], clients: Clients = KAFKA) -> list[Difference]:
    """What is not as the catalogue has it, of those of the topics that are there.

    More replicas than `topic_replication` are no difference. Raises `KafkaError`.
    """
    async with clients.admin(kafka) as client:
        there = set(await client.list_topics())
        wanted = {name: topic for topic in topics if (name := kafka.on_wire(topic.name)) in there}
        described = await client.describe_topics(list(wanted)) if wanted else []
        return await _differences(client, kafka, wanted, [found for found in described if not found["error_code"]])


def creation_config(topic: Topic, replication: int) -> dict[str, str]:
    """The settings that a topic is made with: the catalogue's, and one replica to spare where there are three or more.

    With one or two replicas none can be spared, or only down to the last: that is Kafka's default, and stays it.
    """
    in_sync = _in_sync(replication)
    return topic.config() | ({_IN_SYNC: str(in_sync)} if in_sync > 1 else {})


def _in_sync(replication: int) -> int:
    return max(1, replication - 1)


async def _create_missing(client: AIOKafkaAdminClient, wanted: dict[str, Topic], replication: int) -> None:
    there = set(await client.list_topics())
    missing = {name: topic for name, topic in wanted.items() if name not in there}
    if not missing:
        return
    answer = await client.create_topics(
        [
            NewTopic(
                name=name,
                num_partitions=topic.partitions,
                replication_factor=replication,
                topic_configs=creation_config(topic, replication),
            )
            for name, topic in missing.items()
        ]
    )
    for name, code, *detail in answer.topic_errors:
        error = for_code(code)
        if code == 0:
            log.info("topic_created", topic=name)
        elif error is not TopicAlreadyExistsError:
            raise TransientError(f"topic {name} could not be created: {error.__name__} {detail}")


async def _described(client: AIOKafkaAdminClient, names: list[str]) -> list[dict[str, Any]]:
    """Topics with their partitions; a broker may need a moment before it knows of one that has just been made."""
    deadline = time.monotonic() + _KNOWN_WITHIN_SECONDS
    while True:
        described: list[dict[str, Any]] = await client.describe_topics(names)
        if not any(found["error_code"] for found in described) or time.monotonic() > deadline:
            return described
        await asyncio.sleep(_AGAIN_SECONDS)


def _check(topic: Topic, found: dict[str, object]) -> None:
    if found["error_code"]:
        raise TransientError(f"topic {topic.name} cannot be described yet: {for_code(found['error_code']).__name__}")
    partitions = found["partitions"]
    assert isinstance(partitions, list)
    if len(partitions) != topic.partitions:
        raise TopicMismatch(
            f"topic {topic.name} has {len(partitions)} partitions, the catalogue says {topic.partitions}; a count is "
            "never changed in place: make a new topic and replay into it"
        )


async def _differences(
    client: AIOKafkaAdminClient,
    kafka: KafkaSettings,
    wanted: Mapping[str, Topic],
    described: Iterable[Mapping[str, Any]],
) -> list[Difference]:
    if not wanted:
        return []
    settings = await _settings(client, wanted)
    found: list[Difference] = []
    for about in described:
        name = about["topic"]
        topic, replicas = wanted[name], min(len(partition["replicas"]) for partition in about["partitions"])
        if replicas < kafka.topic_replication:
            found.append(Difference(topic.name, "replicas", str(replicas), str(kafka.topic_replication)))
        expected = topic.config() | {_IN_SYNC: str(_in_sync(max(replicas, kafka.topic_replication)))}
        there = settings.get(name, {})
        found += [
            Difference(topic.name, setting, there[setting], value)
            for setting, value in expected.items()
            if setting in there and there[setting] != value
        ]
    return found


async def _settings(client: AIOKafkaAdminClient, names: Iterable[str]) -> dict[str, dict[str, str]]:
    """Each topic's settings as the broker applies them; a topic whose settings may not be read is left out."""
    resources = [ConfigResource(ConfigResourceType.TOPIC, name) for name in names]
    settings: dict[str, dict[str, str]] = {}
    for answer in await client.describe_configs(resources):
        for code, message, _kind, name, entries in answer.resources:
            if code:
                log.warning("topic_settings_not_known", topic=name, error=message or for_code(code).__name__)
            else:
                settings[name] = {entry[0]: entry[1] for entry in entries}
    return settings


def _report(topics: Iterable[Topic], differing: Iterable[Difference]) -> None:
    counts = {topic.name: 0 for topic in topics}
    for one in differing:
        counts[one.topic] += 1
        log.warning("topic_differs", topic=one.topic, setting=one.setting, found=one.found, wanted=one.wanted)
    for name, count in counts.items():
        metrics.TOPIC_DIFFERENCES.labels(name).set(count)
