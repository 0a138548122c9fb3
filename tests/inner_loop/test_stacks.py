"""A stack of the tests' own ends with the process that started it, however that ends."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from babelwire_stack import Stack

pytestmark = pytest.mark.stack

WITHIN = 120.0
OWNER = """
import pathlib, sys, time
from tests.stacks import short_lived
with short_lived(pathlib.Path(sys.argv[1])):
    print("runs", flush=True)
    time.sleep(600)
"""


def test_a_stack_whose_owner_is_killed_is_stopped(tmp_path: Path) -> None:
    command = [sys.executable, "-c", OWNER, str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2]) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "runs\n"
        stack = Stack(data_dir=tmp_path)
        assert stack.is_running()
        owner.kill()
    deadline = time.monotonic() + WITHIN
    while stack.is_running():
        assert time.monotonic() < deadline
        time.sleep(0.2)
