"""Fetches what a web address on the command line stands for."""

from datetime import UTC, datetime

from babelwire_console.capture.sources import Source
from babelwire_console.errors import CommandFailed
from babelwire_fetching.errors import FetchError
from babelwire_fetching.fetcher import Fetcher, FetchLimits


async def fetch(url: str, *, allow_private_networks: bool) -> Source:
    """The document at an address, with the address where its redirects ended. Raises `CommandFailed`."""
    try:
        document = await Fetcher(FetchLimits(allow_private=allow_private_networks)).fetch(url)
    except FetchError as error:
        raise CommandFailed(str(error)) from error
    return Source(url, document.content_type or "text/html", document.body, document.url, datetime.now(UTC))
