"""`POST /articles`."""

import asyncio

import msgspec
from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from babelwire_ingest.api.acceptance import ACCEPTED_RESPONSE, Acceptance, accepted
from babelwire_ingest.api.bodies import off_the_loop
from babelwire_ingest.api.problems import PROBLEM_RESPONSES
from babelwire_ingest.articles_request import ArticleLimits, read_articles
from babelwire_ingest.capturing import publish_captures
from babelwire_ingest.content_types import JSON_TYPES, NDJSON_TYPES, read_content_type
from babelwire_ingest.errors import Flaw, UnsupportedMedia
from babelwire_ingest.parsing.extracted_article import ExtractedArticle

_COMPONENTS = "#/components/schemas/{name}"
(_ARTICLE_SCHEMA,), ARTICLE_COMPONENTS = msgspec.json.schema_components([ExtractedArticle], ref_template=_COMPONENTS)
"""The article's JSON Schema, for OpenAPI."""

_BODY = {
    "requestBody": {
        "required": True,
        "description": "One article, an array of articles, or one article on each line (NDJSON).",
        "content": {
            "application/json": {
                "schema": {"oneOf": [_ARTICLE_SCHEMA, {"type": "array", "items": _ARTICLE_SCHEMA, "minItems": 1}]}
            },
            "application/x-ndjson": {"schema": {"type": "string", "format": "binary"}},
        },
    }
}


def articles_router(acceptance: Acceptance) -> APIRouter:
    """Takes articles that are extracted already."""
    router = APIRouter()
    settings = acceptance.settings
    limits = ArticleLimits(settings.max_request_articles, settings.max_page_bytes, settings.allow_private_networks)

    @router.post(
        "/articles",
        status_code=202,
        summary="Capture articles that are extracted already",
        responses={202: ACCEPTED_RESPONSE, **PROBLEM_RESPONSES},
        openapi_extra=_BODY,
    )
    async def capture_articles(request: Request) -> Response:
        async with acceptance.bodies.reading(request, settings.max_request_bytes) as body:
            content_type = read_content_type(request.headers.get("content-type"), JSON_TYPES + NDJSON_TYPES)
            if content_type.charset not in (None, "utf-8", "utf8"):
                detail = f"charset {content_type.charset!r} is not taken: JSON is UTF-8 (RFC 8259)"
                raise UnsupportedMedia(detail, Flaw(detail, header="Content-Type"))
            lines = content_type.media_type in NDJSON_TYPES
            accepted_at = acceptance.clock()
            if off_the_loop(body):
                captures = await asyncio.to_thread(
                    read_articles, body, lines=lines, limits=limits, accepted_at=accepted_at
                )
            else:
                captures = read_articles(body, lines=lines, limits=limits, accepted_at=accepted_at)
            return accepted(await publish_captures(acceptance.producer, captures))

    return router
