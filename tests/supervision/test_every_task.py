"""Whichever task of a service fails, with an error that nobody foresaw, the service is ready again and works."""

import subprocess
import sys
from pathlib import Path

import pytest

from .striking import READS

pytestmark = pytest.mark.stack

CHECKOUT = Path(__file__).parents[2]
OURS = {"service", "subscription", "monitor", "table services.paused"}


@pytest.mark.parametrize("service", READS)
def test_whichever_task_fails_the_service_works_again(service: str, kafka_bootstrap: str, opensearch_url: str) -> None:
    command = [sys.executable, "-m", "tests.supervision.striking", service]
    done = subprocess.run(
        [*command, "--kafka", kafka_bootstrap, "--opensearch", opensearch_url],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    struck = {line.removeprefix("Supervisor._run ") for line in done.stdout.splitlines()}
    assert struck >= OURS
