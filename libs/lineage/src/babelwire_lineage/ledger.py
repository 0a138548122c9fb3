"""The account of captures against receipts: which ended how, and which are open. Knows nothing of Kafka."""

from collections.abc import Iterable
from typing import Final

from babelwire_contracts.receipts import BEST_FIRST, Outcome

_OPEN: Final = 0
_RANK_BITS: Final = 3
_OFFSET_BITS: Final = 48


def capture_key(raw: bytes | None) -> bytes | None:
    """A capture id as 16 bytes; None for what is no capture id."""
    if raw is None or len(raw) != 32:  # noqa: PLR2004 - the hex digits of 16 bytes
        return None
    try:
        return bytes.fromhex(raw.decode("ascii"))
    except ValueError:
        return None


class Ledger:
    """Captures by id, each with its place in `pages.captured` and its best outcome so far.

    About 180 bytes a capture: the id, and place and outcome packed into one integer.
    """

    def __init__(self) -> None:
        self._captures: dict[bytes, int] = {}
        self._open: set[bytes] = set()
        self._early: dict[bytes, int] = {}
        self._counts = [0] * len(BEST_FIRST)
        self.replays = 0
        self.nameless = 0

    def captured(self, capture: bytes, partition: int, offset: int) -> None:
        """Takes a capture on; one that is there already (sent or redriven again) keeps its first place."""
        if capture in self._captures:
            return
        self._captures[capture] = (partition << _OFFSET_BITS | offset) << _RANK_BITS
        self._open.add(capture)
        if (rank := self._early.pop(capture, None)) is not None:
            self.ended(capture, BEST_FIRST[rank])

    def ended(self, capture: bytes, outcome: Outcome) -> bool:
        """Notes a receipt; the best outcome of a capture counts. False where the capture is not in the account."""
        packed = self._captures.get(capture)
        if packed is None:
            return False
        known, rank = packed & (1 << _RANK_BITS) - 1, BEST_FIRST.index(outcome) + 1
        if known == _OPEN:
            self._open.discard(capture)
        elif known <= rank:
            return True
        else:
            self._counts[known - 1] -= 1
        self._counts[rank - 1] += 1
        self._captures[capture] = packed >> _RANK_BITS << _RANK_BITS | rank
        return True

    def keep_for_later(self, receipts: Iterable[tuple[bytes, Outcome]]) -> None:
        """Receipts of captures that were appended after the captures were read; for the next reading alone."""
        self._early = {capture: BEST_FIRST.index(outcome) for capture, outcome in receipts}

    @property
    def open(self) -> frozenset[bytes]:
        """The captures without a receipt."""
        return frozenset(self._open)

    @property
    def captures(self) -> int:
        """How many captures there are."""
        return len(self._captures)

    def outcomes(self) -> dict[str, int]:
        """How many captures ended in each way, best first."""
        return {outcome.value: count for outcome, count in zip(BEST_FIRST, self._counts, strict=True)}

    def place(self, capture: bytes) -> tuple[int, int]:
        """Partition and offset of a capture."""
        place = self._captures[capture] >> _RANK_BITS
        return place >> _OFFSET_BITS, place & (1 << _OFFSET_BITS) - 1
