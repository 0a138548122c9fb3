"""`babelwire reindex`."""

from typing import Annotated, Any

import typer

from babelwire_console.options import JsonObject
from babelwire_console.output import console, print_json
from babelwire_console.running import run
from babelwire_console.settings import Settings
from babelwire_console.upkeep.service_program import service_program


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
    as_json: JsonObject = False,
) -> None:
    """Put a new index in the place of the one that search reads, as after a release with another mapping.

    It is filled from the old one beside live traffic, compared with it, and swapped in in one call. The old one stays,
    and can be gone back to, until it is dropped. Run again, it goes on where it was broken off.
    """
    options = {"--into": into, "--from": source, "--back-to": back_to, "--drop": drop, "--rate": str(rate or "")}
    arguments = [word for name, value in options.items() if value for word in (name, value)]
    arguments += [name for name, given in (("--dry-run", dry_run), ("--yes", yes)) if given]
    # Only indexing knows its mapping.
    result = run(service_program(Settings(), "babelwire_indexing.reindex", arguments))
    if as_json:
        print_json(result)
    else:
        console.print(_in_words(result), markup=False, highlight=False, soft_wrap=True)


def _in_words(result: dict[str, Any]) -> str:
    if "dropped" in result:
        return f"{result['dropped']} is deleted."
    if not result["done"]:
        return (
            f"{result['into']} would be filled from {result['from']} and take the place of {result['old']}, "
            f"which has {result['documents']:,} documents."
        )
    return (
        f"Search reads {result['into']}: {result['same']:,} documents as in {result['old']}, "
        f"{result['ahead']:,} newer, {result['behind']:,} that lack something.\n"
        f"sha256 {result['digest']['old']} of {result['old']}\n"
        f"sha256 {result['digest']['new']} of {result['into']}\n"
        f"{result['old']} stays: `babelwire reindex --back-to {result['old']}` goes back to it, "
        f"`babelwire reindex --drop {result['old']} --yes` deletes it."
    )
