"""`GET|POST|DELETE /feeds`."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Query
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from babelwire_contracts.canonical_url import InvalidUrl, canonical_url
from babelwire_contracts.feeds import FeedSubscription
from babelwire_contracts.topics import FEEDS_SUBSCRIBED
from babelwire_ingest.api.acceptance import Acceptance
from babelwire_ingest.api.problems import PROBLEM_RESPONSES
from babelwire_ingest.captured_urls import checked_url
from babelwire_ingest.content_types import JSON_TYPES, read_content_type
from babelwire_ingest.errors import Flaw, Invalid, Malformed
from babelwire_ingest.feeds import FeedRegistry, remembered
from babelwire_messaging.handling import Publish

_MAX_REQUEST_BYTES = 64 * 1024


class _Subscribe(msgspec.Struct, forbid_unknown_fields=True):
    """The body of `POST /feeds`."""

    url: str
    interval_seconds: int | None = None


_decoder = msgspec.json.Decoder(_Subscribe)
_FEED_SCHEMA = {
    "title": "Feed",
    "type": "object",
    "properties": {
        "url": {"type": "string"},
        "interval_seconds": {"type": "integer"},
        "subscribed_at": {"type": "string", "format": "date-time"},
        "polled_at": {"type": ["string", "null"], "format": "date-time"},
        "next_poll_at": {"type": ["string", "null"], "format": "date-time"},
        "error": {"type": ["string", "null"], "description": "what went wrong with the last poll"},
        "failures": {"type": "integer", "description": "polls that failed in a row"},
        "entries_seen": {"type": "integer"},
    },
}
_JSON_FEED = {"content": {"application/json": {"schema": _FEED_SCHEMA}}}
_SUBSCRIBE_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": {"url": {"type": "string"}, "interval_seconds": {"type": "integer"}},
                    "required": ["url"],
                    "additionalProperties": False,
                }
            }
        },
    }
}

FeedUrl = Annotated[str, Query(description="The feed's address.")]


def feeds_router(acceptance: Acceptance, registry: FeedRegistry, catch_up: Callable[[], Awaitable[None]]) -> APIRouter:
    """Subscribes, lists and unsubscribes feeds. `catch_up` returns once the registry knows of all that was written."""
    router = APIRouter()

    @router.get("/feeds", summary="List the subscribed feeds", responses=PROBLEM_RESPONSES)
    async def list_feeds() -> Response:
        items = [_shown(subscription) for subscription in registry.all()]
        return _json(200, {"items": items, "total": len(items), "total_exact": True, "next": None})

    @router.post(
        "/feeds",
        status_code=201,
        summary="Subscribe to a feed, or change how often it is polled",
        responses={
            200: {"description": "Subscribed already.", **_JSON_FEED},
            201: _JSON_FEED | {"description": "Subscribed."},
            **PROBLEM_RESPONSES,
        },
        openapi_extra=_SUBSCRIBE_BODY,
    )
    async def subscribe(request: Request) -> Response:
        async with acceptance.bodies.reading(request, _MAX_REQUEST_BYTES) as body:
            read_content_type(request.headers.get("content-type"), JSON_TYPES)
            wanted = _read(body)
        url = _checked(wanted.url, Flaw("", pointer="#/url"), allow_private=acceptance.settings.allow_private_networks)
        interval = _interval(wanted.interval_seconds, acceptance)
        known = registry.get(url)
        if known is None:
            known = FeedSubscription(url=url, interval_seconds=interval, subscribed_at=acceptance.clock())
            status = 201
        else:
            known = msgspec.structs.replace(known, interval_seconds=interval, next_poll_at=None)
            status = 200
        await acceptance.producer.publish([Publish(FEEDS_SUBSCRIBED, url, known)])
        await catch_up()
        return _json(status, _shown(known))

    @router.delete(
        "/feeds",
        status_code=204,
        response_class=Response,
        summary="Unsubscribe a feed; what it brought stays",
        responses={404: {"description": "No such feed."}, **PROBLEM_RESPONSES},
    )
    async def unsubscribe(url: FeedUrl) -> Response:
        # Whatever was subscribed can be unsubscribed, also after the rules for addresses became stricter.
        canonical = _checked(url, Flaw("", parameter="url"), allow_private=True)
        if registry.get(canonical) is None:
            raise HTTPException(404, f"no feed {canonical} is subscribed")
        await acceptance.producer.publish([Publish(FEEDS_SUBSCRIBED, canonical, None)])
        await catch_up()
        return Response(status_code=204)

    return router


def _read(body: bytes) -> _Subscribe:
    try:
        return _decoder.decode(body)
    except msgspec.ValidationError as error:
        raise Invalid(str(error), Flaw(str(error), pointer="#")) from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Malformed(f"not JSON: {error}") from error


def _checked(url: str, at: Flaw, *, allow_private: bool) -> str:
    try:
        return canonical_url(checked_url(url, allow_private=allow_private))
    except InvalidUrl as error:
        flaw = Flaw(str(error), pointer=at.pointer, parameter=at.parameter)
        raise Invalid(f"url: {error}", flaw) from error


def _interval(wanted: int | None, acceptance: Acceptance) -> int:
    settings = acceptance.settings
    interval = settings.feed_interval_seconds if wanted is None else wanted
    lowest, highest = settings.min_feed_interval_seconds, settings.max_feed_interval_seconds
    if not lowest <= interval <= highest:
        detail = f"interval_seconds is {interval}; it may be {lowest} to {highest}"
        raise Invalid(detail, Flaw(detail, pointer="#/interval_seconds"))
    return interval


def _shown(subscription: FeedSubscription) -> dict[str, Any]:
    return {
        "url": subscription.url,
        "interval_seconds": subscription.interval_seconds,
        "subscribed_at": subscription.subscribed_at,
        "polled_at": subscription.polled_at,
        "next_poll_at": subscription.next_poll_at,
        "error": subscription.error,
        "failures": subscription.failures,
        "entries_seen": len(remembered(subscription)),
    }


def _json(status: int, document: Any) -> Response:
    return Response(msgspec.json.encode(document), status, media_type="application/json")
