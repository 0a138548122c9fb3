"""`babelwire capture`."""

import contextlib
import sys
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import httpx
import typer
from rich.progress import Progress

from babelwire_console.capture.ingest import IngestClient, Refused
from babelwire_console.capture.outcomes import ReceiptWatch, Shown
from babelwire_console.capture.sources import Source, expand, is_web_address, read
from babelwire_console.errors import CommandFailed
from babelwire_console.index import index
from babelwire_console.output import errors, print_rows
from babelwire_console.running import kafka_reader, run
from babelwire_console.settings import Settings
from babelwire_contracts.captures import HTML
from babelwire_contracts.receipts import Outcome, Receipt
from babelwire_fetching.errors import FetchError
from babelwire_fetching.fetcher import Fetcher, FetchLimits

_TIMEOUT_SECONDS = 60


def capture(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE…", help="Files, directories, URLs, feeds, or - for stdin.")
    ],
    url: Annotated[str | None, typer.Option(help="The address the one file or stdin was captured from.")] = None,
    content_type: Annotated[
        str | None, typer.Option("--type", help="Media type, where the file's ending does not say.")
    ] = None,
    wait: Annotated[
        float, typer.Option(min=0, help="Seconds to wait for what becomes of the captures; 0: do not.")
    ] = 30,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a capture.")] = False,
) -> None:
    """Send captures into the pipeline and say what became of each.

    Exit code 0 when all were accepted, 1 when any was refused or could not be read.
    """
    if url is not None and len(sources) > 1:
        raise typer.BadParameter("goes with one SOURCE", param_hint="--url")
    rows, refused = run(_capture(Settings(), sources, url=url, content_type=content_type, wait=wait))
    if rows or as_json:
        print_rows(["source", "capture_id", "outcome", "article_id", "reason"], rows, as_json=as_json)
    for line in refused:
        errors.print(f"refused: {line}", markup=False, highlight=False, soft_wrap=True)
    if refused:
        raise typer.Exit(1)


async def _capture(
    settings: Settings, names: Sequence[str], *, url: str | None, content_type: str | None, wait: float
) -> tuple[list[dict[str, Any]], list[str]]:
    rows: list[dict[str, Any]] = []
    refused: list[str] = []
    async with contextlib.AsyncExitStack() as opened:
        client = httpx.AsyncClient(base_url=settings.ingest, timeout=_TIMEOUT_SECONDS, trust_env=False)
        ingest = IngestClient(await opened.enter_async_context(client), settings.ingest)
        watch = ReceiptWatch(await opened.enter_async_context(kafka_reader(settings))) if wait else None
        if watch is not None:
            await watch.begin()
        progress = opened.enter_context(Progress(console=errors, transient=True))
        sending = progress.add_task("sending", total=None)
        async for name, source in _sources(settings, names, url, content_type):
            ids, reason = await _send(ingest, source)
            rows += [{"source": name, "capture_id": capture_id} for capture_id in ids]
            if reason is not None:
                refused.append(f"{name}: {reason}")
            progress.advance(sending)
        if watch is not None:
            ended = progress.add_task("waiting", total=len(rows))
            wanted = [row["capture_id"] for row in rows]
            await watch.wait_for(wanted, wait, lambda n: progress.update(ended, completed=n))
            shown = await _shown(settings, watch.found.values())
            for row in rows:
                receipt = watch.found.get(row["capture_id"])
                row["outcome"] = _outcome(watch, receipt, shown) if receipt else "in flight"
                row["article_id"] = receipt.article_id if receipt else None
                row["reason"] = receipt.reason if receipt else None
    return rows, refused


async def _shown(settings: Settings, receipts: Iterable[Receipt]) -> dict[str, Shown]:
    """What the documents of indexed captures show; nothing where the index is away, for receipts say enough then."""
    articles = {receipt.article_id for receipt in receipts if receipt.outcome is Outcome.INDEXED}
    with contextlib.suppress(CommandFailed):
        async with index(settings) as documents:
            return await documents.sources(article for article in articles if article is not None)
    return {}


def _outcome(watch: ReceiptWatch, receipt: Receipt, shown: Mapping[str, Shown]) -> str:
    if watch.was_there(receipt, shown.get(receipt.article_id or "")):
        return Outcome.UNCHANGED.value
    return receipt.outcome.value


async def _send(ingest: IngestClient, source: Source | CommandFailed) -> tuple[list[str], str | None]:
    """The ids of what was accepted, or why it was not."""
    if isinstance(source, CommandFailed):
        return [], str(source)
    try:
        return await ingest.send(source), None
    except Refused as error:
        return [], str(error)


async def _sources(
    settings: Settings, names: Sequence[str], url: str | None, content_type: str | None
) -> AsyncIterator[tuple[str, Source | CommandFailed]]:
    """Every source by name, or why it cannot be read; one that fails does not keep the others back."""
    for name in names:
        try:
            if name == "-":
                yield "-", _from_stdin(url, content_type)
            elif is_web_address(name):
                yield name, await _fetch(name, allow_private_networks=settings.allow_private_networks)
            else:
                for path in expand(name):
                    try:
                        yield str(path), read(path, url=url, content_type=content_type)
                    except CommandFailed as error:
                        yield str(path), error
        except CommandFailed as error:
            yield name, error


async def _fetch(url: str, *, allow_private_networks: bool) -> Source:
    """The document at an address, with the address where its redirects ended."""
    try:
        document = await Fetcher(FetchLimits(allow_private=allow_private_networks)).fetch(url)
    except FetchError as error:
        raise CommandFailed(str(error)) from error
    return Source(url, document.content_type or HTML, document.body, document.url, datetime.now(UTC))


def _from_stdin(url: str | None, content_type: str | None) -> Source:
    if content_type is None:
        raise CommandFailed("name the form of what comes on stdin with --type, for example --type text/html")
    return Source("-", content_type, sys.stdin.buffer.read(), url)
