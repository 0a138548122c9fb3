"""`python -m babelwire_samples.demo`: what `make demo` runs once the stack is up."""

import argparse
import asyncio
import subprocess
import sys
from datetime import UTC, datetime
from typing import Final

import httpx
from aiokafka.errors import KafkaError
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from babelwire_contracts.canonical_url import canonical_url
from babelwire_contracts.identity import article_id
from babelwire_messaging.clients import reader
from babelwire_messaging.settings import KafkaSettings
from babelwire_samples.demo.accounting import Ended, account, with_unchanged
from babelwire_samples.demo.errors import DemoFailed
from babelwire_samples.demo.findings import Found, copies_found, tags_found
from babelwire_samples.demo.local_stack import Addresses, kept_base_day, stack_addresses
from babelwire_samples.demo.meaning import understood
from babelwire_samples.demo.posting import Answer, Poster
from babelwire_samples.demo.reading import Document, Reader
from babelwire_samples.demo.receipts import Receipts
from babelwire_samples.demo.report import (
    console,
    print_findings,
    print_meant,
    print_outcomes,
    print_query,
    print_where_to_look,
)
from babelwire_samples.manifest import Kind, RenderedSamples
from babelwire_samples.rendering import render

_ACCOUNTED_WITHIN: Final = 180.0
_SEARCHABLE_WITHIN: Final = 20.0
_DECIDED_WITHIN: Final = 10.0
_UNDERSTOOD_WITHIN: Final = 120.0
_REQUEST_SECONDS: Final = 30.0
_NAMED: Final = 5


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True)


async def _post_and_wait(samples: RenderedSamples, addresses: Addresses) -> list[Ended]:
    """Posts every file and returns how each capture ended. Raises `DemoFailed` where one has no end in time."""
    async with reader(KafkaSettings(kafka_bootstrap=addresses.kafka)) as consumer:
        receipts = Receipts(consumer)
        await receipts.begin()
        answers: dict[str, Answer] = {}
        with _progress() as progress:
            posting = progress.add_task("Posting files", total=len(samples.files))
            async with httpx.AsyncClient(base_url=addresses.ingest, timeout=_REQUEST_SECONDS) as client:
                poster = Poster(client)
                for file in samples.files:
                    answers[file.name] = await poster.post(file)
                    progress.advance(posting)
            ids = {capture_id for answer in answers.values() for capture_id in answer.ids}
            waiting = progress.add_task("Waiting until all are accounted for", total=len(ids))
            missing = await receipts.wait_for(
                ids, _ACCOUNTED_WITHIN, lambda ended: progress.update(waiting, completed=ended)
            )
    ended = account(samples, answers, receipts.by_capture)
    if missing:
        names = ", ".join(sorted(one.capture.id for one in ended if one.outcome is None)[:_NAMED])
        raise DemoFailed(
            f"{len(missing)} of {len(ids)} captures have no receipt after {_ACCOUNTED_WITHIN:.0f} s, "
            f"among them {names}; ./babelwire status says which service is behind"
        )
    return ended


def _article_ids(samples: RenderedSamples) -> set[str]:
    """The ids that the samples' articles have, whether captured yet or not."""
    contents = {file.name: file.content for file in samples.files}
    return {
        article_id(canonical_url(capture.url) if capture.url else None, contents[capture.file])
        for capture in samples.captures
        if capture.captured_at is not None
    }


def _copies(ended: list[Ended], documents: dict[str, Document]) -> dict[str, Found]:
    return {
        "exact duplicates": copies_found(ended, documents, Kind.EXACT_DUPLICATE),
        "near-duplicates": copies_found(ended, documents, Kind.NEAR_DUPLICATE),
    }


async def _decided(ended: list[Ended], search: Reader, ids: set[str]) -> dict[str, Document]:
    """The documents once decisions on copies are in, which may come after the receipts; or what is there in time."""
    loop = asyncio.get_running_loop()
    until = loop.time() + _DECIDED_WITHIN
    while True:
        documents = await search.documents(ids)
        if loop.time() > until or all(found.right == found.whole for found in _copies(ended, documents).values()):
            return documents
        await asyncio.sleep(1)


async def _demo(addresses: Addresses) -> str:
    """Runs the demo and returns the id of the article to follow."""
    samples = render(kept_base_day(addresses.data_dir, datetime.now(UTC).date()))
    console.print(
        f"{len(samples.captures)} invented captures in {len(samples.files)} files, "
        f"dated before {samples.base_day.isoformat()}, through {addresses.ingest}\n"
    )
    ids = _article_ids(samples)
    async with httpx.AsyncClient(base_url=addresses.search, timeout=_REQUEST_SECONDS) as client:
        search = Reader(client)
        before = await search.documents(ids)
        ended = await _post_and_wait(samples, addresses)
        try:
            items = await search.find(_SEARCHABLE_WITHIN)
        except TimeoutError:
            raise DemoFailed(f"search finds nothing after {_SEARCHABLE_WITHIN:.0f} s, though all is indexed") from None
        after = await _decided(ended, search, ids)
        with _progress() as progress:
            waiting = progress.add_task("Waiting until all have vectors and stories", total=len(after))
            meant = await understood(
                search, after, _UNDERSTOOD_WITHIN, lambda number: progress.update(waiting, completed=number)
            )
    print_outcomes(with_unchanged(ended, before, after))
    print_findings(tags_found(ended, after) | _copies(ended, after))
    print_query(items, addresses)
    print_meant(meant, addresses)
    return str(items[0]["article_id"])


def _failed(message: str) -> int:
    Console(stderr=True, highlight=False).print(f"demo: {message}", style="red", markup=False, soft_wrap=True)
    return 1


def main() -> int:
    """Runs the demo and returns the exit code."""
    argparse.ArgumentParser(
        prog="python -m babelwire_samples.demo",
        description="Captures the bundled samples through a stack that is up, and shows what became of them.",
        epilog="Addresses are those of the local stack: BABELWIRE_KAFKA_PORT, BABELWIRE_INGEST_PORT and so on.",
    ).parse_args()
    addresses = stack_addresses()
    try:
        followed = asyncio.run(_demo(addresses))
    except DemoFailed as failure:
        return _failed(str(failure))
    except KafkaError as error:
        return _failed(f"Kafka at {addresses.kafka} cannot be read ({error!r}); make up starts the stack")
    console.print("Its journey:", style="bold")
    sys.stdout.flush()
    journey = subprocess.run([sys.executable, "-m", "babelwire_console", "journey", followed], check=False)  # noqa: S603
    if journey.returncode != 0:
        return 1
    console.print()
    print_where_to_look(followed, addresses)
    return 0


if __name__ == "__main__":
    sys.exit(main())
