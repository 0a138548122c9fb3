"""What a service reads and writes, as the AsyncAPI 3.0 document that FastStream generates of it.

https://www.asyncapi.com/docs/reference/specification/v3.0.0
"""

from typing import Annotated, Any, Final

import msgspec
from faststream.kafka import KafkaBroker
from faststream.specification import AsyncAPI
from pydantic import WithJsonSchema

from babelwire_contracts.topics import CATALOGUE, Topic
from babelwire_messaging.settings import KafkaSettings

_ACTIONS: Final = {"send", "receive"}


def describe(service: str, kafka: KafkaSettings, version: str = "0.1.0") -> dict[str, Any]:
    """A channel for each topic, with the schema of its messages, and an operation for each direction."""
    broker = KafkaBroker(kafka.kafka_bootstrap, consumer_only=True)
    for topic in CATALOGUE.values():
        about = f"{topic.carries}. Key: {topic.key}."
        if service in topic.consumers:
            broker.subscriber(topic.name, title=_title("receive", topic), description=about)(_handler(topic))
        if service in topic.producers:
            broker.publisher(topic.name, title=_title("send", topic), description=about, schema=_payload(topic))
    made = AsyncAPI(broker, title=f"Babelwire {service}", version=version, schema_version="3.0.0")
    document: dict[str, Any] = made.to_specification().to_jsonable()
    return document | _by_topic(document)


def _title(action: str, topic: Topic) -> str:
    return f"{action} {topic.name}"


def _handler(topic: Topic) -> Any:
    async def handle(message: Any) -> None:
        """Nothing is ever handed to it: a service's records go through its stage."""

    handle.__annotations__["message"] = _payload(topic)
    return handle


def _payload(topic: Topic) -> Any:
    """A type that pydantic describes as msgspec does the topic's models; it knows no structs of msgspec itself."""
    if not topic.models:
        return Annotated[Any, WithJsonSchema({"description": "the original bytes"})]
    schemas, components = msgspec.json.schema_components(list(topic.models))
    schema = schemas[0] if len(schemas) == 1 else {"oneOf": list(schemas)}
    return Annotated[Any, WithJsonSchema(_whole(schema, components))]


def _whole(schema: Any, components: dict[str, Any]) -> Any:
    """A schema with what it refers to in its place."""
    if isinstance(schema, list):
        return [_whole(part, components) for part in schema]
    if not isinstance(schema, dict):
        return schema
    if (ref := schema.get("$ref")) is not None:
        return _whole(components[ref.rpartition("/")[2]], components)
    return {key: _whole(part, components) for key, part in schema.items() if key != "discriminator"}


def _by_topic(document: dict[str, Any]) -> dict[str, Any]:
    """FastStream gives each direction a channel of its own; the channels of a topic become one, and keep its name."""
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for title, channel in document["channels"].items():
        action, _, name = title.partition(" ")
        assert action in _ACTIONS
        topic = CATALOGUE[name]
        messages = {f"{action}{key}": message for key, message in channel["messages"].items()}
        known = channels.setdefault(name, channel | {"messages": {}, "bindings": {"kafka": _binding(topic)}})
        known["messages"] |= messages
        operations[title] = {
            "action": action,
            "channel": {"$ref": f"#/channels/{name}"},
            "messages": [{"$ref": f"#/channels/{name}/messages/{key}"} for key in messages],
        }
    return {"channels": channels, "operations": operations}


def _binding(topic: Topic) -> dict[str, Any]:
    return {"topic": topic.name, "partitions": topic.partitions, "topicConfiguration": topic.config()}
