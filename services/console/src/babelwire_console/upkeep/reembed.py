"""`babelwire reembed`."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated, Any

import typer

from babelwire_console.options import JsonObject
from babelwire_console.output import console, print_json, printable
from babelwire_console.running import run
from babelwire_console.settings import Settings
from babelwire_console.upkeep.service_program import service_program


def reembed(
    *,
    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", help="Say how many articles lack theirs and how long it would take, and no more."),
    ] = False,
    rate: Annotated[float | None, typer.Option(min=0.1, help="Tasks a second, at most; 200 unless said.")] = None,
    model: Annotated[
        str, typer.Option(help="Whose vectors are wanted; that of the settings unless given.", metavar="NAME")
    ] = "",
    instances: Annotated[
        int | None, typer.Option(min=1, help="Of embedding, to say how long it would take; 1 unless said.")
    ] = None,
    as_json: JsonObject = False,
) -> None:
    """Give the articles of the index the vectors that they lack there, as after a change of model.

    Goes through all articles beside the vectors of the model, and writes a task for each that has none, or one of
    another text. Embedding does these behind fresh ones. Run again, it finds what is still missing.
    """
    options = {"--rate": rate, "--model": model, "--instances": instances}
    arguments = [word for name, value in options.items() if value for word in (name, str(value))]
    arguments += ["--dry-run"] if dry_run else []
    # Only embedding knows what a vector is made from.
    result = run(service_program(Settings(), "babelwire_embedding.reembed", arguments))
    if as_json:
        print_json(result)
    else:
        for line in in_words(result):
            console.print(printable(line), markup=False, highlight=False, soft_wrap=True)


def in_words(result: dict[str, Any]) -> Iterator[str]:
    """What embedding's program found and did, in lines."""
    articles, gaps, model = result["articles"], result["gaps"], result["model"]
    if not gaps:
        yield f"All {articles:,} articles have their vectors of {model}: nothing to do."
        return
    yield (
        f"{gaps:,} of {articles:,} articles lack their vector of {model}: {result['missing']:,} have none, "
        f"{result['outdated']:,} one of another text."
    )
    yield "By language: " + ", ".join(f"{language} {n:,}" for language, n in result["by_language"].items())
    if result["done"]:
        yield (
            f"{result['published']:,} tasks were written to embedding.backfill; {result['waiting']:,} waited already. "
            "`babelwire status` says how many still wait."
        )
        return
    yield f"{result['waiting']:,} of them wait for embedding already. Nothing was written."
    if result["seconds"] is None:
        yield f"How long it takes is not known ({result['speed']})."
    else:
        processes = "one process" if result["processes"] == 1 else f"{result['processes']:,} processes"
        yield (
            f"To embed them takes some {timedelta(seconds=result['seconds'])}, at {result['articles_per_second']:g} "
            f"articles/s by {processes}, where nothing fresh comes before ({result['speed']})."
        )
