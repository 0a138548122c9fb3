"""Templates and the static files they refer to."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from babelwire_search.pages import wording

_MEDIA_TYPES: Final = {"site.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml", "share.png": "image/png"}
_YEAR: Final = int(timedelta(days=365).total_seconds())
_DAY: Final = int(timedelta(days=1).total_seconds())
_ROBOTS: Final = "User-agent: *\nDisallow: /api/\nDisallow: /search\n"


def render(template: str, *, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any) -> Response:
    """A page; every value is escaped unless it is marked as safe."""
    text = _environment().get_template(template).render(**values)
    return HTMLResponse(text, status_code=status, headers=headers)


def static_routes() -> list[Route]:
    """Stylesheet and pictures, whose addresses change with their content, so they are kept for a year; and what
    browsers and crawlers ask for by itself.
    """

    async def static(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in _MEDIA_TYPES:
            return render("failure.html", status=404, **not_found())
        headers = {"Cache-Control": f"public, max-age={_YEAR}, immutable"}
        return Response(_static(name), media_type=_MEDIA_TYPES[name], headers=headers)

    async def favicon(_request: Request) -> Response:
        return Response(_static("favicon.ico"), media_type="image/x-icon", headers=_kept_for_a_day())

    async def robots(_request: Request) -> Response:
        return Response(_ROBOTS, media_type="text/plain", headers=_kept_for_a_day())

    return [Route("/static/{name}", static), Route("/favicon.ico", favicon), Route("/robots.txt", robots)]


def static_address(name: str) -> str:
    """The address of a static file as it is now."""
    return f"/static/{name}?v={hashlib.sha256(_static(name)).hexdigest()[:10]}"


def not_found() -> dict[str, Any]:
    """What the failure page says of an address without a page."""
    return {"heading": "There is no such page", "detail": "The address may be mistyped, or the page may have moved."}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader(__package__ or "", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["static"] = static_address
    environment.filters["counted"] = wording.counted
    return environment


def _kept_for_a_day() -> dict[str, str]:
    return {"Cache-Control": f"public, max-age={_DAY}"}


@cache
def _static(name: str) -> bytes:
    return files(__package__ or "").joinpath("static", name).read_bytes()
