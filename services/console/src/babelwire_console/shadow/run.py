"""Runs a range of a topic through the services' own code beside the live system, and compares what comes of it."""

import asyncio
import contextlib
import os
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from babelwire_console.replay.log import replay_log
from babelwire_console.replay.plan import Plan, downstream, replayable
from babelwire_console.replay.selection import Selection, is_replay
from babelwire_console.settings import Settings
from babelwire_console.shadow.differences import Difference, difference
from babelwire_console.shadow.index import ShadowIndex
from babelwire_console.shadow.services import ShadowServices, shadow_services
from babelwire_console.shadow.topics import ReadBy, ShadowTopics, as_line, copy, written_by
from babelwire_contracts.codec import decode
from babelwire_contracts.receipts import Receipt
from babelwire_contracts.topics import ARTICLES_INDEXED
from babelwire_messaging import headers
from babelwire_messaging.producer import Producer

_LOOK_SECONDS: Final = 0.5
_AT_ONCE: Final = 500
_QUIET_LOOKS: Final = 5
"""Looks without a new record before all is done: deduplication sends amendments within a fraction of a second."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how far it is, and out of how many."""


@dataclass
class Shadow:
    """One shadow run: what is copied, where to, and what is known of it so far."""

    settings: Settings
    plan: Plan
    selection: Selection
    index: str
    progress: Progress
    capture_ids: set[str] = field(default_factory=set)
    copied: int = 0

    @property
    def read_by(self) -> ReadBy:
        """The services that run, each with the topic it reads."""
        return downstream(replayable(self.plan.topic))

    @property
    def services(self) -> list[str]:
        """The services that run, in the order of the flow."""
        return [service for service, _topic in self.read_by]


@contextlib.asynccontextmanager
async def handled(shadow: Shadow) -> AsyncIterator[ShadowTopics]:
    """Entered once the services have handled all of the range. Leaving it removes services, topics and groups.

    Raises `CommandFailed` where a service ends or pauses, `TransientError` and `KafkaError`.
    """
    topics = ShadowTopics(shadow.settings.kafka, f"shadow.{shadow.plan.replay_id}.")
    try:
        with tempfile.TemporaryDirectory(prefix="babelwire-shadow-") as folder:
            await topics.make(replayable(shadow.plan.topic))
            shadow.progress("remembering", 0, 0)
            known = await topics.seed(shadow.services)
            environment = _environment(shadow, topics, known)
            async with shadow_services(shadow.services, environment, Path(folder)) as services:
                shadow.progress("starting services", 0, 0)
                await services.until_ready()
                await _copy(shadow, topics, services)
                await _quiet(shadow, topics, services)
            yield topics
    finally:
        await topics.remove(shadow.services)


async def compared(index: ShadowIndex, capture_ids: set[str]) -> AsyncIterator[Difference]:
    """Every article of the shadow beside its live document, then those that only the live index has."""
    seen: set[str] = set()
    async for page in index.pages():
        live = await index.live(list(page))
        seen.update(page)
        for article_id, document in page.items():
            yield difference(article_id, live.get(article_id), document)
    async for page in index.live_of_captures(capture_ids):
        for article_id in page.keys() - seen:
            yield difference(article_id, page[article_id], None)


async def outcomes(topics: ShadowTopics) -> Counter[str]:
    """How many receipts there are of each outcome."""
    return Counter(decode(record.value, Receipt).outcome.value for record in await topics.records(ARTICLES_INDEXED))


async def write_down(topics: ShadowTopics, services: Sequence[str], folder: Path) -> Mapping[str, int]:
    """Writes each topic that the services wrote as `TOPIC.ndjson`. Returns the records of each."""
    counts = {}
    for topic in written_by(services):
        lines = [as_line(record) + b"\n" for record in await topics.records(topic)]
        if lines:
            _write(folder / f"{topic.name}.ndjson", lines)
            counts[topic.name] = len(lines)
    return counts


def _write(path: Path, lines: Sequence[bytes]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(lines))


def _environment(shadow: Shadow, topics: ShadowTopics, known: int) -> dict[str, str]:
    """The caller's own, with everything that a shadow writes turned away from the live system.

    Generations are above what is remembered, as those of an operator who has a replay override it.
    """
    raised = {
        name: str(max(int(os.environ.get(name, "1")), known + 1))
        for name in ("BABELWIRE_INGEST_GENERATION", "BABELWIRE_DEDUPLICATION_GENERATION")
    }
    return {
        **os.environ,
        **raised,
        "BABELWIRE_KAFKA_BOOTSTRAP": topics.shadow.kafka_bootstrap,
        "BABELWIRE_OPENSEARCH_URL": shadow.settings.opensearch.url,
        "BABELWIRE_TOPIC_PREFIX": topics.shadow.topic_prefix,
        "BABELWIRE_INDEXING_SHADOW": shadow.index,
    }


async def _copy(shadow: Shadow, topics: ShadowTopics, services: ShadowServices) -> None:
    plan, selection = shadow.plan, shadow.selection
    producer = Producer("console", topics.shadow)
    async with (
        replay_log(topics.live, plan, keeping=False) as log,
        producer.running(),
        contextlib.aclosing(log.records(plan.ranges, _AT_ONCE)) as spans,
    ):
        async for span in spans:
            taken = [
                (record, fields)
                for record in span.records
                if not is_replay(fields := record.fields) and selection.wants(record.key, record.value)
            ]
            if plan.limit is not None:
                taken = taken[: plan.limit - shadow.copied]
            await producer.send([copy(record) for record, _fields in taken])
            shadow.copied += len(taken)
            captures = (fields.get(headers.CAPTURE_ID, b"").decode("ascii", "replace") for _record, fields in taken)
            shadow.capture_ids.update(filter(None, captures))
            shadow.progress("copying", shadow.copied, plan.records)
            await services.check()
            if shadow.copied == plan.limit:
                return


async def _quiet(shadow: Shadow, topics: ShadowTopics, services: ShadowServices) -> None:
    """Returns when nothing is left to handle and nothing new has been written for several looks in a row."""
    quiet, before = 0, -1
    while quiet < _QUIET_LOOKS:
        await services.check()
        left, total = await topics.behind(shadow.read_by)
        quiet = quiet + 1 if left == 0 and total == before else 0
        before = total
        shadow.progress("handling", total - left, total)
        await asyncio.sleep(_LOOK_SECONDS)
