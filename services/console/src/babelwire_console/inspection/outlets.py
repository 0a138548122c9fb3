"""`babelwire outlets find`."""

import re
from typing import Annotated, Any, Final

import httpx
import typer

from babelwire_console.errors import CommandFailed
from babelwire_console.options import JsonLines
from babelwire_console.output import print_rows, printable
from babelwire_console.problems import problem
from babelwire_console.running import run
from babelwire_console.settings import Settings

_SECONDS: Final = 5.0
_COLUMNS: Final = ("name", "kind", "translates", "country", "languages", "domains", "aliases", "matched")
_LIKE_A_DOMAIN: Final = re.compile(r"\S+://\S+|[^\s/]+\.[^\s/.]+\.?")
"""A name may look so too ("Lenta.ru")."""

app = typer.Typer(
    no_args_is_help=True, help="Look at the registry of outlets: agencies, broadcasters, papers, portals."
)


@app.command()
def find(
    outlet: Annotated[
        str,
        typer.Argument(
            metavar="NAME|DOMAIN", help="A name as printed, in any script; or a domain, a host, an address."
        ),
    ],
    as_json: JsonLines = False,
) -> None:
    """Say which outlet goes by a name, or has a domain, as translation tagging has it, and what is known of it.

    A name that several outlets bear finds them all. Exit code 1 when the registry knows none.
    """
    found = run(_find(Settings().services["translation_tagging"], outlet))
    rows = found if as_json else [{field: _text(value) for field, value in item.items()} for item in found]
    print_rows(_COLUMNS, rows, as_json=as_json)


def _text(value: Any) -> Any:
    return ", ".join(value) if isinstance(value, list) else value


async def _find(address: str, outlet: str) -> list[dict[str, Any]]:
    async with httpx.AsyncClient(base_url=address, timeout=_SECONDS, trust_env=False) as client:
        found = await _ask(client, "domain", outlet) if _LIKE_A_DOMAIN.fullmatch(outlet) else []
        found = found or await _ask(client, "name", outlet)
    if not found:
        raise CommandFailed(
            f"the registry knows no outlet {printable(outlet)!r}. To add it, write it into a file that "
            "BABELWIRE_TRANSLATION_TAGGING_OUTLETS names, and start translation tagging again"
        )
    return found


async def _ask(client: httpx.AsyncClient, what: str, outlet: str) -> list[dict[str, Any]]:
    try:
        answer = await client.get("/outlets", params={what: outlet})
    except httpx.HTTPError as error:
        raise CommandFailed(
            f"translation tagging at {client.base_url} does not answer ({error!r}); is it up? Try `make up`."
        ) from error
    if what == "domain" and answer.status_code == httpx.codes.UNPROCESSABLE_ENTITY:
        return []  # what only looked like a domain
    if not answer.is_success:
        raise CommandFailed(f"translation tagging at {client.base_url} does not say: {problem(answer)}")
    items: list[dict[str, Any]] = answer.json()["items"]
    return items
