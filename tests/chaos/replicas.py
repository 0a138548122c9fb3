"""Scenarios in which topics are short of replicas: a second broker holds one of two, and is away."""

import contextlib
import time
from collections import Counter
from collections.abc import Iterator
from typing import Final

import msgspec
import psutil
from tests.chaos import faults
from tests.chaos.scenario import Run, Scenario
from tests.second_broker import SecondBroker

from babelwire_contracts.topics import (
    ARTICLES_DEDUPLICATED,
    ARTICLES_INDEXED,
    ARTICLES_INGESTED,
    CATALOGUE,
    PAGES_CAPTURED,
)
from babelwire_messaging import headers
from babelwire_stack import Stack

_AWAY_SECONDS: Final = 50.0
"""Three attempts to publish, of 15 s each, and what lies between them."""

_WRITERS: Final = {
    ARTICLES_INGESTED.name: "ingest",
    ARTICLES_DEDUPLICATED.name: "deduplication",
    ARTICLES_INDEXED.name: "indexing",
}


def replica_scenarios() -> Iterator[Scenario]:
    """Each of the topics that a service writes batches to."""
    for topic, service in _WRITERS.items():
        short = _ShortOfReplicas(topic, service)
        yield Scenario(
            name=f"replicas-{topic}",
            fault=f"{topic} short of replicas for {_AWAY_SECONDS:.0f} s",
            when="a fifth handled",
            act=short.act,
            around=short.around,
            spoils_stores=True,
        )


class _Kind(msgspec.Struct):
    record: str = "article"


class _ShortOfReplicas:
    """One topic on two brokers, of which the second goes away and comes back."""

    def __init__(self, topic: str, service: str) -> None:
        self._topic = topic
        self._service = service
        self._second: SecondBroker | None = None

    @contextlib.contextmanager
    def around(self, stack: Stack) -> Iterator[None]:
        """The second broker runs, and every topic is where it belongs before a service could make it."""
        self._second = SecondBroker(stack)
        with self._second.running():
            self._second.create(CATALOGUE.values(), on_both=[self._topic])
            yield

    def act(self, run: Run) -> None:
        assert self._second is not None
        name = faults.instance(self._service)
        run.sender.send()
        run.until_done_with(self._service, 0.2)
        before = _connections(run, name)
        self._second.kill()
        gone_at = time.monotonic()
        faults.until(lambda: name in run.system.not_ready(), 60, f"{self._service} says that it waits")
        run.seen.append(run.system.not_ready().get(name, "")[:150])
        time.sleep(max(0.0, _AWAY_SECONDS - (time.monotonic() - gone_at)))
        self._second.start()

        def no_producer_left_over() -> str | None:
            after = _connections(run, name)
            run.seen.append(f"{before} connections to Kafka before, {after} after")
            return f"{after} connections of {self._service} to Kafka, {before} before" if after > before else None

        run.checks.append(no_producer_left_over)
        run.checks.append(lambda: self._written_again(run))

    def _written_again(self, run: Run) -> str | None:
        """Says so where a capture is there more than once; the service was neither restarted nor rebalanced."""
        counted = Counter(
            dict(record.headers).get(headers.CAPTURE_ID)
            for record in run.system.records(self._topic)
            if record.value and msgspec.json.decode(record.value, type=_Kind).record == "article"
        )
        # A request that was answered 503 is sent again by its client, and may have been written the first time.
        captures = run.system.records(PAGES_CAPTURED.name)
        sent = Counter(dict(record.headers).get(headers.CAPTURE_ID) for record in captures)
        more = sum(max(0, count - max(1, sent[capture])) for capture, count in counted.items())
        return f"{more} records of {self._topic} were written again" if more else None


def _connections(run: Run, name: str) -> int:
    """Open connections of a program to the first broker: a producer that was given up and lives on has one."""
    pid = run.stack.pid(name)
    port = run.stack.ports.kafka_port
    return sum(
        one.status == psutil.CONN_ESTABLISHED and bool(one.raddr) and one.raddr.port == port
        for one in psutil.Process(pid).net_connections("tcp")
    )
