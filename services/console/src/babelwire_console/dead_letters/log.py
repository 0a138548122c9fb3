"""Reads the dead-letter topics and the topics that the letters came from."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime

from aiokafka import TopicPartition

from babelwire_console.dead_letters.letter import Hold, Letter, Mark, holds, letter_or_mark
from babelwire_console.dead_letters.plan import Since, cannot_go_back
from babelwire_contracts.topics import dead_letters
from babelwire_messaging import headers
from babelwire_messaging.reading import LogReader, LogRecord

_COPIES = frozenset({headers.REPLAY_ID, headers.REPLAY_OF, headers.REDRIVE_OF})


class DeadLetterLog:
    """Letters and marks of some services' dead-letter topics, as far as they have been read."""

    def __init__(self, services: Sequence[str]) -> None:
        self._services = services
        self._next: dict[TopicPartition, int] = {}
        self._marks: list[Mark] = []
        self.letters: list[Letter] = []

    async def read(self, log: LogReader) -> None:
        """Reads on to the ends of now; the first time from the beginning."""
        partitions = [each for service in self._services for each in log.partitions(dead_letters(service).name)]
        starts = {each: self._next.get(each, 0) for each in partitions}
        async for span in log.read(await log.from_offsets(starts)):
            self._next[span.partition] = span.next
            for record in span.records:
                entry = letter_or_mark(record, datetime.fromtimestamp(record.timestamp / 1000, UTC))
                if isinstance(entry, Mark):
                    self._marks.append(entry)
                else:
                    self.letters.append(entry)

    def holds(self) -> dict[str, Hold]:
        """Who has which letter in hand, by the letter's position."""
        return holds(self._marks)


async def read_since(
    log: LogReader, letters: Iterable[Letter], failed: Iterable[Letter], progress: Callable[[int, int], None]
) -> Since:
    """What the letters' own topics hold behind them; `failed` are all known letters.

    Reads from the oldest of the letters on; `progress` is called with how many it has read, and of how many.
    """
    firsts: dict[TopicPartition, int] = {}
    keys: dict[TopicPartition, set[bytes | None]] = defaultdict(set)
    for letter in letters:
        if letter.origin is None or cannot_go_back(letter) is not None:
            continue
        partition = TopicPartition(letter.origin.topic, letter.origin.partition)
        firsts[partition] = min(firsts.get(partition, letter.origin.offset), letter.origin.offset)
        keys[partition].add(letter.key)
    since = Since()
    partitions = [partition for partition in firsts if partition in log.partitions(partition.topic)]
    ranges = {each: (max(firsts[each], start), end) for each, (start, end) in (await log.ranges(partitions)).items()}
    total = sum(max(0, end - start) for start, end in ranges.values())
    origins = {letter.origin for letter in failed}
    looked_at = 0
    async for span in log.read(ranges):
        for record in span.records:
            if record.key in keys[span.partition]:
                _note(since, record, is_letter=record.position in origins)
        looked_at += len(span.records)
        progress(looked_at, total)
    return since


def _note(since: Since, record: LogRecord, *, is_letter: bool) -> None:
    fields = record.fields
    if redriven := fields.get(headers.REDRIVE_OF):
        since.redriven.add(redriven.decode("utf-8", "replace"))
    if record.key is None:
        return
    slot = (record.topic, record.partition, record.key)
    since.newest[slot] = record.offset
    if not is_letter and not _COPIES & fields.keys():
        since.newest_fresh[slot] = record.offset
