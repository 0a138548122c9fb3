"""The lane of old articles, and what waits in all lanes."""

from collections.abc import Sequence
from uuid import uuid4

import msgspec

from babelwire_contracts.codec import UndecodableMessage, decode
from babelwire_contracts.embeddings import EmbeddingTask
from babelwire_contracts.services import SERVICES
from babelwire_embedding.errors import CannotReembed
from babelwire_embedding.ports import WaitingTask
from babelwire_messaging import headers
from babelwire_messaging.handling import Publish
from babelwire_messaging.producer import Outgoing, Producer
from babelwire_messaging.reading import LogReader
from babelwire_messaging.slow.lanes import Lanes


async def waiting_tasks(log: LogReader, service: str) -> set[WaitingTask]:
    """What a service has not done of its lanes: some 180 bytes each. Raises `KafkaAway` and `SchemaFromTheFuture`."""
    partitions = [each for lane in SERVICES[service].lanes for each in log.partitions(lane)]
    found = set()
    async for span in log.read(await log.uncommitted(service, partitions)):
        for record in span.records:
            try:
                task = decode(record.value, EmbeddingTask)
            except UndecodableMessage:
                continue
            found.add(WaitingTask.of(task.article_id, task.text_hash))
    return found


class BackfillLane:
    """The `TaskLane` of a service; all tasks of one of it have the same `reembed-id`."""

    def __init__(self, log: LogReader, producer: Producer, service: str) -> None:
        """Raises `CannotReembed` where the service has made no lane yet."""
        self._lane = Lanes.of(service).backfill
        if not log.partitions(self._lane.name):
            raise CannotReembed(f"there is no topic {self._lane.name} yet: {service} makes it when it starts")
        self._producer = producer
        self._id = (headers.REEMBED_ID, uuid4().hex.encode())

    async def write(self, tasks: Sequence[EmbeddingTask]) -> None:
        """See `TaskLane`."""
        await self._producer.send([self._marked(task) for task in tasks])

    def _marked(self, task: EmbeddingTask) -> Outgoing:
        """A record of a task. It is not of a capture that was accepted just now, so none is measured by it."""
        record = self._producer.encode(Publish(self._lane, task.article_id, task, task.capture_id), None)
        kept = [(name, value) for name, value in record.headers if name != headers.ACCEPTED_AT]
        return msgspec.structs.replace(record, headers=[*kept, self._id])
