"""Consumer groups and topics, as Kafka itself sees them."""

import asyncio

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from babelwire_contracts.topics import consumed_by
from babelwire_messaging.clients import admin
from babelwire_messaging.settings import KafkaSettings


def committed(bootstrap: str, service: str) -> int:
    """How many of the records that a service's group reads it has done with."""
    return asyncio.run(_committed(bootstrap, service))


def delete_all_topics(bootstrap: str) -> None:
    """Every topic of ours, and with them what the groups have committed."""
    asyncio.run(_delete_all_topics(bootstrap))


async def _committed(bootstrap: str, service: str) -> int:
    topics = {topic.name for topic in consumed_by(service)}
    async with admin(KafkaSettings(kafka_bootstrap=bootstrap)) as client:
        found: dict[TopicPartition, object] = await client.list_consumer_group_offsets(service)
        return sum(max(0, at.offset) for partition, at in found.items() if partition.topic in topics)  # type: ignore[attr-defined]


async def _delete_all_topics(bootstrap: str) -> None:
    async with admin(KafkaSettings(kafka_bootstrap=bootstrap)) as client:
        ours = await _ours(client)
        if ours:
            await client.delete_topics(ours)
        while await _ours(client):  # noqa: ASYNC110 - the broker tells no event
            await asyncio.sleep(0.2)


async def _ours(client: AIOKafkaAdminClient) -> list[str]:
    return [name for name in await client.list_topics() if not name.startswith("__")]
