"""The `babelwire` command: what a user, an operator or a developer types."""

import os
from importlib.metadata import version
from typing import Annotated

import typer

from babelwire_console.capture.command import capture
from babelwire_console.dead_letters import command as dead_letters
from babelwire_console.inspection import outlets
from babelwire_console.inspection.audit import audit
from babelwire_console.inspection.journey import journey
from babelwire_console.inspection.status import status
from babelwire_console.inspection.tail import tail
from babelwire_console.inspection.topics import topics
from babelwire_console.replay.command import replay
from babelwire_console.running import printing
from babelwire_console.upkeep.link import link, unlink
from babelwire_console.upkeep.reembed import reembed
from babelwire_console.upkeep.reindex import reindex
from babelwire_console.upkeep.resume import resume

app = typer.Typer(
    name="babelwire",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"babelwire {version('babelwire-console')}")
        raise typer.Exit


@app.callback()
def babelwire(
    _version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """News from anywhere, in any language: capture it, follow it, look after the pipeline that carries it."""


app.command()(capture)
app.command()(status)
app.command()(topics)
app.command()(tail)
app.command()(journey)
app.command()(audit)
app.command()(replay)
app.command()(resume)
app.command()(reindex)
app.command()(reembed)
app.command()(link)
app.command()(unlink)
app.add_typer(dead_letters.app, name="dead-letters")
app.add_typer(outlets.app, name="outlets")


def main() -> None:
    """Runs the command line."""
    # Or typer guesses the shell from the parent process, and `--show-completion zsh` typed in bash gives bash's.
    os.environ.setdefault("_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION", "1")
    with printing():
        app(prog_name="babelwire")


if __name__ == "__main__":
    main()
