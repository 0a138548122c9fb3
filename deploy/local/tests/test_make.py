"""The make targets that need no stack."""

import os
import re
import subprocess

import pytest

from babelwire_stack.settings import CHECKOUT

MAKEFILE = (CHECKOUT / "Makefile").read_text()


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    # Or this make takes over the options of the one that runs the tests.
    environment = {name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MAKELEVEL"}}
    return subprocess.run(
        ["make", *arguments], cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("target", re.findall(r"^\.PHONY: (\S+)", MAKEFILE, re.MULTILINE))
def test_help_lists_every_target_with_a_line(target: str) -> None:
    assert re.search(rf"^  {target} +\w", make("help").stdout, re.MULTILINE)


def test_help_is_what_make_alone_does() -> None:
    assert make().stdout == make("help").stdout


def test_no_python_is_one_line() -> None:
    done = make("setup", "PYTHON=no-such-python")
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stderr


def test_capture_asks_for_a_source() -> None:
    assert "SRC=" in make("capture").stderr
