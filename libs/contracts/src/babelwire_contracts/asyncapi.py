"""AsyncAPI 3.0 documents (https://www.asyncapi.com/docs/reference/specification/v3.0.0) from the topic catalogue."""

from typing import Any

import msgspec

from babelwire_contracts.topics import CATALOGUE, Topic


def describe(service: str, version: str = "0.1.0") -> dict[str, Any]:
    """What one service reads and writes, as an AsyncAPI document with the JSON Schema of every message."""
    topics = [topic for topic in CATALOGUE.values() if service in topic.producers or service in topic.consumers]
    schemas: dict[str, Any] = {}
    channels: dict[str, Any] = {}
    operations: dict[str, Any] = {}
    for topic in topics:
        channels[topic.name] = _channel(topic, schemas)
        channel = {"$ref": f"#/channels/{topic.name}"}
        if service in topic.consumers:
            operations[f"receive {topic.name}"] = {"action": "receive", "channel": channel}
        if service in topic.producers:
            operations[f"send {topic.name}"] = {"action": "send", "channel": channel}
    return {
        "asyncapi": "3.0.0",
        "info": {"title": f"Babelwire {service}", "version": version},
        "defaultContentType": "application/json",
        "channels": channels,
        "operations": operations,
        "components": {"schemas": schemas},
    }


def _channel(topic: Topic, schemas: dict[str, Any]) -> dict[str, Any]:
    messages: dict[str, Any] = {}
    for model in topic.models:
        (schema,), components = msgspec.json.schema_components([model], ref_template="#/components/schemas/{name}")
        schemas.update(components)
        messages[model.__name__] = {"name": model.__name__, "payload": schema}
    if not topic.models:
        messages["OriginalRecord"] = {"name": "OriginalRecord", "contentType": "application/octet-stream"}
    return {
        "address": topic.name,
        "description": f"{topic.carries}. Key: {topic.key}.",
        "messages": messages,
        "bindings": {"kafka": {"partitions": topic.partitions, "topicConfiguration": topic.config()}},
    }
