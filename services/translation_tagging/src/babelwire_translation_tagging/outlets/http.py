"""`GET /outlets`: what the registry knows of a name or a domain."""

from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from babelwire_contracts.canonical_url import InvalidUrl, canonical_url
from babelwire_observability.problem_documents import Problem
from babelwire_translation_tagging.outlets.registry import Match, OutletRegistry

_CHARACTERS: Final = 400
"""No printed name is longer."""


def outlet_routes(registry: OutletRegistry) -> list[Route]:
    """The route of `GET /outlets?name=…` and `GET /outlets?domain=…`."""

    async def outlets(request: Request) -> Response:
        try:
            found = _found(registry, dict(request.query_params.multi_items()))
        except ValueError as error:
            return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, str(error)).answer()
        return JSONResponse({"items": [_item(match) for match in found]})

    return [Route("/outlets", outlets)]


def _found(registry: OutletRegistry, asked: dict[str, str]) -> list[Match]:
    match list(asked.items()):
        case [("name" | "domain", text)] if len(text) > _CHARACTERS:
            raise ValueError(f"that has {len(text)} characters; {_CHARACTERS} is the limit")
        case [("name", name)] if name.strip():
            return registry.matches_named(name)
        case [("domain", domain)] if domain.strip():
            found = registry.match_at(_place(domain))
            return [found] if found else []
    raise ValueError("ask for a name or for a domain: /outlets?name=El+País or /outlets?domain=elpais.com")


def _place(domain: str) -> str:
    """The host of a domain or a URL in ASCII, with the path of it. Raises ValueError for what is neither."""
    try:
        address = canonical_url(domain if "://" in domain else f"https://{domain.strip()}/")
    except InvalidUrl as error:
        raise ValueError(f"{domain!r} is no domain: {error}; write one such as elpais.com") from error
    parts = urlsplit(address)
    return f"{parts.hostname or ''}{parts.path}"


def _item(match: Match) -> dict[str, Any]:
    item: dict[str, Any] = msgspec.to_builtins(match.outlet)
    return item | {"matched": match.matched}
