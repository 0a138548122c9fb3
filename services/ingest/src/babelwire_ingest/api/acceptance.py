"""What every operation of the API works with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import msgspec
from starlette.responses import Response

from babelwire_ingest.api.bodies import Bodies
from babelwire_ingest.ports import Producer
from babelwire_ingest.settings import IngestSettings


@dataclass(frozen=True)
class Acceptance:
    """The settings, the way to Kafka, the bound on bodies, and the clock."""

    settings: IngestSettings
    producer: Producer
    bodies: Bodies
    clock: Callable[[], datetime]


def accepted(ids: list[str]) -> Response:
    """202: Kafka has the captures; what becomes of each is in its receipt."""
    return Response(msgspec.json.encode({"ids": ids}), 202, media_type="application/json")


IDS_SCHEMA = {
    "title": "Accepted",
    "type": "object",
    "properties": {"ids": {"type": "array", "items": {"type": "string"}, "description": "capture ids, in order"}},
    "required": ["ids"],
}
ACCEPTED_RESPONSE = {
    "description": "Kafka has acknowledged every capture.",
    "content": {"application/json": {"schema": IDS_SCHEMA}},
}
