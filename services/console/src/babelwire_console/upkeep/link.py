"""`babelwire link` and `babelwire unlink`."""

from collections.abc import Mapping, Sequence
from datetime import UTC
from typing import Annotated, Any, Final

import typer

from babelwire_console.errors import CommandFailed
from babelwire_console.naming import identify
from babelwire_console.options import JsonLines
from babelwire_console.output import console, moment_iso, print_json, print_rows
from babelwire_console.running import run
from babelwire_console.settings import Settings
from babelwire_console.upkeep.corrections import VERBS, correction, kept, withdraw, write
from babelwire_contracts.corrections import Correction, Verdict
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.settings import KafkaSettings

_SAYS: Final = {
    Verdict.COPIES: "are always in one group of copies",
    Verdict.NOT_COPIES: "are never in one group of copies",
}
_SOON: Final = "Deduplication amends its decisions within seconds."

One = Annotated[str | None, typer.Argument(metavar="ARTICLE_ID|URL", help="An article.")]
Other = Annotated[str | None, typer.Argument(metavar="ARTICLE_ID|URL", help="Another article.")]
Listing = Annotated[bool, typer.Option("--list", help="List the corrections that this command made, newest first.")]
Withdrawing = Annotated[bool, typer.Option("--withdraw", help="Take the correction back: the texts decide again.")]


def link(
    one: One = None,
    other: Other = None,
    *,
    listing: Listing = False,
    withdrawing: Withdrawing = False,
    as_json: JsonLines = False,
) -> None:
    """Correct deduplication: two articles are always in one group of copies, whatever their texts say.

    It holds over restarts, replays and later captures until it is withdrawn. Of a pair, the last link or unlink counts.
    """
    _command(Verdict.COPIES, one, other, listing=listing, withdrawing=withdrawing, as_json=as_json)


def unlink(
    one: One = None,
    other: Other = None,
    *,
    listing: Listing = False,
    withdrawing: Withdrawing = False,
    as_json: JsonLines = False,
) -> None:
    """Correct deduplication: two articles are never in one group of copies, whatever their texts say.

    It holds over restarts, replays and later captures until it is withdrawn. Of a pair, the last link or unlink counts.
    """
    _command(Verdict.NOT_COPIES, one, other, listing=listing, withdrawing=withdrawing, as_json=as_json)


def _command(
    verdict: Verdict, one: str | None, other: str | None, *, listing: bool, withdrawing: bool, as_json: bool
) -> None:
    if listing:
        if one is not None or withdrawing:
            raise typer.BadParameter("goes alone, or with --json", param_hint="--list")
        _list(verdict, run(kept(Settings().kafka)), as_json=as_json)
        return
    if one is None or other is None:
        raise typer.BadParameter("name two articles, or say --list")
    result = run(correct(verdict, one, other, Settings().kafka, withdrawing=withdrawing))
    if as_json:
        print_json(result)
    else:
        _say(_in_words(result))


async def correct(
    verdict: Verdict, one: str, other: str, kafka: KafkaSettings, *, withdrawing: bool, clients: Clients = KAFKA
) -> dict[str, Any]:
    """Writes or withdraws the correction of two articles, given by ids or URLs. Returns it once Kafka has it.

    Raises `CommandFailed`, and `TransientError` where Kafka does not take it.
    """
    (first, _), (second, _) = identify(one), identify(other)
    if first == second:
        raise CommandFailed(f"both are the article {first}: name two articles")
    made = correction(first, second, verdict)
    unknown: list[str] = []
    if withdrawing:
        made = await withdraw(made, kafka, clients)
    else:
        unknown = await write(made, kafka, clients)
    return _row(made) | {"withdrawn": withdrawing, "unknown": unknown}


def _row(made: Correction) -> dict[str, Any]:
    return {
        "one": made.one,
        "other": made.other,
        "verdict": made.verdict.value,
        "made_at": moment_iso(made.made_at.astimezone(UTC)),
    }


def _in_words(result: Mapping[str, Any]) -> str:
    pair = f"{result['one']} and {result['other']}"
    if result["withdrawn"]:
        return f"Withdrawn: whether {pair} are copies, their texts decide again. {_SOON}"
    written = f"Written: {pair} {_SAYS[Verdict(result['verdict'])]}."
    if unknown := result["unknown"]:
        which = "neither of them" if unknown[1:] else f"no article {unknown[0]}"
        return f"{written} Deduplication knows {which} yet: the correction holds from when it does."
    return f"{written} {_SOON}"


def _list(verdict: Verdict, standing: Sequence[Correction], *, as_json: bool) -> None:
    rows = [_row(one) for one in standing if one.verdict is verdict]
    if as_json:
        print_rows([], rows, as_json=True)
        return
    # No table: in a narrow terminal it would cut the ids, which are there to be copied.
    for row in rows:
        _say(f"{row['made_at']}  {row['one']}  {row['other']}")
    if not rows:
        _say(f"There are no two articles that {_SAYS[verdict]} by a correction.")
    for other in {one.verdict for one in standing} - {verdict}:
        _say(f"There are some that {_SAYS[other]}: babelwire {VERBS[other]} --list")


def _say(text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)
