"""The figures as tables for people and as JSON for programs."""

from pathlib import Path
from typing import Any, Final

import msgspec
from rich.console import Console
from rich.table import Table
from tests.benchmarks.figures import Figures, Target, targets
from tests.benchmarks.processes import JAVA, STAGES

_NOISE: Final = 0.05
"""Share of the machine that others may take before the figures are called noise."""

_WIDTH: Final = 120


def python_programs(figures: Figures) -> list[str]:
    """All but Kafka and OpenSearch."""
    return [name for name in figures.load.stages if name not in JAVA]


def write_json(figures: Figures, path: Path) -> None:
    """`build/bench.json`: the figures that are compared from run to run first, then all."""
    floor = figures.floor.articles_per_second
    told: dict[str, Any] = {
        "articles_per_second": figures.load.articles_per_second,
        "floor_articles_per_second": floor,
        "share_of_floor": figures.load.articles_per_second / floor,
        "python_cpu_ms_per_article": figures.python_cpu_ms_per_article,
        "p50_accept_to_searchable_seconds": figures.latency.p50,
        "p95_accept_to_searchable_seconds": figures.latency.p95,
        "indexing_alone_articles_per_second": figures.indexing_alone.articles_per_second,
        "indexing_alone_share_of_floor": figures.indexing_alone.articles_per_second / floor,
        "indexing_alone_cpu_us_per_article": figures.indexing_alone.cpu_us_per_article,
        "targets": [
            {**msgspec.to_builtins(target), "met": target.met} for target in targets(figures, python_programs(figures))
        ],
        **msgspec.to_builtins(figures, str_keys=True),
    }
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(msgspec.json.format(msgspec.json.encode(told), indent=2) + b"\n")


def show(figures: Figures) -> None:
    """Prints the tables."""
    console = Console(width=_WIDTH, highlight=False)
    load, floor, latency = figures.load, figures.floor, figures.latency
    console.print(
        f"\n{figures.articles:,} articles of {figures.article_bytes / 1000:.1f} kB on {figures.cores} cores, "
        f"seed {figures.seed}; other processes took {load.others_cpu_share:.0%} of the machine during the load"
    )
    if load.others_cpu_share > _NOISE:
        console.print("The machine was busy with something else: rates and latencies are noise, CPU times too high.")
    console.print(_programs(figures))
    by_size = ", ".join(f"{size}: {rate:,.0f}" for size, rate in floor.articles_per_second_by_size.items())
    console.print(
        f"end to end      {load.articles_per_second:,.0f} articles/s; accepted at {load.accepted_per_second:,.0f}, "
        f"told to wait {load.busy_answers} times\n"
        f"raw floor       {floor.articles_per_second:,.0f} articles/s at {floor.documents_per_request} a request "
        f"({by_size}); OpenSearch {floor.opensearch_cpu_ms_per_article:.2f} ms of CPU an article\n"
        f"indexing alone  {figures.indexing_alone.articles_per_second:,.0f} articles/s\n"
        f"searchable      after {latency.p50:.2f} s (p50), {latency.p95:.2f} s (p95), {latency.longest:.2f} s at most; "
        f"{latency.articles:,} articles at {latency.asked_per_second:.0f}/s, requests {latency.request_p95:.3f} s (p95)"
    )
    console.print(_targets(targets(figures, python_programs(figures))))
    if figures.profile is not None:
        console.print(_profile(figures))


def _programs(figures: Figures) -> Table:
    table = Table("program", title="The load; time from topic to topic at 20 articles/s")
    for column in ("articles/s", "CPU ms/article", "MB at start", "at end", "at most", "p50 s", "p95 s"):
        table.add_column(column, justify="right")
    for name, stage in figures.load.stages.items():
        table.add_row(
            name,
            f"{stage.articles_per_second:,.0f}" if stage.articles_per_second is not None else "",
            f"{stage.cpu_ms_per_article:.3f}",
            f"{stage.start_rss_mb:.0f}",
            f"{stage.end_rss_mb:.0f}",
            f"{stage.peak_rss_mb:.0f}",
            *((f"{latency.p50:.2f}", f"{latency.p95:.2f}") if (latency := figures.latency.stages.get(name)) else ()),
        )
    table.add_section()
    table.add_row("Python of all stages", "", f"{figures.python_cpu_ms_per_article:.3f}")
    return table


def _targets(all_: list[Target]) -> Table:
    table = Table("target", title="Targets, for two cores with Kafka and OpenSearch beside")
    for column in ("", "measured"):
        table.add_column(column, justify="right")
    table.add_column("")
    for target in all_:
        bound = f"{'at most' if target.at_most else 'at least'} {target.limit:g}"
        table.add_row(target.name, bound, f"{target.value:.3g}", "met" if target.met else "MISSED")
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
