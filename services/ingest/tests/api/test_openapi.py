"""What the OpenAPI document says is what the API does, judged by Schemathesis on requests that it makes up."""

from typing import Any

import schemathesis
from fastapi import FastAPI
from hypothesis import settings

from babelwire_ingest.api.application import build_api
from babelwire_ingest.feeds import FeedRegistry
from babelwire_ingest.settings import IngestHttpSettings, IngestSettings

from ..conftest import Clock, Kafka


@schemathesis.serializer("application/x-ndjson")
def as_it_is(_context: schemathesis.SerializationContext, value: Any) -> Any:
    """Lines of JSON are bytes already."""
    return value


async def caught_up() -> None:
    """The registry knows of all that was written."""


def api() -> FastAPI:
    """The API with nothing behind it, under the name that Schemathesis calls it by."""
    named = IngestSettings(http=IngestHttpSettings(http_allowed_hosts=("testserver",)))
    registry = FeedRegistry()
    return build_api(named, producer=Kafka(registry), registry=registry, catch_up=caught_up, clock=Clock())


@schemathesis.openapi.from_asgi("/openapi.json", api()).parametrize()
@settings.get_profile("requests")
def test_requests_are_answered_as_described(case: schemathesis.Case[Any]) -> None:
    case.call_and_validate()
