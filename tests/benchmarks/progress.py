"""How far the stages have come, by the end offsets of their topics and the lag of their groups: a cheap look."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from tests.benchmarks.errors import Stalled

from babelwire_contracts.services import PIPELINE, SERVICES
from babelwire_contracts.topics import ARTICLES_INDEXED, FLOW, Topic

INPUT: Final = {SERVICES[service].instance(): topic for service, topic in FLOW}


def _output(service: str) -> Topic:
    """What a stage makes of records: those that another stage reads, or receipts at the end of the flow."""
    written = [topic for reader, topic in FLOW if service in topic.producers and reader != service]
    return written[0] if written else ARTICLES_INDEXED


OUTPUT: Final = {SERVICES[service].instance(): _output(service) for service in PIPELINE}
_GROUPS: Final = {SERVICES[service].instance(): service for service in PIPELINE}
_LOOK_SECONDS: Final = 0.1
_STALLED_SECONDS: Final = 120.0


@dataclass(slots=True)
class Curve:
    """Records that came to a topic: (moment of the monotonic clock, count) at each look since `Progress.mark`."""

    points: list[tuple[float, int]] = field(default_factory=list)

    def rate(self) -> float:
        """Records a second between the first look at which there were some, and the one at which all were there."""
        start, first = next(point for point in self.points if point[1] > 0)
        last = self.points[-1][1]
        end = self.reached(last)
        return (last - first) / (end - start) if end > start else 0.0

    def reached(self, count: int) -> float:
        """When there were `count`."""
        return next(at for at, number in self.points if number >= count)


class Progress:
    """Watches one Kafka; open it with `start`, close it with `stop`."""

    def __init__(self, kafka_bootstrap: str) -> None:
        self._consumer = AIOKafkaConsumer(bootstrap_servers=kafka_bootstrap, enable_auto_commit=False)
        self._admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
        self._marked: dict[str, int] = {}
        self.curves: dict[str, Curve] = {}

    async def start(self) -> None:
        await self._consumer.start()
        await self._admin.start()

    async def stop(self) -> None:
        await self._consumer.stop()
        await self._admin.close()

    async def mark(self) -> None:
        """Counts from here on."""
        self._marked = await self._ends()
        self.curves = {program: Curve() for program in OUTPUT}

    async def until(self, program: str, count: int) -> None:
        """Looks until a stage has written `count` records. Raises `Stalled`."""
        last: dict[str, int] = {}
        changed = time.monotonic()
        while True:
            counts = await self.look()
            if counts[program] >= count:
                return
            if counts != last:
                last, changed = counts, time.monotonic()
            if time.monotonic() > changed + _STALLED_SECONDS:
                raise Stalled(f"{program} wrote {counts[program]} of {count} records and goes no further: see its log")
            await asyncio.sleep(_LOOK_SECONDS)

    async def look(self) -> dict[str, int]:
        """Records written by each stage since `mark`; also remembered in `curves`."""
        ends, now = await self._ends(), time.monotonic()
        counts = {program: ends[topic.name] - self._marked[topic.name] for program, topic in OUTPUT.items()}
        for program, count in counts.items():
            self.curves[program].points.append((now, count))
        return counts

    async def caught_up(self, *programs: str) -> None:
        """Waits until stages, one after the other, have committed all that their topics hold. Raises `Stalled`."""
        for program in programs:
            deadline = time.monotonic() + _STALLED_SECONDS
            while behind := await self._lag(program):
                if time.monotonic() > deadline:
                    raise Stalled(f"{program} is {behind} records behind: see its log")
                await asyncio.sleep(_LOOK_SECONDS)

    async def _lag(self, program: str) -> int:
        topic = INPUT[program]
        ends = await self._consumer.end_offsets(_partitions(topic))
        committed = await self._admin.list_consumer_group_offsets(_GROUPS[program], partitions=_partitions(topic))
        return sum(end - max(0, committed[partition].offset) for partition, end in ends.items())

    async def _ends(self) -> dict[str, int]:
        partitions = [partition for topic in OUTPUT.values() for partition in _partitions(topic)]
        counts = dict.fromkeys((topic.name for topic in OUTPUT.values()), 0)
        for partition, end in (await self._consumer.end_offsets(partitions)).items():
            counts[partition.topic] += end
        return counts


def _partitions(topic: Topic) -> list[TopicPartition]:
    return [TopicPartition(topic.name, number) for number in range(topic.partitions)]
