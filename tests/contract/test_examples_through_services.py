"""Every consumer runs on every committed example: written straight into its topic, none becomes a dead letter.

Those behind the pipeline do so in memory, each beside its own tests.
"""

from typing import Any

import msgspec
import pytest
from tests.system import SERVED, Eventually, System

from babelwire_contracts import schemas
from babelwire_contracts.document import PUBLIC_FIELDS, public
from babelwire_contracts.services import CONSUMING_SERVICES, PIPELINE
from babelwire_contracts.topics import ARTICLES_INGESTED, CATALOGUE, Topic, dead_letters

pytestmark = pytest.mark.stack

# A pause is left out: it would stop the service it names. `resume` and the breaker have tests of their own.
READ_BY_SERVICES = [
    pytest.param(topic, value, id=f"{topic.name}-{name}")
    for topic in schemas.described()
    if set(topic.consumers) & set(PIPELINE) and topic.name != "services.paused"
    for name, value in schemas.examples(topic).items()
]


def key_of(topic: Topic, message: dict[str, Any]) -> str:
    if topic.key == "article id":
        return str(message["article_id"])
    if topic.name == "articles.corrections":
        return f"{message['one']}:{message['other']}"
    if topic.name.startswith("publishers."):
        return ":".join(str(message[name]) for name in ("domain", "article_id") if name in message)
    return str(message.get("url") or message.get("capture_id"))


@pytest.mark.parametrize(("topic", "value"), READ_BY_SERVICES)
def test_an_example_goes_through(system: System, eventually: Eventually, topic: Topic, value: bytes) -> None:
    message = msgspec.json.decode(value)
    key = key_of(topic, message).encode()
    before = {name: len(system.records(name)) for name in (dead_letters(service).name for service in PIPELINE)}
    position = len(system.records(topic.name))
    system.write(topic.name, value, key, [("capture-id", str(message.get("capture_id", "")).encode())])
    eventually(lambda: len(system.records(topic.name)) > position)
    for service in set(topic.consumers) & set(SERVED):
        assert system.caught_up(service)
    assert {name: len(system.records(name)) for name in before} == before
    if message.get("record") == "article" or topic.name == "pages.captured":
        receipts = eventually(lambda: [r for r in system.receipts() if r.capture_id == message["capture_id"]])
        assert {receipt.outcome.value for receipt in receipts} <= {"indexed", "unchanged", "superseded", "rejected"}
    if topic.name in {"feeds.subscribed", "articles.corrections", "publishers.observed"}:
        system.write(topic.name, None, key)


def test_a_content_arrives_in_its_document_as_ingest_wrote_it(system: System, eventually: Eventually) -> None:
    message = msgspec.json.decode(schemas.examples(ARTICLES_INGESTED)["live-blog"])
    message["article_id"] = "1e" * 16
    key, headers = message["article_id"].encode(), [("capture-id", message["capture_id"].encode())]
    system.write(ARTICLES_INGESTED.name, msgspec.json.encode(message), key, headers)
    found = public(eventually(lambda: system.document(message["article_id"])))
    carried = message["content"].keys() & set(PUBLIC_FIELDS)
    assert {"structure", "embeds", "live_entries", "modified_at", "partial"} < carried
    assert {name: found[name] for name in carried} == {name: message["content"][name] for name in carried}


def test_every_service_has_a_dead_letter_topic_of_its_own() -> None:
    assert {dead_letters(service).name for service in CONSUMING_SERVICES} <= CATALOGUE.keys()
