"""Where a group starts. It is said once and explicitly, so that a lost offset is an error and never a silent jump."""

import asyncio
import time
from collections.abc import Collection
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import (
    CommitFailedError,
    GroupCoordinatorNotAvailableError,
    GroupLoadInProgressError,
    KafkaError,
    NotCoordinatorForGroupError,
)
from aiokafka.structs import OffsetAndMetadata

from babelwire_contracts.topics import Topic
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.errors import TransientError
from babelwire_messaging.settings import KafkaSettings

_COORDINATOR_SECONDS: Final = 15.0
_SECOND_LOOK_SECONDS: Final = 1.0


async def start_new_group_at_earliest(kafka: KafkaSettings, group: str, topic: Topic, clients: Clients = KAFKA) -> None:
    """Commits the earliest offset of every partition for which the group has none.

    Raises `TransientError` while Kafka cannot say.
    """
    group = kafka.on_wire(group)
    partitions = [TopicPartition(kafka.on_wire(topic.name), number) for number in range(topic.partitions)]
    try:
        missing = await _missing(kafka, group, partitions, clients)
        if missing:
            # A coordinator that has just started may know no offsets for a moment; a new group has none later either.
            await asyncio.sleep(_SECOND_LOOK_SECONDS)
            missing = await _missing(kafka, group, missing, clients)
        if not missing:
            return
        async with clients.reader(kafka, group) as consumer:
            consumer.assign(missing)
            earliest = await consumer.beginning_offsets(missing)
            await consumer.commit(earliest)
    except CommitFailedError:
        # The group has members, so another instance of this service has done this already.
        return
    except KafkaError as error:
        raise TransientError(f"the offsets of group {group} cannot be read: {error!r}") from error


async def _missing(
    kafka: KafkaSettings, group: str, partitions: list[TopicPartition], clients: Clients
) -> list[TopicPartition]:
    """Those without a committed offset."""
    async with clients.admin(kafka) as client:
        known = await committed(client, group)
    return [partition for partition in partitions if partition not in known]


async def committed(
    client: AIOKafkaAdminClient, group: str, partitions: Collection[TopicPartition] | None = None
) -> dict[TopicPartition, OffsetAndMetadata]:
    """What a group has committed, of all or some partitions; all are called as on the broker. Raises `KafkaError`.

    Asks again while its coordinator loads, or is made: a new cluster makes its offsets topic when it is first asked.
    While it loads, only where partitions are named is that told from a group that has committed nothing.
    """
    deadline = time.monotonic() + _COORDINATOR_SECONDS
    while True:
        try:
            offsets = await _listed(client, group, partitions)
        except (GroupCoordinatorNotAvailableError, GroupLoadInProgressError, NotCoordinatorForGroupError):
            if time.monotonic() > deadline:
                raise
            await asyncio.sleep(0.2)
        else:
            return {partition: found for partition, found in offsets.items() if found.offset >= 0}


async def _listed(
    client: AIOKafkaAdminClient, group: str, partitions: Collection[TopicPartition] | None
) -> dict[TopicPartition, OffsetAndMetadata]:
    wanted = None if partitions is None else list(partitions)
    found: dict[TopicPartition, OffsetAndMetadata] = await client.list_consumer_group_offsets(group, partitions=wanted)
    # aiokafka (0.14) overlooks an error of the answer as a whole, in which no partition stands.
    if not found.keys() >= set(wanted or ()):
        raise GroupLoadInProgressError(group)
    return found


async def out_of_range(consumer: AIOKafkaConsumer, owned: set[TopicPartition]) -> dict[TopicPartition, str]:
    """Partitions whose committed offset the log no longer (or not yet) has, with what that means. Empty is well."""
    if not owned:
        return {}
    # Committed offsets are read before the ends: the other way round a commit made in between looks like one beyond.
    known = {partition: await consumer.committed(partition) for partition in owned}
    beginning = await consumer.beginning_offsets(list(owned))
    end = await consumer.end_offsets(list(owned))
    found = {}
    for partition, offset in known.items():
        if offset is None:
            found[partition] = "the group's offset is gone"
        elif offset < beginning[partition]:
            lost = beginning[partition] - offset
            found[partition] = f"{lost} records were deleted before they were read"
        elif offset > end[partition]:
            found[partition] = f"offset {offset} is beyond the end {end[partition]}: the topic was made anew"
    return found
