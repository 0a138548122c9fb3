"""`babelwire journey`."""

import re
from typing import Annotated, Any

import typer

from babelwire_console import journey as trail
from babelwire_console.adapters.index_reading import index
from babelwire_console.errors import CommandFailed
from babelwire_console.output import console, print_json, print_rows
from babelwire_console.running import kafka_reader, run
from babelwire_console.settings import Settings
from babelwire_contracts.canonical_url import InvalidUrl, canonical_url
from babelwire_contracts.identity import article_id
from babelwire_messaging.handling import Position

_ARTICLE_ID = re.compile(r"[0-9a-f]{32}")
_SEARCHED_BACK = 20_000


def journey(
    article: Annotated[str, typer.Argument(metavar="ARTICLE_ID|URL", help="An article's id, or its address.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object, with every record of the journey.")] = False,
) -> None:
    """Show every step an article took, from capture to index, with what each stage decided."""
    found = run(_journey(Settings(), article))
    if as_json:
        print_json(found)
        return
    if found["title"]:
        console.print(found["title"], style="bold", markup=False)
    console.print(f"article {found['article_id']}", markup=False, highlight=False)
    console.print()
    print_rows(["at", "stage", "decision", "position"], found["steps"], as_json=False)


async def _journey(settings: Settings, article: str) -> dict[str, Any]:
    identity, url = _identify(article)
    async with index(settings) as documents:
        document = await documents.document(identity)
    async with kafka_reader(settings) as consumer:
        if document is not None:
            source = document["source"]
            start = Position(source["topic"], source["partition"], source["offset"])
        else:
            found = await trail.last_capture(consumer, url, _SEARCHED_BACK) if url is not None else None
            if found is None:
                raise CommandFailed(
                    f"no article {article} is in the index"
                    + (f", nor among the last {_SEARCHED_BACK} captures of its partition" if url is not None else "")
                )
            start = found
        steps = [step async for step in trail.steps_back_from(consumer, start)]
        steps.reverse()
        capture_id = next((step.record["capture_id"] for step in steps if "capture_id" in step.record), None)
        if capture_id is not None:
            steps += await trail.receipts(
                consumer, capture_id, min(trail.appended_at(step) for step in steps if step.at)
            )
    return {
        "article_id": identity,
        "capture_id": capture_id,
        "title": document["title"] if document is not None else None,
        "url": document.get("url") if document is not None else url,
        "steps": [
            {
                "at": step.at,
                "stage": step.producer,
                "decision": step.decision,
                "position": step.position,
                "record": step.record,
            }
            for step in steps
        ],
    }


def _identify(article: str) -> tuple[str, str | None]:
    if _ARTICLE_ID.fullmatch(article):
        return article, None
    try:
        return article_id(canonical_url(article)), article
    except InvalidUrl as error:
        raise CommandFailed(f"{article!r} is neither an article id (32 hex digits) nor a URL: {error}") from error
