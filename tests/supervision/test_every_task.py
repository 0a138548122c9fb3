"""Whichever task of a service fails, with an error that nobody foresaw, the service is ready again and works."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .striking import READS

pytestmark = pytest.mark.stack

CHECKOUT = Path(__file__).parents[2]
OURS = {"service", "subscription", "monitor", "table services.paused"}


@pytest.fixture(scope="module")
def logs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("striking")


@pytest.fixture(scope="module")
def striking(logs: Path, kafka_bootstrap: str, opensearch_url: str) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """All services at once, each in a process of its own: they mostly wait."""
    where = ["--kafka", kafka_bootstrap, "--opensearch", opensearch_url]
    started = {}
    for service in READS:
        command = [sys.executable, "-m", "tests.supervision.striking", service, *where]
        with (logs / f"{service}.out").open("wb") as out, (logs / f"{service}.err").open("wb") as err:
            started[service] = subprocess.Popen(command, cwd=CHECKOUT, stdout=out, stderr=err)
    yield started
    for process in started.values():
        process.kill()
        process.wait()


@pytest.mark.parametrize("service", READS)
def test_whichever_task_fails_the_service_works_again(
    service: str, striking: dict[str, subprocess.Popen[bytes]], logs: Path
) -> None:
    status = striking[service].wait()
    output = (logs / f"{service}.out").read_text()
    assert status == 0, output + (logs / f"{service}.err").read_text()[-3000:]
    assert {line.removeprefix("Supervisor._run ") for line in output.splitlines()} >= OURS
