"""`babelwire replay --into`: what would come of a range, beside the live system."""

import asyncio
import contextlib
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import typer
from aiokafka.errors import KafkaError

from babelwire_console.errors import CommandFailed
from babelwire_console.output import STOPPED, console, print_json, printable, progress_bar
from babelwire_console.replay.plan import Plan
from babelwire_console.replay.selection import Selection
from babelwire_console.settings import Settings
from babelwire_console.shadow.differences import Difference, Tally, Verdict
from babelwire_console.shadow.index import shadow_index
from babelwire_console.shadow.run import Shadow, compared, handled, outcomes, write_down

_INDEX: Final = re.compile(r"articles-shadow-[a-z0-9][a-z0-9_-]{0,100}")


def target(into: str) -> Path | str:
    """The directory or the index that `--into` names. Raises `CommandFailed` for what is neither."""
    if os.sep in into or into in {".", ".."} or Path(into).is_dir():
        if Path(into).exists() and not Path(into).is_dir():
            raise CommandFailed(f"{into} is a file; name a directory")
        return Path(into)
    if _INDEX.fullmatch(into):
        return into
    raise CommandFailed(
        f"{into!r} is neither the name of an index beside the live one, such as articles-shadow-next (small letters, "
        "digits, - and _), nor a directory, such as ./next"
    )


async def run_shadow(
    settings: Settings, plan: Plan, selection: Selection, into: str, *, keep: bool, as_json: bool
) -> dict[str, Any]:
    """Runs a plan through a shadow, prints the differences document by document, and returns their sums.

    Whatever happens, Ctrl-C included, what it made is removed; the index stays where `keep` says so.
    """
    where = target(into)
    name = where if isinstance(where, str) else f"articles-shadow-{plan.replay_id.lower()}"
    with _ending_on_sigterm(), progress_bar() as progress:
        shadow = Shadow(settings, plan, selection, name, progress)
        async with shadow_index(settings, name) as index:
            if await index.exists():
                raise CommandFailed(f"there is an index {name} already: name another, or delete it first")
            done = False
            try:
                async with handled(shadow) as topics:
                    result: dict[str, Any] = {
                        "topic": plan.topic,
                        "copied": shadow.copied,
                        "receipts": dict(await outcomes(topics)),
                    }
                    if isinstance(where, Path):
                        result |= {"directory": str(where)}
                        result |= {"records": await write_down(topics, shadow.services, where)}
                    else:
                        tally = Tally()
                        async for difference in compared(index, shadow.capture_ids):
                            tally.add(difference)
                            _print_difference(difference, as_json=as_json)
                        result |= {"index": name if keep else None}
                        result |= {"documents": dict(tally.verdicts), "fields": dict(tally.fields.most_common())}
                done = True
            except KafkaError as error:
                raise CommandFailed(f"Kafka at {settings.kafka.kafka_bootstrap} went away: {error!r}") from error
            finally:
                if not (keep and done and isinstance(where, str)):
                    await index.delete()
    return result


def shadow_summary(result: dict[str, Any]) -> Iterator[str]:
    """A result in words, a line each."""
    receipts = ", ".join(f"{n:,} {outcome}" for outcome, n in result["receipts"].items()) or "none"
    yield f"{result['copied']:,} records of {result['topic']} were handled; receipts: {receipts}"
    for topic, records in result.get("records", {}).items():
        yield f"  {result['directory']}/{topic}.ndjson: {records:,} records"
    if "documents" in result:
        yield "documents: " + ", ".join(f"{n:,} {verdict}" for verdict, n in result["documents"].items())
        for field, n in result["fields"].items():
            yield f"  {field} differs in {n:,}"
        yield f"kept as {result['index']}" if result["index"] else "thrown away; --keep keeps the index"


def _print_difference(difference: Difference, *, as_json: bool) -> None:
    if difference.verdict in {Verdict.SAME, Verdict.NEWER_LIVE}:
        return
    if as_json:
        changes = {change.field: {"live": change.live, "shadow": change.shadow} for change in difference.changes}
        print_json({"article_id": difference.article_id, "verdict": difference.verdict.value, "changes": changes})
        return
    title = printable(difference.title)
    console.print(f"{difference.article_id} {difference.verdict.value}: {title}", markup=False, highlight=False)
    for change in difference.changes:
        live, shadow = (printable(value) for value in change.shortened())
        console.print(f"  {change.field}: {live} -> {shadow}", markup=False, highlight=False, soft_wrap=True)


@contextlib.contextmanager
def _ending_on_sigterm() -> Iterator[None]:
    """SIGTERM ends the command as Ctrl-C does: what it made is removed first."""
    loop, task = asyncio.get_running_loop(), asyncio.current_task()
    assert task is not None
    terminated = asyncio.Event()

    def end() -> None:
        terminated.set()
        task.cancel()

    loop.add_signal_handler(signal.SIGTERM, end)
    try:
        yield
    except asyncio.CancelledError:
        if terminated.is_set():
            raise typer.Exit(STOPPED) from None
        raise
    finally:
        loop.remove_signal_handler(signal.SIGTERM)
