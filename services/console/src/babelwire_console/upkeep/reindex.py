"""`babelwire reindex`."""

import asyncio
import os
import signal
import sys
from typing import Annotated, Any

import msgspec
import typer

from babelwire_console.errors import CommandFailed
from babelwire_console.output import console, print_json, progress_bar
from babelwire_console.running import run
from babelwire_console.settings import Settings


def reindex(
    *,
    into: Annotated[str, typer.Option(help="The new index; that of this release unless given.", metavar="INDEX")] = "",
    source: Annotated[
        str, typer.Option("--from", help="articles.tagged, instead of the index there is.", metavar="TOPIC")
    ] = "",
    rate: Annotated[float | None, typer.Option(min=1, help="Documents a second, at most.")] = None,
    back_to: Annotated[str, typer.Option(help="Go back to an index that was replaced.", metavar="INDEX")] = "",
    drop: Annotated[str, typer.Option(help="Delete an index that was replaced.", metavar="INDEX")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="Delete; or go on although the new index lacks something.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Put a new index in the place of the one that search reads, as after a release with another mapping.

    It is filled from the old one beside live traffic, compared with it, and swapped in in one call. The old one stays,
    and can be gone back to, until it is dropped. Run again, it goes on where it was broken off.
    """
    options = {"--into": into, "--from": source, "--back-to": back_to, "--drop": drop, "--rate": str(rate or "")}
    arguments = [word for name, value in options.items() if value for word in (name, value)]
    arguments += [name for name, given in (("--dry-run", dry_run), ("--yes", yes)) if given]
    told = run(_reindex(Settings(), arguments))
    if as_json:
        print_json(told)
    else:
        console.print(_in_words(told), markup=False, highlight=False, soft_wrap=True)


async def _reindex(settings: Settings, arguments: list[str]) -> dict[str, Any]:
    """What indexing's own program did; only indexing knows its mapping."""
    found = {
        "BABELWIRE_OPENSEARCH_URL": settings.opensearch.url,
        "BABELWIRE_KAFKA_BOOTSTRAP": settings.kafka.kafka_bootstrap,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "babelwire_indexing.reindex", *arguments),
        env=os.environ | found,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    complaints = asyncio.create_task(process.stderr.read())
    told: dict[str, Any] = {}
    try:
        with progress_bar() as bar:
            async for line in process.stdout:
                told = msgspec.json.decode(line)
                if "step" in told:
                    bar(told["step"], told["read"], told["total"])
        await process.wait()
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await process.wait()
    if "error" in told:
        raise CommandFailed(told["error"])
    if process.returncode:
        last = (await complaints).decode("utf-8", "replace").strip().splitlines()[-1:]
        raise CommandFailed(f"reindexing ended with code {process.returncode}: {' '.join(last)}")
    return told


def _in_words(told: dict[str, Any]) -> str:
    if "dropped" in told:
        return f"{told['dropped']} is deleted."
    if not told["done"]:
        return (
            f"{told['into']} would be filled from {told['from']} and take the place of {told['old']}, "
            f"which has {told['documents']:,} documents."
        )
    return (
        f"Search reads {told['into']}: {told['same']:,} documents as in {told['old']}, {told['ahead']:,} newer, "
        f"{told['behind']:,} that lack something.\n"
        f"sha256 {told['digest']['old']} of {told['old']}\n"
        f"sha256 {told['digest']['new']} of {told['into']}\n"
        f"{told['old']} stays: `babelwire reindex --back-to {told['old']}` goes back to it, "
        f"`babelwire reindex --drop {told['old']} --yes` deletes it."
    )
