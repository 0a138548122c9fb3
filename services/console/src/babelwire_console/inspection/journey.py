"""`babelwire journey`."""

from typing import Annotated, Any, Final

import typer
from rich.text import Text

from babelwire_console.errors import CommandFailed
from babelwire_console.naming import identify
from babelwire_console.output import console, print_json, printable
from babelwire_console.running import run
from babelwire_console.settings import Settings
from babelwire_lineage.journey import journey_of
from babelwire_lineage.steps import Change, Journey, Step
from babelwire_messaging.reading import log_reader

_COLORS: Final = {"indexed": "green", "unchanged": "green", "superseded": "yellow", None: "cyan"}
_SHORT: Final = 60


def journey(
    article: Annotated[str, typer.Argument(metavar="ARTICLE_ID|URL", help="An article's id, or its address.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, with every record of the journey.")] = False,
) -> None:
    """Show every record of an article, from capture to index: what each stage decided, on what, and what changed.

    Exit code 1 when nothing is known of it.
    """
    found = run(_journey(Settings(), article))
    if as_json:
        print_json(found)
    else:
        _show(found)


async def _journey(settings: Settings, article: str) -> Journey:
    identity, url = identify(article)
    async with log_reader(settings.kafka) as log:
        found = await journey_of(log, identity, url)
    if found is None:
        raise CommandFailed(f"no article {article} has left a trace, and none is on its way")
    return found


def _show(found: Journey) -> None:
    if found.title:
        _line(found.title, style="bold")
    _line(f"article {found.article_id}  {found.url or ''}")
    if found.omitted:
        _line(f"the {found.omitted} oldest records are left out", style="yellow")
    ends = {end.capture_id: end for end in found.captures}
    shown: set[str | None] = set()
    for first in found.steps:
        if first.capture_id in shown:
            continue
        shown.add(first.capture_id)
        end = ends.get(first.capture_id or "")
        console.print()
        if end is None:
            _line("of no known capture", style="bold")
        else:
            outcome = end.outcome or "in flight"
            _line(f"capture {end.capture_id}  {end.captured_at or ''}  ", outcome, _COLORS.get(end.outcome, "red"))
        for step in found.steps:
            if step.capture_id == first.capture_id:
                _show_step(step)


def _show_step(step: Step) -> None:
    at = step.at.replace("T", " ") if step.at else " " * 24
    replayed = f" [replay {step.replay.id}{f' of {step.replay.of}' if step.replay.of else ''}]" if step.replay else ""
    _line(f"  {at}  {step.stage or '':<19}  {step.decision}", replayed, "magenta")
    _line(f"{'':28}{step.position}", style="dim")
    for mark in step.evidence:
        _line(f"{'':28}· {_evidence(mark)}", style="dim")
    for change in step.changed:
        _line(f"{'':28}{_change(change)}", style="yellow")


def _evidence(mark: dict[str, Any]) -> str:
    if "reason" in mark:
        return f"not the date, in {mark.get('where')}: “{mark.get('words')}”: {mark['reason']}"
    if "words" in mark:
        return f"{mark.get('kind')} in {mark.get('where')}: “{mark['words']}” speaks for {mark.get('for')}"
    return ", ".join(f"{name} {value}" for name, value in mark.items() if value is not None)


def _change(change: Change) -> str:
    return f"{change.field}: {_short(change.old)} → {_short(change.new)}"


def _short(value: Any) -> str:
    text = "nothing" if value is None else str(value).replace("\n", " ")
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"


def _line(text: str, marked: str = "", mark: str = "", style: str = "") -> None:
    """One line; what comes from topics is text, never markup, and never steers the terminal."""
    console.print(Text(printable(text), style=style) + Text(printable(marked), style=mark), soft_wrap=True)
