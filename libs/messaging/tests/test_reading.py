"""Ranges and single records by position: the same as a consumer reads, on both brokers and from whatever is left."""

import asyncio
from collections.abc import Sequence

import pytest
from aiokafka import ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaConnectionError, OffsetOutOfRangeError
from hypothesis import given
from hypothesis import strategies as st

from babelwire_messaging import reading
from babelwire_messaging.handling import Position
from babelwire_messaging.memory import MemoryKafka
from babelwire_messaging.reading import BEGINNING, END, KafkaAway, LogReader, LogRecord, log_reader
from babelwire_messaging.settings import KafkaSettings

from .brokers import Broker

Range = tuple[int, int]

ONE = TopicPartition("t", 0)
SMALL = 2000
"""Bytes a fetch, so that what a test writes takes many."""


def content_of(record: ConsumerRecord | LogRecord) -> tuple[object, ...]:
    place = (record.topic, record.partition, record.offset, record.timestamp)
    return (*place, record.key, record.value, tuple(record.headers))


async def read(log: LogReader, partition: TopicPartition, within: Range, most: int = 1000) -> list[LogRecord]:
    return [record async for span in log.read({partition: within}, most=most) for record in span.records]


async def consumed(broker: Broker, partition: TopicPartition, within: Range) -> list[ConsumerRecord]:
    """What a consumer reads of a range that the log has."""
    async with broker.clients.reader(broker.kafka) as consumer:
        consumer.assign([partition])
        beginning = (await consumer.beginning_offsets([partition]))[partition]
        consumer.seek(partition, max(within[0], beginning))
        found: list[ConsumerRecord] = []
        while await consumer.position(partition) < within[1]:
            for records in (await consumer.getmany(timeout_ms=200)).values():
                found += records
    return [record for record in found if record.offset < within[1]]


async def same_as_consumed(broker: Broker, ranges: Sequence[Range]) -> None:
    """The reader gives what a consumer gives, of each range by itself and of both partitions side by side."""
    async with log_reader(broker.kafka, broker.clients) as log:
        ends = await log.offsets(broker.partitions, END)
        for start, stop in ranges:
            wanted = {partition: (start, min(stop, end)) for partition, end in ends.items()}
            alone = {partition: await consumed(broker, partition, within) for partition, within in wanted.items()}
            for partition, records in alone.items():
                assert list(map(content_of, await read(log, partition, wanted[partition], most=7))) == list(
                    map(content_of, records)
                )
            together: dict[TopicPartition, list[object]] = {partition: [] for partition in broker.partitions}
            async for span in log.read(wanted):
                assert {(record.topic, record.partition) for record in span.records} == {span.partition}
                assert span.next == span.records[-1].offset + 1
                together[span.partition] += map(content_of, span.records)
            assert together == {partition: list(map(content_of, records)) for partition, records in alone.items()}


