"""Runs scenarios one after the other on a stack of its own, each from an empty Kafka and an empty index."""

import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
from tests.chaos import groups
from tests.chaos.articles import make_articles
from tests.chaos.digest import Documents
from tests.chaos.scenario import Run, Scenario
from tests.chaos.sending import Sender
from tests.chaos.verdict import Result, judge
from tests.system import System

from babelwire_contracts.services import PIPELINE
from babelwire_stack import SHORT_LIVED, Stack, free_ports

_SERVICE_LOGS: Final = "*-[0-9]*.log*"
_KEPT: Final = Path("build") / "chaos"
"""The logs of each scenario, a directory each; `NAME-2` and so on where it ran again."""


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for. `away_seconds`: how long OpenSearch is away in the scenario of that name."""

    articles: int
    away_seconds: float


class Runner:
    """One stack for all scenarios; replaced by a new one after a scenario that did not end well."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._articles: list[dict[str, Any]] = make_articles(options.articles)
        self._stack: Stack | None = None
        self._expected: Documents | None = None
        self._runs: Counter[str] = Counter()

    def run(self, scenario: Scenario) -> Result:
        """Never raises for what the system does: that is the result."""
        articles = scenario.make(self._options.articles) if scenario.make is not None else self._articles
        result = Result(scenario.name, scenario.fault, scenario.when, len(articles))
        began = time.monotonic()
        stack = self._empty()
        try:
            with scenario.around(stack):
                self._play(scenario, stack, articles, result)
        except Exception as error:
            result.reasons.append(f"{type(error).__name__}: {error}")
        result.seconds = round(time.monotonic() - began, 1)
        self._keep_logs(scenario.name)
        if result.reasons:
            self.close()
        elif scenario.spoils_stores:
            assert self._stack is not None
            self._stack.stop()
        return result

    def _play(self, scenario: Scenario, stack: Stack, articles: list[dict[str, Any]], result: Result) -> None:
        """Starts the services, breaks what is to be broken, and fills in the result."""
        stack.start(services=PIPELINE, scale=scenario.scale, environment=scenario.environment)
        system = System(stack)
        run = Run(system, Sender(system, articles), len(articles), self._options.away_seconds)
        result.seen = run.seen
        try:
            scenario.act(run)
            run.sender.wait()
            documents = judge(scenario, run, None if scenario.make is not None else self._expected, result)
            # The first scenario is the one without faults.
            self._expected = self._expected or documents
        finally:
            result.reasons += run.broken_promises
            system.http.close()

    def close(self) -> None:
        """Stops the stack and deletes its data."""
        if self._stack is not None:
            self._stack.reset()
            self._stack = None

    def _empty(self) -> Stack:
        """Kafka and OpenSearch with nothing in them, and no service yet."""
        if self._stack is None:
            data = Path(tempfile.mkdtemp(prefix="babelwire-chaos-"))
            self._stack = Stack(data_dir=data, ports=free_ports(), java_options=SHORT_LIVED)
        stack = self._stack
        stack.start(services=[])
        groups.delete_all_topics(stack.kafka_bootstrap)
        _delete_all_indices(stack.opensearch_url)
        for log in stack.settings.log_dir.glob(_SERVICE_LOGS):
            log.unlink()
        return stack

    def _keep_logs(self, name: str) -> None:
        assert self._stack is not None
        self._runs[name] += 1
        kept = _KEPT / (name if self._runs[name] == 1 else f"{name}-{self._runs[name]}")
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(self._stack.settings.log_dir, kept)


def without_faults() -> Scenario:
    """The run that all others are compared with."""
    return Scenario("none", "none", "", lambda run: run.sender.send())


def chosen(scenarios: Sequence[Scenario], only: Sequence[str]) -> list[Scenario]:
    """Those whose names begin with one of `only`; all of them where it is empty. Raises KeyError for a name of none."""
    for name in only:
        if not any(scenario.name.startswith(name) for scenario in scenarios):
            raise KeyError(name)
    return [one for one in scenarios if not only or one.name.startswith(tuple(only))]


def _delete_all_indices(opensearch: str) -> None:
    with httpx.Client(base_url=opensearch, timeout=60, trust_env=False) as client:
        found = client.get("/_cat/indices", params={"format": "json", "h": "index"}).raise_for_status().json()
        for row in found:
            if not row["index"].startswith("."):
                client.delete(f"/{row['index']}").raise_for_status()
