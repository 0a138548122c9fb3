"""`POST /pages`."""

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.requests import Request
from starlette.responses import Response

from babelwire_contracts.canonical_url import InvalidUrl
from babelwire_contracts.captures import HTML, Capture, CaptureMethod
from babelwire_ingest.api.acceptance import ACCEPTED_RESPONSE, Acceptance, accepted
from babelwire_ingest.api.problems import PROBLEM_RESPONSES
from babelwire_ingest.captured_urls import checked_url
from babelwire_ingest.capturing import captured_no_later_than, make_capture, publish_as_made
from babelwire_ingest.content_types import FEED_TYPES, PAGE_TYPES, XHTML, ContentType, check_charset, read_content_type
from babelwire_ingest.errors import Flaw, Invalid, Malformed
from babelwire_ingest.feed_request import read_feed
from babelwire_ingest.parsing import charset
from babelwire_ingest.parsing.errors import BeyondBounds
from babelwire_ingest.parsing.web_page.document import check_bounds
from babelwire_ingest.settings import IngestSettings

_BODY = {
    "requestBody": {
        "required": True,
        "description": "The page, or a feed document, as it came.",
        "content": {
            media_type: {"schema": {"type": "string", "format": "binary"}} for media_type in (*PAGE_TYPES, *FEED_TYPES)
        },
    }
}

Url = Annotated[str | None, Query(description="Where it was taken from; without it the bytes are the identity.")]
CapturedAt = Annotated[str | None, Query(description="When, in ISO 8601 with a zone; now where left out.")]


def pages_router(acceptance: Acceptance) -> APIRouter:
    """Takes a page, or a feed whose entries become captures."""
    router = APIRouter()

    @router.post(
        "/pages",
        status_code=202,
        summary="Capture a page or a feed document",
        responses={202: ACCEPTED_RESPONSE, **PROBLEM_RESPONSES},
        openapi_extra=_BODY,
    )
    async def capture_page(request: Request, url: Url = None, captured_at: CapturedAt = None) -> Response:
        async with acceptance.bodies.reading(request, acceptance.settings.max_page_bytes) as body:
            content_type = read_content_type(request.headers.get("content-type"), PAGE_TYPES + FEED_TYPES)
            accepted_at = acceptance.clock()
            captures = await asyncio.to_thread(
                _captures,
                body,
                content_type,
                _url(url, allow_private=acceptance.settings.allow_private_networks),
                captured_at=_captured_at(captured_at, accepted_at),
                accepted_at=accepted_at,
                settings=acceptance.settings,
            )
            return accepted(await publish_as_made(acceptance.producer, captures))

    return router


def _captures(
    body: bytes,
    content_type: ContentType,
    url: str | None,
    *,
    captured_at: datetime,
    accepted_at: datetime,
    settings: IngestSettings,
) -> Iterable[Capture]:
    if content_type.media_type in FEED_TYPES:
        return read_feed(
            body,
            url,
            content_type=str(content_type),
            limits=settings.feed_limits,
            captured_at=captured_at,
            accepted_at=accepted_at,
            allow_private=settings.allow_private_networks,
        )
    check_charset(body, content_type)
    # One name for HTML from here on: XHTML sent as a page is read as browsers read it.
    kept = ContentType(HTML, content_type.charset) if content_type.media_type == XHTML else content_type
    if kept.media_type == HTML:
        _check_page(body, str(kept))
    return [
        make_capture(
            url=url,
            content_type=str(kept),
            body=body,
            method=CaptureMethod.PAGE,
            captured_at=captured_at,
            accepted_at=accepted_at,
        )
    ]


def _url(url: str | None, *, allow_private: bool) -> str | None:
    """The checked address; None for a page of no known address, whose bytes are its identity."""
    if not url:
        return None
    try:
        return checked_url(url, allow_private=allow_private)
    except InvalidUrl as error:
        raise Invalid(f"url: {error}", Flaw(str(error), parameter="url")) from error


def _captured_at(text: str | None, accepted_at: datetime) -> datetime:
    try:
        given = datetime.fromisoformat(text) if text else None
        return captured_no_later_than(given, accepted_at)
    except (ValueError, OverflowError) as error:
        detail = f"captured_at: {error}; write it like 2026-03-14T09:30:00Z (in a URL, + is %2B)"
        raise Invalid(detail, Flaw(detail, parameter="captured_at")) from error


def _check_page(body: bytes, content_type: str) -> None:
    """Raise `Malformed` for a page without a character, and `Invalid` for one beyond the parser's bounds."""
    if not body.strip(b" \t\r\n\x00"):
        raise Malformed("the page is empty; send the document as the body")
    try:
        # Tags are ASCII in almost every charset, which spares finding out which it is.
        check_bounds(body.replace(b"\x00", b"").decode("latin-1"))
    except BeyondBounds:
        _check_decoded(body, content_type)


def _check_decoded(body: bytes, content_type: str) -> None:
    try:
        check_bounds(charset.decode(body, content_type).replace("\x00", ""))
    except BeyondBounds as error:
        raise Invalid(f"{error}; send the part of the page that is the article") from error
