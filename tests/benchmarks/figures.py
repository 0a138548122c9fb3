"""What is measured, as `build/bench.json` has it, and what was aimed at."""

import statistics
from collections.abc import Callable, Sequence

import msgspec


class Noise(msgspec.Struct, kw_only=True):
    """Shares of all cores' time while something was measured: other processes', and what the hypervisor kept."""

    others: float
    stolen: float


class StageFigures(msgspec.Struct, kw_only=True):
    """One program while a load ran. Rates are in articles/s, between a stage's first output and its last.

    Memory is of the largest process at the end of the load, in MB.
    """

    cpu_ms_per_article: float
    articles_per_second: float | None
    end_rss_mb: float


class LoadFigures(msgspec.Struct, kw_only=True):
    """A whole load, from the first request to the last receipt."""

    articles_per_second: float
    accepted_per_second: float
    busy_answers: int
    noise: Noise
    stages: dict[str, StageFigures]


class FloorFigures(msgspec.Struct, kw_only=True):
    """The same documents in raw bulk requests."""

    articles_per_second: float
    opensearch_cpu_ms_per_article: float
    noise: Noise


class IndexingFigures(msgspec.Struct, kw_only=True):
    """Indexing alone, from a full topic; CPU time of its own start is taken off."""

    articles_per_second: float
    cpu_us_per_article: float


class Round(msgspec.Struct, kw_only=True):
    """One of each, one after the other, so that what is compared was measured on the same machine, equally warm."""

    load: LoadFigures
    floor: FloorFigures
    indexing_alone: IndexingFigures

    @property
    def noise(self) -> float:
        """The largest share of the machine that was not ours."""
        return max(noise.others + noise.stolen for noise in (self.load.noise, self.floor.noise))


class WarmUp(msgspec.Struct, kw_only=True):
    """Articles/s of each load before those that count; whether the last two agreed."""

    articles_per_second: list[float]
    agreed: bool


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


class PageFigures(msgspec.Struct, kw_only=True):
    """HTML pages per second of CPU time: the whole parse, and trafilatura's text of the same pages alone."""

    pages: int
    page_bytes: float
    pages_per_cpu_second: float
    extractor_pages_per_cpu_second: float


class Costly(msgspec.Struct, kw_only=True):
    """A function and its share of the samples in which a thread held the interpreter; C code counts to its caller."""

    function: str
    share: float


class Spread(msgspec.Struct, kw_only=True):
    """One figure over the rounds."""

    median: float
    lowest: float
    highest: float


def spread(values: Sequence[float]) -> Spread:
    return Spread(median=statistics.median(values), lowest=min(values), highest=max(values))


class Figures(msgspec.Struct, kw_only=True):
    """All of a run. Memory is in MB, of each program's largest process. `profile` is None where it is not permitted."""

    articles: int
    seed: int
    article_bytes: float
    cores: int
    warm_up: WarmUp
    floor_documents_per_request: int
    floor_articles_per_second_by_size: dict[int, float]
    rounds: list[Round]
    html: PageFigures
    latency: LatencyFigures
    start_rss_mb: dict[str, float]
    peak_rss_mb: dict[str, float]
    profile: dict[str, list[Costly]] | None = None

    def over_rounds(self, of: Callable[[Round], float]) -> Spread:
        return spread([of(each) for each in self.rounds])

    @property
    def noise(self) -> float:
        return max(each.noise for each in self.rounds)


class Target(msgspec.Struct, kw_only=True):
    """What was aimed at; `met` compares the median with `limit`, as what there is at most or at least."""

    name: str
    value: Spread
    limit: float
    at_most: bool

    @property
    def met(self) -> bool:
        return self.value.median <= self.limit if self.at_most else self.value.median >= self.limit


def python_cpu(figures: Round, stages: Sequence[str]) -> float:
    """Milliseconds of CPU of all stages, an article."""
    return sum(figures.load.stages[name].cpu_ms_per_article for name in stages)


def targets(figures: Figures, stages: Sequence[str], python_programs: Sequence[str]) -> list[Target]:
    """For two cores with Kafka and OpenSearch on the same machine."""

    def at_most(name: str, limit: float, of: Callable[[Round], float]) -> Target:
        return Target(name=name, value=figures.over_rounds(of), limit=limit, at_most=True)

    def at_least(name: str, limit: float, of: Callable[[Round], float]) -> Target:
        return Target(name=name, value=figures.over_rounds(of), limit=limit, at_most=False)

    latency, largest = figures.latency.p95, max(figures.peak_rss_mb[name] for name in python_programs)
    return [
        at_most("Python of all stages, ms of CPU an article", 0.55, lambda each: python_cpu(each, stages)),
        at_most(
            "OpenSearch, times its CPU at the raw floor",
            1.25,
            lambda each: each.load.stages["opensearch"].cpu_ms_per_article / each.floor.opensearch_cpu_ms_per_article,
        ),
        at_least(
            "end to end, share of the raw floor",
            0.48,
            lambda each: each.load.articles_per_second / each.floor.articles_per_second,
        ),
        at_least(
            "indexing alone, share of the raw floor",
            0.85,
            lambda each: each.indexing_alone.articles_per_second / each.floor.articles_per_second,
        ),
        at_most("indexing alone, µs of CPU an article", 150, lambda each: each.indexing_alone.cpu_us_per_article),
        at_most("accept to searchable at 20 articles/s, p95 in s", 1.2, lambda _: latency),
        at_most("largest Python process, MB", 350, lambda _: largest),
    ]


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all are no greater than. Raises ValueError without values."""
    if not values:
        raise ValueError("no quantile without values")
    ordered = sorted(values)
    return ordered[max(0, -int(-share * len(ordered) // 1) - 1)]


def agree(rates: Sequence[float], within: float) -> bool:
    """Whether the last two differ by no more than a share of the greater."""
    return len(rates) > 1 and abs(rates[-1] - rates[-2]) <= within * max(rates[-2:])
