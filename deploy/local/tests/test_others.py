"""A stack that runs elsewhere on this machine is named, with how to reach it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from babelwire_stack import Stack
from babelwire_stack.others import holder_of, other_stacks, reached
from babelwire_stack.program import Program


def stack_command(data_dir: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "babelwire_stack", *arguments],
        env=os.environ | {"BABELWIRE_DATA_DIR": str(data_dir)} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Path]:
    """The data directory of what looks like a stack that runs: a process with a supervisor's command line."""
    data_dir = tmp_path / "another stack"
    program = Program(
        name="kafka", service=None, command=["/bin/true"], environment={}, ports=[7], address="127.0.0.1:7"
    )
    program.write(data_dir / "run")
    words = ["supervisor.supervisord", "-c", str(data_dir / "run" / "supervisord.conf")]
    with subprocess.Popen([sys.executable, "-c", "input('ready')", *words], stdin=-1, stdout=-1, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        assert process.stdout.read(5) == "ready"
        yield data_dir
        process.stdin.write("\n")
        process.stdin.close()


def test_a_stack_that_runs_is_found_and_its_ports_are_known(running: Path, tmp_path: Path) -> None:
    assert running in other_stacks(tmp_path)
    assert running not in other_stacks(running)
    assert holder_of(7) == running
    assert reached(running, "down") == f"BABELWIRE_DATA_DIR='{running}' make down"


@pytest.mark.parametrize(("command", "code"), [("down", 0), ("status", 1), ("logs", 1)])
def test_what_finds_nothing_running_says_what_runs(running: Path, tmp_path: Path, command: str, code: int) -> None:
    own = tmp_path / "own"
    done = stack_command(own, command)
    output = done.stdout + done.stderr
    assert done.returncode == code
    assert str(own) in output
    assert f"a stack runs with its data in {running}: {reached(running, command)}\n" in output


def test_logs_of_a_stack_that_has_ended_say_that_another_runs(running: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    (own / "logs").mkdir(parents=True)
    (own / "logs" / "kafka.log").write_text("an old line\n")
    done = stack_command(own, "logs", "--no-follow")
    assert (done.returncode, "an old line" in done.stdout) == (0, True)
    assert f"{own}, is not running" in done.stderr
    assert f"a stack runs with its data in {running}: {reached(running, 'logs')}\n" in done.stderr


@pytest.mark.stack
def test_up_says_which_stack_has_its_ports(stack: Stack, tmp_path: Path) -> None:
    done = stack_command(tmp_path, "up", BABELWIRE_KAFKA_PORT=str(stack.ports.kafka_port))
    running = stack.settings.data_dir
    assert done.returncode == 1
    assert f"is taken by the stack with its data in {running}: stop that with {reached(running, 'down')}" in done.stderr
    assert "or set BABELWIRE_KAFKA_PORT" in done.stderr
