"""The whole system, once a session: real Kafka, real OpenSearch, every service as its own process."""

from collections.abc import Iterator

import pytest
from tests.stacks import short_lived
from tests.system import SERVED, Eventually, System, eventually


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """Everything that receipts and readers wait for, up and ready, on ports and data of its own."""
    with short_lived(tmp_path_factory.mktemp("system"), SERVED) as stack:
        running = System(stack)
        try:
            running.until_ready()
            yield running
        finally:
            running.http.close()


@pytest.fixture(name="eventually")
def repeats() -> Eventually:
    """Calls a function until what it returns is true, and returns that; fails after two minutes."""
    return eventually
