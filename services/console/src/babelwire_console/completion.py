"""What the shell offers when the tab key is pressed."""

import asyncio
import contextlib
import logging
from collections.abc import Iterator

from babelwire_console.dead_letters.log import DeadLetterLog
from babelwire_console.settings import Settings
from babelwire_contracts.services import CONSUMING_SERVICES
from babelwire_contracts.topics import CATALOGUE
from babelwire_messaging.reading import KafkaAway, log_reader

_PATIENCE_SECONDS = 1.5
_OFFERED = 50


def services(incomplete: str) -> Iterator[str]:
    """Services that consume a topic."""
    return (name for name in CONSUMING_SERVICES if name.startswith(incomplete))


def producers(incomplete: str) -> Iterator[str]:
    """Services that write to a topic."""
    names = {name for topic in CATALOGUE.values() for name in topic.producers}
    return (name for name in sorted(names) if name.startswith(incomplete))


def topics(incomplete: str) -> Iterator[tuple[str, str]]:
    """Topics, with what they carry."""
    return ((topic.name, topic.carries) for topic in CATALOGUE.values() if topic.name.startswith(incomplete))


def letter_positions(incomplete: str) -> list[tuple[str, str]]:
    """Positions of the newest dead letters, with their errors; none where Kafka does not answer at once."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    with contextlib.suppress(KafkaAway, TimeoutError):
        return asyncio.run(_letter_positions(incomplete))
    return []


async def _letter_positions(incomplete: str) -> list[tuple[str, str]]:
    found = DeadLetterLog(CONSUMING_SERVICES)
    async with asyncio.timeout(_PATIENCE_SECONDS), log_reader(Settings().kafka) as log:
        await found.read(log)
    newest = sorted(found.letters, key=lambda letter: letter.at, reverse=True)
    offered = ((str(letter.position), letter.error) for letter in newest)
    return [pair for pair in offered if pair[0].startswith(incomplete)][:_OFFERED]
