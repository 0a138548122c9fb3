"""What is measured, as `build/bench.json` has it, and what was aimed at."""

from collections.abc import Sequence

import msgspec


class StageFigures(msgspec.Struct, kw_only=True):
    """One program while the load ran. Rates are in articles/s, between a stage's first output and its last.

    Memory is of the largest process, in MB: at the start of the load, and the most of the whole run.
    """

    cpu_ms_per_article: float
    articles_per_second: float | None
    start_rss_mb: float
    end_rss_mb: float
    peak_rss_mb: float = 0.0


class LoadFigures(msgspec.Struct, kw_only=True):
    """The whole load, from the first request to the last receipt. `others_cpu_share` is a share of all cores' time."""

    articles_per_second: float
    accepted_per_second: float
    busy_answers: int
    others_cpu_share: float
    stages: dict[str, StageFigures]


class FloorFigures(msgspec.Struct, kw_only=True):
    """Raw bulk requests: the best, and each size of request."""

    articles_per_second: float
    documents_per_request: int
    articles_per_second_by_size: dict[int, float]
    opensearch_cpu_ms_per_article: float


class IndexingFigures(msgspec.Struct, kw_only=True):
    """Indexing alone, from a full topic; CPU time of its own start is taken off."""

    articles_per_second: float
    cpu_us_per_article: float


class StageLatency(msgspec.Struct, kw_only=True):
    """Seconds that an article spent in one stage, waiting for it included."""

    p50: float
    p95: float


class LatencyFigures(msgspec.Struct, kw_only=True):
    """Seconds from the answer 202 to the first search that finds the article, and of the request itself."""

    articles: int
    asked_per_second: float
    p50: float
    p95: float
    longest: float
    request_p95: float
    stages: dict[str, StageLatency]


class Costly(msgspec.Struct, kw_only=True):
    """A function and its share of the samples in which a thread held the interpreter; C code counts to its caller."""

    function: str
    share: float


class Figures(msgspec.Struct, kw_only=True):
    """All of a run. `profile` is None where processes may not be looked into."""

    articles: int
    seed: int
    article_bytes: float
    cores: int
    load: LoadFigures
    floor: FloorFigures
    indexing_alone: IndexingFigures
    latency: LatencyFigures
    python_cpu_ms_per_article: float
    profile: dict[str, list[Costly]] | None = None


class Target(msgspec.Struct, kw_only=True):
    """What was aimed at; `met` compares `value` with `limit`, as what there is at most or at least."""

    name: str
    value: float
    limit: float
    at_most: bool

    @property
    def met(self) -> bool:
        return self.value <= self.limit if self.at_most else self.value >= self.limit


def targets(figures: Figures, python_programs: Sequence[str]) -> list[Target]:
    """For two cores with Kafka and OpenSearch on the same machine."""
    floor = figures.floor.articles_per_second
    alone = figures.indexing_alone
    largest = max(figures.load.stages[name].peak_rss_mb for name in python_programs)
    load = figures.load.articles_per_second
    return [
        _at_most("Python of all stages, ms of CPU an article", figures.python_cpu_ms_per_article, 0.9),
        _at_least("end to end, share of the raw floor", load / floor, 0.25),
        _at_least("indexing alone, share of the raw floor", alone.articles_per_second / floor, 0.6),
        _at_most("indexing alone, µs of CPU an article", alone.cpu_us_per_article, 150),
        _at_most("accept to searchable at 20 articles/s, p95 in s", figures.latency.p95, 2),
        _at_most("largest Python process, MB", largest, 350),
    ]


def _at_most(name: str, value: float, limit: float) -> Target:
    return Target(name=name, value=value, limit=limit, at_most=True)


def _at_least(name: str, value: float, limit: float) -> Target:
    return Target(name=name, value=value, limit=limit, at_most=False)


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all are no greater than. Raises ValueError without values."""
    if not values:
        raise ValueError("no quantile without values")
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]
