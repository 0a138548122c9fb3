"""How long single articles took from topic to topic, by the append times that Kafka gave their records."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from tests.benchmarks.figures import StageLatency, quantile
from tests.benchmarks.processes import STAGES
from tests.benchmarks.progress import INPUT, OUTPUT

from babelwire_contracts.topics import PAGES_CAPTURED, Topic
from babelwire_messaging.headers import CAPTURE_ID
from babelwire_messaging.partitioning import topic_partitions
from babelwire_messaging.reading import log_reader
from babelwire_messaging.settings import KafkaSettings


async def stage_latencies(kafka_bootstrap: str, found: Mapping[str, float]) -> dict[str, StageLatency]:
    """Seconds in each stage, from its input topic to its output topic; in OpenSearch, from the receipt to the search.

    `found` says of each capture when a search found its article, in seconds since the epoch.
    """
    since = datetime.fromtimestamp(min(found.values()), UTC) - timedelta(minutes=5)
    times: dict[str, dict[str, float]] = {}
    for topic in (PAGES_CAPTURED, *OUTPUT.values()):
        times[topic.name] = await _appended(kafka_bootstrap, topic, found, since)
    waited = {
        name: [times[OUTPUT[name].name][capture] - times[INPUT[name].name][capture] for capture in found]
        for name in STAGES
    }
    # A search may find an article before its receipt is written.
    receipts = times[OUTPUT[STAGES[-1]].name]
    waited["opensearch"] = [max(0.0, at - receipts[capture]) for capture, at in found.items()]
    return {
        name: StageLatency(p50=quantile(seconds, 0.5), p95=quantile(seconds, 0.95)) for name, seconds in waited.items()
    }


async def _appended(
    kafka_bootstrap: str, topic: Topic, captures: Mapping[str, float], since: datetime
) -> dict[str, float]:
    """When the first record of each capture came to a topic, in seconds since the epoch."""
    first: dict[str, float] = {}
    async with log_reader(KafkaSettings(kafka_bootstrap=kafka_bootstrap)) as log:
        async for span in log.read(await log.ranges(topic_partitions(topic), since)):
            for record in span.records:
                capture = record.fields.get(CAPTURE_ID, b"").decode()
                if capture in captures:
                    first.setdefault(capture, record.timestamp / 1000)
    return first
