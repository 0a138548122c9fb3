"""The figures as tables for people and as JSON for programs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

import msgspec
from rich.console import Console
from rich.table import Table
from tests.benchmarks.figures import Figures, Round, Spread, Target, python_cpu, spread, targets
from tests.benchmarks.processes import JAVA, STAGES

_NOISE: Final = 0.05
"""Share of the machine that others may take before the figures are called noise."""

_WIDTH: Final = 120


def python_programs(figures: Figures) -> list[str]:
    """All but Kafka and OpenSearch."""
    return [name for name in figures.rounds[0].load.stages if name not in JAVA]


def write_json(figures: Figures, path: Path) -> None:
    """`build/bench.json`: the medians that are compared from run to run first, then all."""
    over = figures.over_rounds
    floor = over(lambda each: each.floor.articles_per_second).median
    load = over(lambda each: each.load.articles_per_second).median
    alone = over(lambda each: each.indexing_alone.articles_per_second).median
    compared: dict[str, Any] = {
        "articles_per_second": load,
        "floor_articles_per_second": floor,
        "share_of_floor": over(lambda each: each.load.articles_per_second / each.floor.articles_per_second).median,
        "python_cpu_ms_per_article": over(lambda each: python_cpu(each, STAGES)).median,
        "p50_accept_to_searchable_seconds": figures.latency.p50,
        "p95_accept_to_searchable_seconds": figures.latency.p95,
        "indexing_alone_articles_per_second": alone,
        "indexing_alone_share_of_floor": over(
            lambda each: each.indexing_alone.articles_per_second / each.floor.articles_per_second
        ).median,
        "indexing_alone_cpu_us_per_article": over(lambda each: each.indexing_alone.cpu_us_per_article).median,
        "quiet": figures.noise <= _NOISE,
        "targets": [
            {**msgspec.to_builtins(target), "met": target.met}
            for target in targets(figures, STAGES, python_programs(figures))
        ],
        **msgspec.to_builtins(figures, str_keys=True),
    }
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(compared), indent=2) + b"\n")


def show(figures: Figures) -> None:
    """Prints the tables."""
    console = Console(width=_WIDTH, highlight=False)
    latency, warm_up = figures.latency, figures.warm_up
    console.print(
        f"\n{len(figures.rounds)} rounds of {figures.articles:,} articles of {figures.article_bytes / 1000:.1f} kB on "
        f"{figures.cores} cores, seed {figures.seed}; median (lowest to highest)"
    )
    console.print(
        f"warm-up: {', '.join(f'{rate:,.0f}' for rate in warm_up.articles_per_second)} articles/s"
        + ("" if warm_up.agreed else "; no two on end agreed, so this machine was not steady")
    )
    if figures.noise > _NOISE:
        console.print(
            f"The machine was not quiet: up to {figures.noise:.0%} of it went to others or was kept from it. "
            "Rates and latencies are noise, CPU times too high; shares of the floor are less so."
        )
    console.print(_programs(figures))
    by_size = ", ".join(f"{size}: {rate:,.0f}" for size, rate in figures.floor_articles_per_second_by_size.items())
    busy = sum(each.load.busy_answers for each in figures.rounds)
    console.print(
        f"end to end      {_shown(figures, lambda each: each.load.articles_per_second)} articles/s; "
        f"accepted at {_shown(figures, lambda each: each.load.accepted_per_second)}, told to wait {busy} times\n"
        f"raw floor       {_shown(figures, lambda each: each.floor.articles_per_second)} articles/s at "
        f"{figures.floor_documents_per_request} a request (before, {by_size}); OpenSearch "
        f"{_shown(figures, lambda each: each.floor.opensearch_cpu_ms_per_article, 2)} ms of CPU an article\n"
        f"indexing alone  {_shown(figures, lambda each: each.indexing_alone.articles_per_second)} articles/s\n"
        f"searchable      after {latency.p50:.2f} s (p50), {latency.p95:.2f} s (p95), {latency.longest:.2f} s at most; "
        f"{latency.articles:,} articles at {latency.asked_per_second:.0f}/s, requests {latency.request_p95:.3f} s (p95)"
    )
    pages = figures.html
    console.print(
        f"HTML pages      {pages.pages_per_cpu_second:.0f} a second of CPU, the whole parse of {pages.pages} pages of "
        f"{pages.page_bytes / 1000:.0f} kB; trafilatura alone {pages.extractor_pages_per_cpu_second:.0f}"
    )
    console.print(_targets(targets(figures, STAGES, python_programs(figures))))
    if figures.profile is not None:
        console.print(_profile(figures))


def _shown(figures: Figures, of: Callable[[Round], float], digits: int = 0) -> str:
    return _spread(figures.over_rounds(of), f",.{digits}f")


def _spread(spread: Spread, form: str) -> str:
    return f"{spread.median:{form}} ({spread.lowest:{form}} to {spread.highest:{form}})"


def _programs(figures: Figures) -> Table:
    table = Table("program", title="The loads; time from topic to topic at 20 articles/s")
    for column in ("articles/s", "CPU ms/article", "MB at start", "at end", "at most", "p50 s", "p95 s"):
        table.add_column(column, justify="right")
    for name, last in figures.rounds[-1].load.stages.items():
        stages = [each.load.stages[name] for each in figures.rounds]
        rates = [stage.articles_per_second for stage in stages if stage.articles_per_second is not None]
        table.add_row(
            name,
            _spread(spread(rates), ",.0f") if rates else "",
            _spread(spread([stage.cpu_ms_per_article for stage in stages]), ".3f"),
            f"{figures.start_rss_mb.get(name, 0):.0f}",
            f"{last.end_rss_mb:.0f}",
            f"{figures.peak_rss_mb[name]:.0f}",
            *((f"{latency.p50:.2f}", f"{latency.p95:.2f}") if (latency := figures.latency.stages.get(name)) else ()),
        )
    table.add_section()
    table.add_row("Python of all stages", "", _shown(figures, lambda each: python_cpu(each, STAGES), 3))
    return table


def _targets(all_: list[Target]) -> Table:
    table = Table("target", title="Targets, for two cores with Kafka and OpenSearch beside")
    for column in ("", "measured"):
        table.add_column(column, justify="right")
    table.add_column("")
    for target in all_:
        bound = f"{'at most' if target.at_most else 'at least'} {target.limit:g}"
        table.add_row(target.name, bound, _spread(target.value, ".3g"), "met" if target.met else "MISSED")
    return table


def _profile(figures: Figures) -> Table:
    table = Table(
        "stage",
        "function",
        title="Where the time went: share of the samples in which a thread of the stage held the interpreter",
    )
    table.add_column("share", justify="right")
    for name in STAGES:
        for number, costly in enumerate((figures.profile or {}).get(name, [])):
            table.add_row(name if number == 0 else "", costly.function, f"{costly.share:.0%}")
        table.add_section()
    return table
