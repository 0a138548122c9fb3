"""The real Kafka and OpenSearch: they keep their data and come back by themselves."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from tests.stacks import stopped_with_owner

from babelwire_stack import SHORT_LIVED, Stack, free_ports
from babelwire_stack.errors import NotRunning, PortTaken, StackError

pytestmark = pytest.mark.stack

TOPIC = "kept"
WORDS = [b"one", b"two", b"three"]


@pytest.fixture(scope="module")
def own_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack that these tests may break."""
    data_dir = tmp_path_factory.mktemp("a data 100% directory")
    stack = Stack(data_dir=data_dir, ports=free_ports(), opensearch_heap="512m", java_options=SHORT_LIVED)
    with stopped_with_owner(data_dir):
        stack.start(services=[])
        asyncio.run(write(stack))
        httpx.put(f"{stack.opensearch_url}/kept", trust_env=False).raise_for_status()
        httpx.put(f"{stack.opensearch_url}/kept/_doc/1", json={"word": "one"}, trust_env=False).raise_for_status()
        yield stack
        stack.reset()


async def write(stack: Stack) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=stack.kafka_bootstrap)
    producer = AIOKafkaProducer(bootstrap_servers=stack.kafka_bootstrap, acks="all")
    await admin.start()
    await producer.start()
    await admin.create_topics([NewTopic(TOPIC, num_partitions=1, replication_factor=1)])
    for word in WORDS:
        await producer.send_and_wait(TOPIC, word)
    await producer.stop()
    await admin.close()


async def read(stack: Stack) -> list[bytes]:
    consumer = AIOKafkaConsumer(TOPIC, bootstrap_servers=stack.kafka_bootstrap, auto_offset_reset="earliest")
    await consumer.start()
    words: list[bytes] = []
    async with asyncio.timeout(60):
        while len(words) < len(WORDS):
            batches = await consumer.getmany(timeout_ms=200)
            words += [record.value for records in batches.values() for record in records]
    await consumer.stop()
    return words


def document(stack: Stack) -> dict[str, Any]:
    answer = httpx.get(f"{stack.opensearch_url}/kept/_doc/1", trust_env=False).raise_for_status()
    source: dict[str, Any] = answer.json()["_source"]
    return source


def test_a_killed_broker_comes_back_with_its_records(own_stack: Stack) -> None:
    before = own_stack.pid("kafka")
    own_stack.kill("kafka")
    own_stack.wait_ready("kafka")
    assert own_stack.pid("kafka") != before
    assert asyncio.run(read(own_stack)) == WORDS


def test_a_killed_index_comes_back_with_its_documents(own_stack: Stack) -> None:
    own_stack.kill("opensearch")
    own_stack.wait_ready("opensearch")
    assert document(own_stack) == {"word": "one"}


def test_a_stop_keeps_the_data(own_stack: Stack) -> None:
    own_stack.stop()
    assert not own_stack.is_running()
    own_stack.start(services=[])
    assert asyncio.run(read(own_stack)) == WORDS
    assert document(own_stack) == {"word": "one"}


def test_starting_what_runs_changes_nothing(own_stack: Stack) -> None:
    before = own_stack.status()
    own_stack.start(services=[])
    after = own_stack.status()
    assert [(one.name, one.pid) for one in after] == [(one.name, one.pid) for one in before]
    assert all(one.ready for one in after)


def test_a_program_can_be_stopped_and_started_alone(own_stack: Stack) -> None:
    own_stack.stop_program("kafka")
    assert own_stack.pid("kafka") is None
    with pytest.raises(NotRunning):
        own_stack.kill("kafka")
    own_stack.start_program("kafka")
    assert asyncio.run(read(own_stack)) == WORDS


def test_no_index_is_made_by_accident(own_stack: Stack) -> None:
    answer = httpx.put(f"{own_stack.opensearch_url}/artciles/_doc/1", json={}, trust_env=False)
    assert answer.status_code == httpx.codes.NOT_FOUND


def test_a_task_in_the_background_keeps_its_result(own_stack: Stack) -> None:
    """OpenSearch writes it to an index of its own, which the ban on automatic indices must not stop."""
    httpx.put(f"{own_stack.opensearch_url}/copied", trust_env=False).raise_for_status()
    body = {"source": {"index": "kept"}, "dest": {"index": "copied"}}
    url = f"{own_stack.opensearch_url}/_reindex?wait_for_completion=false"
    task = httpx.post(url, json=body, trust_env=False).raise_for_status().json()["task"]
    url = f"{own_stack.opensearch_url}/_tasks/{task}?wait_for_completion=true"
    result = httpx.get(url, trust_env=False, timeout=60).raise_for_status().json()
    assert result["response"]["total"] == 1


def test_another_stack_is_not_taken_for_this_one(own_stack: Stack, tmp_path: Path) -> None:
    with pytest.raises(PortTaken):
        Stack(data_dir=tmp_path / "second", ports=own_stack.ports).start(services=[])
    assert not (tmp_path / "second" / "kafka").exists()


def test_a_service_that_cannot_start_is_shown_with_its_last_lines(own_stack: Stack) -> None:
    with pytest.raises(StackError) as failure:
        own_stack.start(services=["search"], environment={"PYTHONHOME": "/nowhere"})
    assert "search-1" in str(failure.value)
    assert own_stack.log_tail("search-1")
    assert [one.name for one in own_stack.status() if one.ready] == ["kafka", "opensearch"]


def test_the_command_line_tells_what_runs_where(own_stack: Stack) -> None:
    own_stack.start(services=[])
    command = [sys.executable, "-m", "babelwire_stack", "status"]
    environment = {**os.environ, **own_stack.env()}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert own_stack.opensearch_url in done.stdout
    assert own_stack.kafka_bootstrap in done.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_nothing_outlives_the_supervisor(own_stack: Stack) -> None:
    pid = own_stack.pid("kafka")
    assert pid is not None
    kafka = psutil.Process(pid)
    supervisor = kafka.parent()
    assert supervisor is not None
    children = supervisor.children()
    os.kill(supervisor.pid, signal.SIGKILL)
    assert not psutil.wait_procs(children, timeout=60)[1]
    assert not own_stack.is_running()
    own_stack.start(services=[])
    assert asyncio.run(read(own_stack)) == WORDS
