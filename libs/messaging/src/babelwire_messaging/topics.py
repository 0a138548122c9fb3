"""Creates the topics of the catalogue and checks those that are there."""

from collections.abc import Iterable

import structlog
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from babelwire_contracts.topics import Topic
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.errors import TransientError
from babelwire_messaging.settings import KafkaSettings

log = structlog.get_logger(__name__)


class TopicMismatch(Exception):
    """A topic is there with another partition count than the catalogue gives it."""


async def ensure_topics(kafka: KafkaSettings, topics: Iterable[Topic], clients: Clients = KAFKA) -> None:
    """Creates what is missing and checks what is there; safe to run from any number of services at once.

    Raises `TopicMismatch`, and `TransientError` while the broker cannot say.
    """
    wanted = {kafka.on_wire(topic.name): topic for topic in topics}
    try:
        async with clients.admin(kafka) as client:
            await _create_missing(client, wanted, kafka.topic_replication)
            described = await client.describe_topics(list(wanted))
    except KafkaError as error:
        raise TransientError(f"Kafka at {kafka.kafka_bootstrap} cannot create or describe topics: {error!r}") from error
    for found in described:
        _check(wanted[found["topic"]], found)


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
                topic_configs=topic.config(),
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
