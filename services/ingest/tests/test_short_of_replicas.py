"""Intake goes on while the topic of what becomes of it is short of replicas."""

import asyncio
from collections.abc import Iterator

import httpx
import pytest
from tests.second_broker import SecondBroker
from tests.stacks import short_lived

from babelwire_contracts.topics import ARTICLES_INGESTED, CATALOGUE
from babelwire_ingest.settings import IngestSettings
from babelwire_messaging.settings import KafkaSettings
from babelwire_stack import Stack

from .serving import served, until_ready

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def own_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack that loses a broker."""
    with short_lived(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture
def second_broker(own_stack: Stack) -> Iterator[SecondBroker]:
    broker = SecondBroker(own_stack)
    with broker.running():
        broker.create(CATALOGUE.values(), on_both=[ARTICLES_INGESTED.name])
        yield broker


async def test_intake_goes_on_while_parsed_articles_cannot_be_written(
    own_stack: Stack, second_broker: SecondBroker
) -> None:
    """A request waited behind the batch that Kafka did not take, and was answered 503."""
    kafka = KafkaSettings(kafka_bootstrap=own_stack.kafka_bootstrap, publish_timeout=4.0)
    async with served(IngestSettings(kafka=kafka, parser_workers=1)) as client:
        second_broker.kill()
        async with asyncio.TaskGroup() as clients:
            for number in range(1, 101):
                clients.create_task(capture(client, number))
                await asyncio.sleep(0.1)
        await asyncio.to_thread(second_broker.start)
        await until_ready(client)


async def capture(client: httpx.AsyncClient, number: int) -> None:
    text = (
        f"Headline {number}\n\nThe harbour of Number {number} reopens today after repairs that took two years.".encode()
    )
    answer = await client.post(
        f"/pages?url=https://example.org/{number}", content=text, headers={"Content-Type": "text/plain"}
    )
    assert answer.status_code == 202, answer.text
