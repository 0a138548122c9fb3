"""What a service says of itself is what the catalogue has, with nothing left to look up."""

import json
from typing import Any
from urllib.parse import unquote

import jsonschema
import msgspec
import pytest

from babelwire_contracts import schemas
from babelwire_contracts.services import CONSUMING_SERVICES
from babelwire_contracts.topics import CATALOGUE
from babelwire_messaging.describing import describe
from babelwire_messaging.settings import KafkaSettings


def found(document: dict[str, Any], reference: str) -> Any:
    """What a reference within the document leads to."""
    place: Any = document
    for step in reference.removeprefix("#/").split("/"):
        place = place[unquote(step).replace("~1", "/").replace("~0", "~")]
    return found(document, place["$ref"]) if "$ref" in place else place


@pytest.fixture(params=CONSUMING_SERVICES)
def service(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def test_it_names_what_a_service_reads_and_writes(service: str) -> None:
    document = describe(service, KafkaSettings())
    for topic in CATALOGUE.values():
        reads, writes = service in topic.consumers, service in topic.producers
        assert (f"receive {topic.name}" in document["operations"]) == reads
        assert (f"send {topic.name}" in document["operations"]) == writes
        assert (topic.name in document["channels"]) == (reads or writes)


def test_every_example_is_one_of_the_messages_of_its_channel(service: str) -> None:
    document = json.loads(json.dumps(describe(service, KafkaSettings())))
    for title, operation in document["operations"].items():
        channel = found(document, operation["channel"]["$ref"])
        assert channel["address"] == title.partition(" ")[2]
        topic = CATALOGUE[channel["address"]]
        for reference in operation["messages"]:
            payload = found(document, reference["$ref"])["payload"]
            schema = {**(found(document, payload["$ref"]) if "$ref" in payload else payload)}
            if topic.models:
                # Not `jsonschema.validate`, which checks the schema each time, at a hundred times the cost.
                validator = jsonschema.Draft202012Validator(schema)
                for example in schemas.examples(topic).values():
                    validator.validate(msgspec.json.decode(example))
