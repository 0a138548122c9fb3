"""The real Kafka and OpenSearch for every test that needs them: one stack of the session's own, on free ports.

Whoever asks for one of these fixtures is marked `stack` by it, and is left out of `make check`.
"""

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Final

import pytest
import structlog
from hypothesis import HealthCheck, Phase, settings
from tests.stacks import short_lived

from babelwire_stack import Stack

# The same examples in every run, and no clock in any verdict: a machine that is busy is not a bug.
settings.register_profile(
    "babelwire", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("babelwire")
# For requests that Schemathesis makes up: few of each kind, and always the same.
settings.register_profile(
    "requests",
    max_examples=20,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)

# structlog draws every traceback with rich by default, which takes a third of a second each.
_plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
structlog.configure(processors=[*structlog.get_config()["processors"][:-1], _plain])


def pytest_configure() -> None:
    """SIGTERM ends a run as Ctrl-C does: its stack, which is no child of it, ends with it."""
    signal.signal(signal.SIGTERM, _interrupt)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


_MARKED_BY_FIXTURE: Final = {
    "stack": "stack",
    "kafka_bootstrap": "stack",
    "opensearch_url": "stack",
    "system": "stack",
    "browser": "browser",
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks each test by what its fixtures need, so that no file has to remember to; before -m chooses by marks."""
    for item in items:
        fixtures = getattr(item, "fixturenames", ())
        for mark in {_MARKED_BY_FIXTURE[name] for name in fixtures if name in _MARKED_BY_FIXTURE}:
            item.add_marker(mark)


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Kafka and OpenSearch, without services."""
    with short_lived(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="session")
def kafka_bootstrap(request: pytest.FixtureRequest) -> str:
    """Address of the broker; `BABELWIRE_TEST_KAFKA` names one that runs already."""
    if (running := os.environ.get("BABELWIRE_TEST_KAFKA")) is not None:
        return running
    stack: Stack = request.getfixturevalue("stack")
    return stack.kafka_bootstrap


@pytest.fixture(scope="session")
def opensearch_url(request: pytest.FixtureRequest) -> str:
    """Address of the index; `BABELWIRE_TEST_OPENSEARCH` names one that runs already."""
    if (running := os.environ.get("BABELWIRE_TEST_OPENSEARCH")) is not None:
        return running
    stack: Stack = request.getfixturevalue("stack")
    return stack.opensearch_url


@pytest.fixture(scope="session")
def shared_folder() -> Path:
    """Data in a folder next to the checkout, never part of it; without it the test is skipped."""
    folder = Path(__file__).parent.parent / "shared"
    if not folder.is_dir():
        pytest.skip("needs the shared folder beside the checkout")
    return folder
