"""An admin client of the broker in memory."""

from collections.abc import Collection
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from aiokafka import TopicPartition
from aiokafka.admin import NewTopic
from aiokafka.errors import TopicAlreadyExistsError, UnknownTopicOrPartitionError
from aiokafka.structs import OffsetAndMetadata

if TYPE_CHECKING:
    from babelwire_messaging.memory.broker import MemoryKafka


class MemoryAdmin:
    """Topics are made, described and deleted at once."""

    def __init__(self, broker: "MemoryKafka") -> None:
        self._broker = broker

    async def describe_cluster(self) -> dict[str, Any]:
        """The id of the cluster, alone."""
        self._broker.answer()
        return {"cluster_id": self._broker.cluster_id}

    async def list_topics(self) -> list[str]:
        """The names of the topics there are."""
        self._broker.answer()
        return list(self._broker.topics)

    async def create_topics(self, topics: Collection[NewTopic]) -> Any:
        """Makes what is not there; `topic_errors` of the answer has name, error code and words of each."""
        self._broker.answer()
        errors = []
        for topic in topics:
            known = topic.name in self._broker.topics
            if not known:
                self._broker.create(topic.name, topic.num_partitions, dict(topic.topic_configs))
            errors.append((topic.name, TopicAlreadyExistsError.errno if known else 0, None))
        return SimpleNamespace(topic_errors=errors)

    async def describe_topics(self, names: Collection[str]) -> list[dict[str, Any]]:
        """Topics with their partitions, or the code of an error."""
        self._broker.answer()
        return [
            {
                "error_code": 0 if name in self._broker.topics else UnknownTopicOrPartitionError.errno,
                "topic": name,
                "partitions": [
                    {"partition": number, "replicas": [1]} for number in range(len(self._broker.topics.get(name, ())))
                ],
            }
            for name in names
        ]

    async def describe_configs(self, resources: Collection[Any]) -> list[Any]:
        """The settings that topics were made with, as aiokafka's answers hold them."""
        self._broker.answer()
        names = [resource.name for resource in resources]
        found = [(0, "", 2, name, list(self._broker.configs[name].items())) for name in names]
        return [SimpleNamespace(resources=found)]

    async def delete_topics(self, names: Collection[str]) -> None:
        """Removes topics with their records."""
        self._broker.answer()
        for name in names:
            del self._broker.topics[name], self._broker.configs[name]

    async def list_consumer_group_offsets(
        self, group: str, partitions: Collection[TopicPartition] | None = None
    ) -> dict[TopicPartition, OffsetAndMetadata]:
        """What a group has committed; of partitions that are named, -1 where it has committed nothing."""
        self._broker.answer()
        known = self._broker.committed.get(group, {})
        wanted = known if partitions is None else partitions
        return {partition: OffsetAndMetadata(known.get(partition, -1), "") for partition in wanted}
