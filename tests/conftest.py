"""The whole system, once a session: real Kafka, real OpenSearch, every service as its own process."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.system import SERVICES, WITHIN, System

from babelwire_stack import SHORT_LIVED, Stack, free_ports


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Everything up and ready, on ports and data of its own."""
    stack = Stack(data_dir=tmp_path_factory.mktemp("system"), ports=free_ports(), java_options=SHORT_LIVED)
    stack.start(services=list(SERVICES))
    running = System(stack)
    try:
        running.until_ready()
        yield running
    finally:
        running.http.close()
        stack.stop()


@pytest.fixture
def eventually() -> Callable[[Callable[[], Any]], Any]:
    """Repeats a question until its answer is true, and gives the answer; fails after a minute."""

    def ask(question: Callable[[], Any], within: float = WITHIN) -> Any:
        deadline = time.monotonic() + within
        while True:
            answer = question()
            if answer:
                return answer
            assert time.monotonic() < deadline, "never became true"
            time.sleep(0.2)

    return ask
