"""What a redrive would do: which letters it sends back, in which order, and why it leaves the others."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from babelwire_console.dead_letters.letter import Letter, State
from babelwire_contracts.topics import CATALOGUE, Cleanup
from babelwire_messaging import headers
from babelwire_messaging.handling import Position
from babelwire_messaging.producer import Outgoing

CHUNK_LETTERS: Final = 200
CHUNK_BYTES: Final = 8 * 1024 * 1024

Slot = tuple[str, int, bytes]
"""Topic, partition and key: where records have an order."""


@dataclass(slots=True)
class Since:
    """What the letters' own topics hold since the letters failed.

    `newest` is the offset of the newest record of a key, whatever it is; `newest_fresh` leaves out copies that replays
    and redrives wrote, and records that became dead letters themselves. `redriven` names the letters found sent back.
    """

    newest: dict[Slot, int] = field(default_factory=dict)
    newest_fresh: dict[Slot, int] = field(default_factory=dict)
    redriven: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Plan:
    """`sent` in the order of sending; `behind` are those of them with a newer record of their key; `left` with reasons.

    `unmarked` were sent by a redrive that was broken off before it could say so.
    """

    sent: Sequence[Letter]
    behind: frozenset[Position]
    left: Mapping[Position, str]
    unmarked: Sequence[Letter] = ()


def plan(
    letters: Iterable[Letter], states: Mapping[Position, State], since: Since, *, again: bool, limit: int | None
) -> Plan:
    """Sorts the letters of each key into their original order and says of each that is left why it is.

    `limit` takes the first so many of that order.
    """
    left: dict[Position, str] = {}
    to_send: list[Letter] = []
    unmarked: list[Letter] = []
    for letter in letters:
        if states[letter.position] is State.OPEN and str(letter.position) in since.redriven:
            unmarked.append(letter)
        if (reason := _why_not(letter, states[letter.position], since, again=again)) is not None:
            left[letter.position] = reason
        else:
            to_send.append(letter)
    to_send.sort(key=_original_order)
    for letter in to_send[limit:] if limit is not None else ():
        left[letter.position] = f"more than the limit of {limit}"
    sent = to_send[:limit]
    behind = frozenset(letter.position for letter in sent if _is_behind(letter, since.newest_fresh))
    return Plan(sent, behind, left, unmarked)


def chunks(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """The letters in order, in portions that one request to Kafka takes in good time; a large letter goes alone."""
    portion: list[Letter] = []
    size = 0
    for letter in letters:
        if portion and (len(portion) == CHUNK_LETTERS or size + letter.size > CHUNK_BYTES):
            yield portion
            portion, size = [], 0
        portion.append(letter)
        size += letter.size
    if portion:
        yield portion


def sent_back(letter: Letter, value: bytes | None, fields: dict[str, bytes], redrive_id: str) -> Outgoing:
    """The original record again: its bytes, key and headers, to the partition it came from."""
    assert letter.origin is not None
    return Outgoing(
        letter.origin.topic,
        letter.origin.partition,
        letter.key,
        value,
        headers.redriven(letter.position, fields, redrive_id),
    )


def mark(letter: Letter, redrive_id: str, what: bytes) -> Outgoing:
    """A record behind the letter, in its own partition, so that it outlives it."""
    fields = [
        (headers.REDRIVE_MARK, what),
        (headers.REDRIVE_OF, str(letter.position).encode()),
        (headers.REDRIVE_ID, redrive_id.encode()),
    ]
    return Outgoing(letter.position.topic, letter.position.partition, letter.key, None, fields)


def cannot_go_back(letter: Letter) -> str | None:
    """Why a letter has no way back at all; None where it has one."""
    if letter.origin is None:
        return "its headers do not say where it came from"
    topic = CATALOGUE.get(letter.origin.topic)
    # Headers are written by whoever writes to the topic: they must not steer a record to where it never was.
    if topic is None or letter.service not in topic.consumers or letter.origin.partition >= topic.partitions:
        return f"{letter.service} does not read {letter.origin.topic}/{letter.origin.partition}"
    return None


def _why_not(letter: Letter, state: State, since: Since, *, again: bool) -> str | None:
    if state in {State.REDRIVEN, State.FAILED_AGAIN} or str(letter.position) in since.redriven:
        return "redriven already"
    if state is State.CLAIMED:
        return "another redrive has it in hand; if that was broken off, it is free in a minute"
    if (reason := cannot_go_back(letter)) is not None:
        return reason
    assert letter.origin is not None
    if CATALOGUE[letter.origin.topic].cleanup is Cleanup.COMPACT and _is_behind(letter, since.newest):
        return f"{letter.origin.topic} is compacted and has a newer value of this key, which the old one would replace"
    if letter.attempt > 1 and not again:
        return f"attempt {letter.attempt} failed too; --again sends it once more"
    return None


def _is_behind(letter: Letter, newest: Mapping[Slot, int]) -> bool:
    if letter.origin is None or letter.key is None:
        return False
    return newest.get((letter.origin.topic, letter.origin.partition, letter.key), -1) > letter.origin.offset


def _original_order(letter: Letter) -> tuple[str, int, int]:
    assert letter.origin is not None
    return letter.origin.topic, letter.origin.partition, letter.origin.offset
