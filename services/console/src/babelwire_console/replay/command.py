"""`babelwire replay`."""

import asyncio
import contextlib
import secrets
import signal
from collections.abc import Callable, Coroutine, Iterator
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec
import typer
from aiokafka.errors import KafkaError
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from babelwire_console import completion
from babelwire_console.errors import CommandFailed
from babelwire_console.index import index
from babelwire_console.options import Article, Key, bound_option
from babelwire_console.output import STOPPED, console, errors, print_json
from babelwire_console.replay.log import kept_progress, ranges_of, replay_log
from babelwire_console.replay.plan import DEFAULT_RATE, Plan, check_order, describe, replayable
from babelwire_console.replay.run import Progress, Replaying
from babelwire_console.replay.selection import Selection
from babelwire_console.running import run
from babelwire_console.settings import Settings
from babelwire_console.shadow.command import run_shadow, shadow_summary, target
from babelwire_console.timestamps import Bound
from babelwire_contracts.topics import PAGES_CAPTURED
from babelwire_messaging.errors import TransientError
from babelwire_messaging.producer import Producer
from babelwire_messaging.reading import log_reader


def replay(  # noqa: PLR0917 - options, all by name
    topic: Annotated[
        str | None,
        typer.Option(help="The topic whose records are written again.", autocompletion=completion.topics),
    ] = None,
    since: Annotated[
        Any | None, bound_option("--from", "The first: by append time, or an offset of each partition.")
    ] = None,
    until: Annotated[Any | None, bound_option("--to", "Up to, and without; never beyond the end of now.")] = None,
    key: Key = None,
    article: Article = None,
    limit: Annotated[int | None, typer.Option(min=1, help="At most so many records, of whichever partitions.")] = None,
    rate: Annotated[
        float | None, typer.Option(min=0.1, help=f"Records a second; {DEFAULT_RATE:g} unless said.")
    ] = None,
    into: Annotated[
        str | None,
        typer.Option(
            metavar="INDEX|DIRECTORY",
            help="Write nothing again: run the range through services of its own, into an index articles-shadow-… that "
            "is compared with the live one, or into files of a directory.",
        ),
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="Keep the index of --into.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Count exactly, and write nothing.")] = False,
    resume: Annotated[str | None, typer.Option(metavar="REPLAY_ID", help="Go on with a replay that stopped.")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON object at the end; the plan goes to stderr.")
    ] = False,
) -> None:
    """Write a range of a topic again, so that the services handle it once more.

    Exit code 130 when it was stopped before its end; it then says how to go on.
    """
    if resume is not None and any(each is not None for each in (topic, since, until, key, article, limit, into)):
        raise typer.BadParameter("goes with --rate, --dry-run and --json: the rest is kept", param_hint="--resume")
    if (topic is None) == (resume is None):
        raise typer.BadParameter("say --topic or --resume")
    if (into is None and keep) or (into is not None and (dry_run or rate is not None)):
        raise typer.BadParameter("--keep goes with --into; --dry-run and --rate do not")
    settings = Settings()
    if resume is not None:
        result = run(_all_of(settings, _resumed(settings, resume, rate), dry_run=dry_run, as_json=as_json))
    else:
        assert topic is not None
        begun = _begun(settings, topic, since, until, key=key, article=article, limit=limit, rate=rate)
        if into is not None:
            result = run(_shadowed(settings, begun, into, keep=keep, as_json=as_json))
        else:
            result = run(_all_of(settings, begun, dry_run=dry_run, as_json=as_json))
    if as_json:
        print_json(result)
    if result.get("state") == "stopped":
        raise typer.Exit(STOPPED)


async def _begun(
    settings: Settings,
    topic: str,
    since: Bound | None,
    until: Bound | None,
    *,
    key: str | None,
    article: str | None,
    limit: int | None,
    rate: float | None,
) -> Progress:
    chosen = replayable(topic)
    check_order(since, until)
    # A topic keyed by article has all of an article on one partition.
    narrow = key if key is not None or topic == PAGES_CAPTURED.name else article
    async with log_reader(settings.kafka) as log:
        ranges = await ranges_of(log, chosen, since, until, narrow)
    plan = Plan(
        replay_id=f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}",
        topic=topic,
        ranges=ranges,
        rate=rate or DEFAULT_RATE,
        key=key,
        article=article,
        limit=limit,
    )
    return Progress.beginning(plan)


