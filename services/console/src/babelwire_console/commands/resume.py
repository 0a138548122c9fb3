"""`babelwire resume`."""

from typing import Annotated

import typer

from babelwire_console import completion
from babelwire_console.errors import CommandFailed
from babelwire_console.output import console
from babelwire_console.running import run
from babelwire_console.settings import Settings
from babelwire_contracts.topics import CONSUMING_SERVICES
from babelwire_messaging import pauses
from babelwire_messaging.publisher import Publisher


def resume(
    service: Annotated[
        str, typer.Argument(help="The service that has paused itself.", autocompletion=completion.services)
    ],
) -> None:
    """Let a service that has paused itself go on, once what made it pause is mended."""
    run(_resume(Settings(), service))
    console.print(f"{service} goes on.", markup=False)


async def _resume(settings: Settings, service: str) -> None:
    if service not in CONSUMING_SERVICES:
        raise CommandFailed(f"no service {service!r} consumes a topic; there are {', '.join(CONSUMING_SERVICES)}")
    publisher = Publisher("console", settings.kafka)
    async with publisher.running():
        await pauses.resume(service, publisher)