async def test_a_range_is_what_a_consumer_reads(broker: Broker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_FETCH_BYTES", SMALL)
    # One of them is larger than a fetch.
    await broker.write_batches(*([b"v%d" % n * 30] * 10 for n in range(10)), [b"l" * 5 * SMALL], [None, b"last"])
    await broker.write_batches([b"other"] * 103, partition=1)
    await same_as_consumed(broker, [(0, 103), (1, 102), (37, 64), (99, 101), (50, 50)])


async def test_a_range_whose_beginning_is_gone_begins_where_the_log_does(broker: Broker) -> None:
    await broker.write_batches([b"one"] * 10, [b"two"] * 10)
    await broker.write_batches([b"other"] * 20, partition=1)
    await broker.truncate(broker.partitions[0], 13)
    await same_as_consumed(broker, [(0, 20), (12, 14), (15, 20)])
    async with log_reader(broker.kafka, broker.clients) as log:
        first, other = broker.partitions
        assert await log.ranges(broker.partitions) == {first: (13, 20), other: (0, 20)}
        assert await read(log, first, (0, 13)) == []
        position = Position(first.topic, first.partition, 13)
        gone = [Position(first.topic, first.partition, offset) for offset in (2, 12, 20, 999)]
        assert list(await log.each([*gone, position])) == [position]
        assert await log.at(gone[1]) is None


async def test_what_compaction_has_left_is_read_and_nothing_waited_for(compacted: Broker) -> None:
    await same_as_consumed(compacted, [(0, 40), (3, 38), (11, 12)])


async def test_records_at_positions_are_read_and_what_is_not_there_is_left_out(broker: Broker) -> None:
    await broker.write_batches(*([b"%d" % n] * 3 for n in range(10)))
    first, other = broker.partitions
    wanted = [Position(first.topic, first.partition, offset) for offset in (0, 7, 8, 29)]
    beyond = [Position(first.topic, first.partition, 30), Position(other.topic, other.partition, 0)]
    nowhere = [Position("no-such-topic", 0, 0), Position(first.topic, 99, 0)]
    async with log_reader(broker.kafka, broker.clients) as log:
        found = await log.each([*nowhere, *wanted, *beyond])
        assert {position: record.value for position, record in found.items()} == {
            position: b"%d" % (position.offset // 3) for position in wanted
        }
        assert await log.each([]) == {}
        record = await log.at(wanted[1])
        assert record is not None
        assert record.position == wanted[1]


async def test_times_say_where_to_begin_and_groups_how_far_they_are(broker: Broker) -> None:
    await broker.write(b"one", b"two")
    first, other = broker.partitions
    async with log_reader(broker.kafka, broker.clients) as log:
        (one, _) = await read(log, first, (0, 2))
        assert log.partitions(broker.topic.name) == [first, other]
        assert log.partitions("no-such-topic") == []
        assert await log.offsets([first, other], BEGINNING) == {first: 0, other: 0}
        assert await log.offsets([first, other], END) == {first: 2, other: 0}
        assert await log.offsets([first, other], one.timestamp) == {first: 0, other: 0}
        assert await log.offsets([first], one.timestamp + 10**9) == {first: 2}
        assert await log.offsets([first], -5_000) == {first: 0}
        group = f"group-{broker.topic.name}"
        async with broker.clients.reader(broker.kafka, group) as consumer:
            consumer.assign([first])
            await consumer.commit({first: 1})
        assert await log.committed(group, f"{group}-other") == {group: {first: 1}, f"{group}-other": {}}
        assert await log.uncommitted(group, [first, other]) == {first: (1, 2), other: (0, 0)}
        assert await log.from_offsets({first: 0}) == {first: (0, 2)}


async def test_batches_without_certain_bytes_are_passed_over(broker: Broker) -> None:
    await broker.write_batches([b"hay"] * 5, [b"hay", b"needle"], [b"hay"])
    async with log_reader(broker.kafka, broker.clients) as log:
        spans = log.read({broker.partitions[0]: (0, 8)}, holding=b"needle")
        assert [record.offset async for span in spans for record in span.records] == [5, 6]


async def test_marks_of_transactions_are_no_records_and_what_was_aborted_is_read_as_ever(
    kafka_bootstrap: str, real: Broker
) -> None:
    await real.transaction([b"kept"] * 3, commits=True)
    await real.transaction([b"aborted"] * 3, commits=False)
    async with log_reader(real.kafka) as log:
        first, _ = real.partitions
        assert await log.ranges([first]) == {first: (0, 8)}
        assert [record.offset for record in await read(log, first, (0, 8))] == [0, 1, 2, 4, 5, 6]
        assert await log.at(Position(first.topic, 0, 7)) is None
    await same_as_consumed(real, [(0, 8), (3, 4)])


async def test_topics_are_called_as_in_the_catalogue_whatever_stands_before_them() -> None:
    clients, kafka = MemoryKafka(), KafkaSettings(topic_prefix="shadow.")
    clients.create("shadow.t", 1, {})
    await clients.append(TopicPartition("shadow.t", 0), [(b"k", b"v", [])])
    clients.committed["shadow.group"] = {TopicPartition("shadow.t", 0): 1}
    async with log_reader(kafka, clients) as log:
        assert log.partitions("t") == [ONE]
        (record,) = await read(log, ONE, (0, 1))
        assert record.position == Position("t", 0, 0)
        assert await log.at(record.position) == record
        assert await log.committed("group") == {"group": {ONE: 1}}


async def test_a_log_that_was_made_anew_meanwhile_ends_where_it_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_PAUSE_SECONDS", 0)
    clients = MemoryKafka()
    clients.create("t", 1, {})
    await clients.append(ONE, [(b"k", b"v", [])] * 3)
    async with log_reader(KafkaSettings(), clients) as log:
        assert [record.offset for record in await read(log, ONE, (1, 10))] == [1, 2]
        assert await read(log, ONE, (7, 10)) == []


async def test_a_broker_that_goes_away_in_the_middle_is_said() -> None:
    clients = MemoryKafka()
    clients.create("t", 1, {})
    await clients.append(ONE, [(b"k", b"v", [])] * 3)
    async with log_reader(KafkaSettings(), clients) as log:
        clients.away = KafkaConnectionError("gone")
        with pytest.raises(KafkaAway, match="does not answer"):
            await read(log, ONE, (0, 3))
    with pytest.raises(KafkaAway):
        async with log_reader(KafkaSettings(), clients):
            pass


Step = st.one_of(
    st.lists(st.tuples(st.sampled_from([b"a", b"b", b"c"]), st.sampled_from([None, b"v" * 90])), min_size=1),
    st.integers(min_value=0, max_value=30),
    st.just("compact"),
)


@given(steps=st.lists(Step, max_size=12), start=st.integers(0, 40), most=st.integers(1, 20), size=st.integers(1, 900))
def test_whatever_was_written_deleted_and_compacted_is_read_as_it_is(
    steps: list[list[tuple[bytes, bytes | None]] | int | str], start: int, most: int, size: int
) -> None:
    async def check() -> None:
        clients = MemoryKafka()
        clients.create("t", 1, {})
        (place,) = clients.topics["t"]
        for step in steps:
            if isinstance(step, list):
                await clients.append(ONE, [(key, value, []) for key, value in step])
            elif isinstance(step, int):
                place.delete_before(step)
            else:
                place.compact()
        left = [(one.offset, one.key, one.value) for one in place.since(start)]
        async with log_reader(KafkaSettings(), clients) as log:
            found = [span async for span in log.read({ONE: (start, place.end)}, most=most)]
            single = await log.each(Position("t", 0, offset) for offset in range(start, place.end + 2))
        assert [(one.offset, one.key, one.value) for span in found for one in span.records] == left
        assert all(1 <= len(span.records) <= most for span in found)
        assert sorted(position.offset for position in single) == [offset for offset, _, _ in left]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_FETCH_BYTES", size)
        asyncio.run(check())


async def test_what_retention_removes_between_two_fetches_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_FETCH_BYTES", 1)
    clients = MemoryKafka()
    clients.create("t", 1, {})
    for _ in range(10):
        await clients.append(ONE, [(b"k", b"v", [])] * 2)
    (place,) = clients.topics["t"]
    async with log_reader(KafkaSettings(), clients) as log:
        found: list[int] = []
        async for span in log.read({ONE: (0, 20)}):
            found += [record.offset for record in span.records]
            place.delete_before(11)
    assert found[:2] == [0, 1]
    assert found[-9:] == list(range(11, 20))
    with pytest.raises(OffsetOutOfRangeError):
        place.raw(10, 1)
