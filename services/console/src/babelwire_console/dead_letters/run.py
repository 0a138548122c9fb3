"""Carries a redrive out: claim, send, mark, one portion after the other (decision 7)."""

import time
from collections.abc import Callable, Iterable, Sequence

from babelwire_console.dead_letters.letter import CLAIM_HOLDS_SECONDS, CLAIMED, SENT, Letter
from babelwire_console.dead_letters.log import DeadLetterLog
from babelwire_console.dead_letters.plan import Plan, chunks, mark, sent_back
from babelwire_messaging.handling import Position
from babelwire_messaging.producer import Producer
from babelwire_messaging.reading import LogReader


class RedriveRun:
    """One redrive, by an id of its own."""

    def __init__(self, redrive_id: str, letters: DeadLetterLog, log: LogReader, producer: Producer) -> None:
        self._id = redrive_id
        self._letters = letters
        self._log = log
        self._producer = producer

    async def carry_out(self, plan: Plan, progress: Callable[[int], None]) -> list[Position]:
        """Sends the letters of a plan back and returns their positions, less those that another redrive took meanwhile.

        `progress` is called with the number of letters dealt with since its last call. Raises `TransientError`
        when Kafka is away; what was claimed and not sent is free again in a minute.
        """
        await self._mark(plan.unmarked, SENT)
        sent: list[Position] = []
        for portion in chunks(plan.sent):
            sent += [letter.position for letter in await self._send(portion)]
            progress(len(portion))
        return sent

    async def _send(self, portion: Sequence[Letter]) -> list[Letter]:
        records = await self._log.each(letter.position for letter in portion)
        there = [letter for letter in portion if letter.position in records]
        began = time.monotonic()
        await self._mark(there, CLAIMED)
        await self._letters.read(self._log)
        held = self._letters.holds()
        mine = [letter for letter in there if held[str(letter.position)].redrive_id == self._id]
        if time.monotonic() - began > CLAIM_HOLDS_SECONDS / 2:
            return []
        again = [(letter, records[letter.position]) for letter in mine]
        await self._producer.send(
            [sent_back(letter, record.value, dict(record.headers), self._id) for letter, record in again]
        )
        await self._mark(mine, SENT)
        return mine

    async def _mark(self, letters: Iterable[Letter], what: bytes) -> None:
        await self._producer.send([mark(letter, self._id, what) for letter in letters])
