"""`/docs`: the API to read and try, by Swagger UI from a package's own files; nothing is loaded from elsewhere."""

from importlib.resources import files
from typing import Final

import fastapi_offline
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Swagger UI writes styles into its elements; scripts come from files alone."""

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Babelwire ingest: the API</title>
<link rel="icon" href="/docs/favicon.png">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/docs.js"></script>
</body>
</html>
"""
_START: Final = 'SwaggerUIBundle({url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true});\n'
_PACKAGED: Final = {
    "swagger-ui-bundle.js": "text/javascript",
    "swagger-ui.css": "text/css",
    "favicon.png": "image/png",
}
_DAY: Final = {"Cache-Control": "public, max-age=86400"}


def documentation_routes() -> list[Route]:
    """The page and the files it loads."""
    return [Route("/docs", _page, include_in_schema=False), Route("/docs/{name}", _file, include_in_schema=False)]


async def _page(_request: Request) -> Response:
    return HTMLResponse(_PAGE, headers={"Content-Security-Policy": _POLICY})


def _file(request: Request) -> Response:
    name = request.path_params["name"]
    if name == "docs.js":
        return Response(_START, media_type="text/javascript", headers=_DAY)
    if name not in _PACKAGED:
        raise HTTPException(404, "no such file")
    content = files(fastapi_offline).joinpath("static", name).read_bytes()
    return Response(content, media_type=_PACKAGED[name], headers=_DAY)
