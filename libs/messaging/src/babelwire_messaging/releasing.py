"""What an operator asks of a paused service: why it is, how far behind, and to let through what it holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec
from aiokafka import TopicPartition

from babelwire_contracts.codec import SchemaFromTheFuture, UndecodableMessage, decode
from babelwire_contracts.pauses import Release, ServicePause
from babelwire_contracts.topics import SERVICES_PAUSED, consumed_by
from babelwire_messaging.handling import Publish
from babelwire_messaging.producer import Producer
from babelwire_messaging.reading import LogReader


@dataclass(frozen=True, slots=True)
class Unread:
    """Records of one partition from `committed` up to, and without, `end`."""

    committed: int
    end: int

    @property
    def records(self) -> int:
        """How many offsets lie between; none where the topic was made anew and ends before what was committed."""
        return max(0, self.end - self.committed)


async def unread(log: LogReader, service: str) -> dict[TopicPartition, Unread]:
    """What a service's group has not committed, of each partition that is there. Raises `KafkaAway`."""
    partitions = [each for topic in consumed_by(service) for each in log.partitions(topic.name)]
    committed = (await log.committed(service))[service]
    ranges = await log.ranges(partitions)
    return {each: Unread(max(start, committed.get(each, 0)), end) for each, (start, end) in ranges.items()}


async def pauses(log: LogReader) -> dict[str, ServicePause | SchemaFromTheFuture]:
    """Why each service that is paused now is; the error where a newer release has written it. Raises `KafkaAway`.

    A record that is no pause at all changes nothing, as for the services themselves.
    """
    paused: dict[str, ServicePause | SchemaFromTheFuture] = {}
    async for span in log.read(await log.ranges(log.partitions(SERVICES_PAUSED.name))):
        for record in span.records:
            service = (record.key or b"").decode("utf-8", "replace")
            try:
                pause = None if record.value is None else decode(record.value, ServicePause)
            except UndecodableMessage:
                continue
            except SchemaFromTheFuture as error:
                paused[service] = error
                continue
            if pause is None or pause.release is not None:
                paused.pop(service, None)
            else:
                paused[service] = pause
    return paused


async def release(pause: ServicePause, until: Mapping[str, int], producer: Producer) -> ServicePause:
    """Resumes a paused service; what fails again with the errors that it holds goes to the dead letters.

    `until` gives the end offset of each `TOPIC/PARTITION` that this is good for. Returns what was written. Raises
    `TransientError` when Kafka does not take the word.
    """
    let_through = Release(errors=sorted(pause.errors), until=dict(until), at=datetime.now(UTC))
    released = msgspec.structs.replace(pause, release=let_through)
    await producer.send([producer.encode(Publish(SERVICES_PAUSED, pause.service, released), None)])
    return released
