"""Options that several commands have, and how a moment or a bound is given by one."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import typer

from babelwire_console.timestamps import bound, moment

T = TypeVar("T")

Key = Annotated[str | None, typer.Option(help="Only records of this key.")]
Article = Annotated[str | None, typer.Option(metavar="ID", help="Only records of this article.")]
JsonLines = Annotated[bool, typer.Option("--json", help="One JSON object a line.")]
JsonObject = Annotated[bool, typer.Option("--json", help="One JSON object.")]


def moment_option(name: str, help_: str) -> Any:
    """An option that takes a moment; what is none is a mistake on the command line, exit code 2."""
    return typer.Option(name, parser=_parser(moment), metavar="TIME", help=help_)


def bound_option(name: str, help_: str) -> Any:
    """An option that takes a moment or an offset; what is neither is a mistake on the command line, exit code 2."""
    return typer.Option(name, parser=_parser(bound), metavar="TIME|OFFSET", help=help_)


def _parser(read: Callable[[str], T]) -> Callable[[str], T]:
    def parse(text: str) -> T:
        try:
            return read(text)
        except ValueError as error:
            raise typer.BadParameter(str(error)) from error

    return parse
