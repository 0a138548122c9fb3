"""Every topic's models, schema and examples agree."""

from functools import reduce
from operator import or_

import jsonschema
import msgspec
import pytest

from babelwire_contracts import schemas
from babelwire_contracts.codec import decode, encode
from babelwire_contracts.pauses import ServicePause
from babelwire_contracts.topics import SERVICES_PAUSED, Topic

EXAMPLES = [
    pytest.param(topic, value, id=f"{topic.name}-{name}")
    for topic in schemas.described()
    for name, value in schemas.examples(topic).items()
]


@pytest.mark.parametrize("topic", schemas.described(), ids=lambda topic: topic.name)
def test_committed_schema_is_what_the_models_say(topic: Topic) -> None:
    assert schemas.committed(topic) == schemas.schema(topic), "run: python -m babelwire_contracts.schemas"


@pytest.mark.parametrize("topic", schemas.described(), ids=lambda topic: topic.name)
def test_every_model_has_an_example(topic: Topic) -> None:
    decoded = {type(decode(value, reduce(or_, topic.models))) for value in schemas.examples(topic).values()}
    assert decoded == set(topic.models)


@pytest.mark.parametrize(("topic", "value"), EXAMPLES)
def test_example_follows_its_schema_and_survives_a_round_trip(topic: Topic, value: bytes) -> None:
    jsonschema.validate(msgspec.json.decode(value), schemas.committed(topic))
    message = decode(value, reduce(or_, topic.models))
    assert decode(encode(message), type(message)) == message


def test_a_pause_of_an_earlier_release_holds_and_releases_nothing() -> None:
    pause = decode(schemas.examples(SERVICES_PAUSED)["breaker"], ServicePause)
    assert (pause.held, pause.errors, pause.release) == ([], {}, None)
