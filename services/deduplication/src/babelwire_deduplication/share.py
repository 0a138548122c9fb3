"""Which articles are remembered: those of the partitions owned, for as long as the window."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta
from enum import Enum, auto
from typing import Final

from babelwire_deduplication.memory import Memory

WINDOW: Final = timedelta(days=45)
"""Two articles are compared when no more than this lies between their times, unless set otherwise."""


class _Phase(Enum):
    RUNNING = auto()
    LOADING = auto()
    LOOKING = auto()


class Share:
    """The share of this instance, and how partitions come into it.

    When partitions are gained, their fingerprints are first loaded, from the beginning of their partition on: what they
    say is taken for granted. Then all fingerprints are looked at again that were written since the former owner had
    compared them. `begun` ends that.
    """

    def __init__(self, memory: Memory, window: timedelta) -> None:
        self._memory = memory
        self._articles = memory.articles
        self._window = int(window.total_seconds())
        self._owned: frozenset[int] = frozenset()
        self.held: frozenset[int] = frozenset()
        """The partitions of which every article is remembered."""
        self._phase = _Phase.RUNNING

    def is_loading(self, partition: int) -> bool:
        """Whether what the fingerprints of a partition say is taken for granted now."""
        return self._phase is _Phase.LOADING and partition in self._owned - self.held

    @property
    def is_looking(self) -> bool:
        """Whether what is read again is decided again."""
        return self._phase is _Phase.LOOKING

    @property
    def is_running(self) -> bool:
        """Whether all has been read that was written when partitions last changed hands."""
        return self._phase is _Phase.RUNNING

    def own(self, partitions: Collection[int]) -> frozenset[int]:
        """Owns these partitions alone from now on. Returns those that have yet to be loaded."""
        self._owned = frozenset(partitions)
        self.held &= self._owned
        self._articles.own(self._owned)
        slots = self._articles.slots()
        guests = slots[~self._articles.owned(slots)]
        self._articles.give_up(guests)
        gained = self._owned - self.held
        self._phase = _Phase.LOADING if gained else _Phase.LOOKING
        return gained

    def look_again(self) -> frozenset[bytes]:
        """What was gained has been loaded; what is read from now on is decided again, though it is known.

        Returns the articles of others of which it is known that they are of use.
        """
        self._phase = _Phase.LOOKING
        slots = self._articles.slots()
        guests = slots[~self._articles.owned(slots)]
        known = (self._articles.id(slot) for slot in guests.tolist())
        return frozenset((*known, *self._memory.groups.translations.led_to()))

    def begun(self) -> list[int]:
        """All has been read. Returns the articles of which it is not certain that all know what was decided."""
        self._memory.settle()
        self.held = self._owned
        self._phase = _Phase.RUNNING
        slots = self._articles.slots()
        slots = slots[self._articles.owned(slots)]
        found: list[int] = self._articles.unpublished(slots).tolist()
        return found

    def restore(self, held: Collection[int]) -> None:
        """Holds what was saved; what is more is read once it is known what is owned."""
        self.held = frozenset(held)
        self._articles.own(self.held)
        self._phase = _Phase.LOOKING

    def expired(self, most: int) -> dict[bytes, int]:
        """Articles owned that have not come for as long as the window, by the newest that came in their partition.

        Gives by their ids when they last came, in seconds since 1970.

        That is time as it passes in the log, where a record's is when the broker took it: no clock is asked, and an
        archive of years ago is remembered as long as news of today.
        """
        slots = self._articles.slots()
        partitions, seen = self._articles.partitions(slots), self._articles.seen(slots)
        expired: dict[bytes, int] = {}
        for partition in self._owned:
            own = partitions == partition
            old = slots[own][seen[own] < seen[own].max(initial=0) - self._window]
            for slot in old[: most - len(expired)].tolist():
                expired[self._articles.id(slot)] = self._articles[slot].seen
        return expired

    def remove(self, tombstones: Iterable[tuple[bytes, int]]) -> None:
        """Takes in tombstones as read from partitions of the topic: their articles are forgotten.

        One of an article owned is this instance's own, which has forgotten it before, unless it is read at a start.
        """
        is_own = self._articles.owns if self.is_running else lambda _partition: False
        self.forget([article_id for article_id, partition in tombstones if not is_own(partition)])

    def expire(self, expired: Mapping[bytes, int]) -> None:
        """Forgets articles whose tombstones have been published; one that came in the meantime is said anew."""
        gone = []
        for article_id, seen in expired.items():
            slot = self._articles.find(article_id)
            if slot is not None and self._articles[slot].seen != seen:
                self._articles[slot].unsaid = True
                self._memory.groups.touch([slot])
            else:
                gone.append(article_id)
        self.forget(gone)

    def forget(self, article_ids: Collection[bytes]) -> None:
        """Forgets articles, remembered or not; what was decided of those that copy them stays."""
        found = (self._articles.find(article_id) for article_id in article_ids)
        self._memory.forget({slot for slot in found if slot is not None})
