"""The options by which `dead-letters list` and `redrive` choose letters."""

from datetime import datetime
from typing import Annotated

import typer

from babelwire_console import completion
from babelwire_console.errors import CommandFailed
from babelwire_console.options import moment_option
from babelwire_contracts.services import CONSUMING_SERVICES

Service = Annotated[
    str | None, typer.Option(help="Only this service's.", autocompletion=completion.services, show_default=False)
]
ErrorClass = Annotated[str | None, typer.Option("--error", help="Only this error class.")]
From = Annotated[datetime | None, moment_option("--from", "Only those since this time or date.")]
To = Annotated[datetime | None, moment_option("--to", "Only those before this time or date.")]
Key = Annotated[str | None, typer.Option(help="Only those of this record key.")]


def services_of(service: str | None) -> tuple[str, ...]:
    """The services whose dead letters are asked for. Raises `CommandFailed` for one that has none."""
    if service is None:
        return CONSUMING_SERVICES
    if service not in CONSUMING_SERVICES:
        raise CommandFailed(f"no service {service!r} has dead letters; there are {', '.join(CONSUMING_SERVICES)}")
    return (service,)
