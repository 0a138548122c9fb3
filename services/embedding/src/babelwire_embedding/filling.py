"""Fills the gaps: writes a task for each, or only counts them."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from babelwire_embedding.beginnings import text_hash
from babelwire_embedding.gaps import Gap, look_for_gaps
from babelwire_embedding.ports import IndexedVectors, StoredArticles, TaskLane, WaitingTask
from babelwire_embedding.tasks import TaggedView, language_of, task_of
from babelwire_vectors import Passage

SAMPLE: Final = 48
"""Gaps that are kept to measure by. Ids are hashes, so the first are as good as any."""


@dataclass
class Filled:
    """What was found and done; `waiting` are gaps whose task waits already, `written` those that got one."""

    articles: int = 0
    missing: int = 0
    outdated: int = 0
    waiting: int = 0
    written: int = 0
    by_language: Counter[str] = field(default_factory=Counter)
    sample: list[Passage] = field(default_factory=list)

    @property
    def gaps(self) -> int:
        """Articles without their vector."""
        return self.missing + self.outdated

    def count(self, gap: Gap) -> None:
        """Counts a gap."""
        language = language_of(gap.article)
        self.outdated += gap.is_outdated
        self.missing += not gap.is_outdated
        self.by_language[language] += 1
        if len(self.sample) < SAMPLE:
            self.sample.append(Passage(gap.text, language))


async def fill_gaps(
    articles: StoredArticles,
    vectors: IndexedVectors,
    waiting: Collection[WaitingTask],
    lane: TaskLane | None,
    *,
    rate: float,
    report: Callable[[Filled], None],
) -> Filled:
    """Writes the tasks of all gaps to a lane, `rate` a second at most, less those that are `waiting`; None only counts.

    Broken off and begun anew, it writes what is still missing. Raises as what it is given does.
    """
    filled, pace = Filled(), _Pace(rate)
    async for looked in look_for_gaps(articles, vectors):
        filled.articles += looked.articles
        due = []
        for gap in looked.gaps:
            filled.count(gap)
            if WaitingTask.of(gap.article.article_id, text_hash(gap.text)) in waiting:
                filled.waiting += 1
            else:
                due.append(gap.article)
        if lane is not None:
            for step in pace.steps(due):
                await pace.wait(len(step))
                await lane.write([task_of(article) for article in step])
                filled.written += len(step)
        report(filled)
    return filled


class _Pace:
    """Spaces steps so that no more than `rate` tasks a second go; time not used is not caught up with later."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._free_at = 0.0

    def steps(self, articles: Sequence[TaggedView]) -> Iterator[Sequence[TaggedView]]:
        """No more at once than may go in a second."""
        size = max(1, int(self._rate))
        return (articles[at : at + size] for at in range(0, len(articles), size))

    async def wait(self, tasks: int) -> None:
        """Returns when so many may go."""
        now = time.monotonic()
        await asyncio.sleep(max(0.0, self._free_at - now))
        self._free_at = max(self._free_at, now) + tasks / self._rate