async def _resumed(settings: Settings, replay_id: str, rate: float | None) -> Progress:
    kept = await kept_progress(settings.kafka, replay_id)
    plan = next(iter(kept.values()))[1].plan
    if rate is not None:
        plan = msgspec.structs.replace(plan, rate=rate)
    marks = {n: (offset, msgspec.structs.replace(mark, plan=plan)) for n, (offset, mark) in kept.items()}
    return Progress(plan, marks)


async def _all_of(
    settings: Settings, planned: Coroutine[Any, Any, Progress], *, dry_run: bool, as_json: bool
) -> dict[str, Any]:
    progress = await planned
    plan = progress.plan
    say = (errors if as_json else console).print
    for line in describe(plan, seen=progress.seen, name="dry run" if dry_run else f"replay {plan.replay_id}"):
        say(line, markup=False, highlight=False, soft_wrap=True)
    stop = asyncio.Event()
    if not progress.finished:
        selection = await _selection(settings, plan, say)
        try:
            async with replay_log(settings.kafka, plan, keeping=not dry_run) as log:
                with _stopping(stop), _bar(progress, "looking" if dry_run else "replaying") as report:
                    replaying = Replaying(log, selection, progress, stop, report)
                    if dry_run:
                        await replaying.count()
                    else:
                        producer = Producer("console", settings.kafka)
                        async with producer.running():
                            await replaying.publish(producer)
        except (KafkaError, TransientError) as error:
            going_on = "" if dry_run else f"; go on with: babelwire replay --resume {plan.replay_id}"
            raise CommandFailed(f"Kafka at {settings.kafka.kafka_bootstrap} went away ({error!r}){going_on}") from error
    result = _result(progress, dry_run=dry_run)
    if not as_json:
        for line in _summary(result):
            say(line, markup=False, highlight=False, soft_wrap=True)
    return result


async def _shadowed(
    settings: Settings, planned: Coroutine[Any, Any, Progress], into: str, *, keep: bool, as_json: bool
) -> dict[str, Any]:
    plan = (await planned).plan
    target(into)
    say = (errors if as_json else console).print
    say(f"shadow of {plan.topic}: {plan.records:,} records into {into}", markup=False, highlight=False, soft_wrap=True)
    selection = await _selection(settings, plan, say)
    result = await run_shadow(settings, plan, selection, into, keep=keep, as_json=as_json)
    if not as_json:
        for line in shadow_summary(result):
            say(line, markup=False, highlight=False, soft_wrap=True)
    return result


async def _selection(settings: Settings, plan: Plan, say: Callable[..., None]) -> Selection:
    addresses: frozenset[str] = frozenset()
    if plan.article is not None and plan.topic == PAGES_CAPTURED.name:
        try:
            async with index(settings) as documents:
                addresses = await documents.addresses(plan.article)
        except CommandFailed as error:
            say(f"only captures whose own address is the article's are found: {error}", markup=False, soft_wrap=True)
    return Selection(plan.topic, plan.key, plan.article, addresses)


@contextlib.contextmanager
def _stopping(stop: asyncio.Event) -> Iterator[None]:
    """Ctrl-C and SIGTERM end the step in hand, while entered."""
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    for each in signals:
        loop.add_signal_handler(each, stop.set)
    try:
        yield
    finally:
        for each in signals:
            loop.remove_signal_handler(each)


@contextlib.contextmanager
def _bar(progress: Progress, doing: str) -> Iterator[Callable[[str], None]]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bar(*columns, console=errors, transient=True) as bar:
        task = bar.add_task(doing, total=progress.plan.records, completed=progress.seen)
        yield lambda waits: bar.update(task, completed=progress.seen, description=waits or doing)


def _result(progress: Progress, *, dry_run: bool) -> dict[str, Any]:
    plan = progress.plan
    state = "dry run" if dry_run else "finished" if progress.finished else "stopped"
    return {
        "replay_id": None if dry_run else plan.replay_id,
        "topic": plan.topic,
        "ranges": {str(number): {"from": start, "to": to} for number, (start, to) in plan.ranges.items()},
        "state": state,
        "would_publish" if dry_run else "published": progress.published,
        "replays_skipped": progress.replays,
        "others_skipped": progress.others,
    }


def _summary(result: dict[str, Any]) -> Iterator[str]:
    skipped = f"{result['replays_skipped']:,} skipped as replays, {result['others_skipped']:,} of other keys"
    if result["state"] == "dry run":
        yield f"would publish {result['would_publish']:,} records ({skipped}); nothing was written"
        return
    yield f"{result['state']}: {result['published']:,} records published ({skipped})"
    if result["state"] == "stopped":
        yield f"go on with: babelwire replay --resume {result['replay_id']}"
