"""The partitions of a topic, and which of them a key stands on."""

from typing import Final

from aiokafka import TopicPartition
from murmurhash2 import murmurhash2

from babelwire_contracts.topics import Topic

_SEED: Final = 0x9747B28C
_POSITIVE: Final = 0x7FFFFFFF


def partition_of(key: bytes, partitions: int) -> int:
    """The partition Kafka's own default partitioner gives a key, so that any client finds it there.

    After `org.apache.kafka.common.utils.Utils.murmur2`.
    """
    return int((murmurhash2(key, _SEED) & _POSITIVE) % partitions)


def topic_partitions(topic: Topic) -> list[TopicPartition]:
    """All partitions of a topic, as the catalogue has it."""
    return [TopicPartition(topic.name, number) for number in range(topic.partitions)]
