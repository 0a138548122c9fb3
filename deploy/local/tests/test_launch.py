"""The launcher becomes the program, or leaves a taken port alone."""

import socket
import subprocess
import sys
from pathlib import Path

from babelwire_stack import free_ports
from babelwire_stack.ports import HOST
from babelwire_stack.program import Program


def launch(run_dir: Path, port: int) -> subprocess.CompletedProcess[str]:
    program = Program(
        name="shown",
        service=None,
        command=[sys.executable, "-c", "import os; print(os.environ['SAID'], 'PATH' in os.environ)"],
        environment={"SAID": 'with "quotes", 100 % and\nlines'},
        ports=[port],
        address="nowhere",
    )
    program.write(run_dir)
    return subprocess.run(program.launch_command(run_dir), capture_output=True, text=True, check=False)


def test_it_runs_the_command_with_exactly_the_environment_given(tmp_path: Path) -> None:
    done = launch(tmp_path, free_ports().of("search"))
    assert done.stdout == 'with "quotes", 100 % and\nlines False\n'


def test_it_does_not_run_where_its_port_is_taken(tmp_path: Path) -> None:
    with socket.create_server((HOST, 0)) as server:
        done = launch(tmp_path, server.getsockname()[1])
    assert done.returncode == 1
    assert done.stdout == ""
    assert "cannot be bound" in done.stderr
