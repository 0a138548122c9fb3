"""The whole system, once a session: real Kafka, real OpenSearch, every service as its own process."""

from collections.abc import Iterator

import pytest
from tests.system import SERVICES, Eventually, System, eventually

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


@pytest.fixture(name="eventually")
def repeats() -> Eventually:
    """Repeats a question until its answer is true, and gives the answer; fails after a minute."""
    return eventually
