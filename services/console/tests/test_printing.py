"""What is printed may find no reader, no room, or no stdout; no command ends in a traceback for that."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import sys
from babelwire_console.output import print_rows
from babelwire_console.running import printing

with printing():
    for _ in range(3):
        print_rows(["n"], [{"n": "x" * 100} for _ in range(700)], as_json=%s)
sys.exit(0)
"""

MISTAKE = """
from babelwire_console.errors import CommandFailed
from babelwire_console.running import printing, run

async def fails():
    raise CommandFailed("no")

with printing():
    run(fails())
"""

AS_JSON = pytest.mark.parametrize("as_json", [False, True], ids=["table", "json"])


@AS_JSON
def test_a_reader_that_goes_in_the_middle_ends_it_without_a_word(as_json: bool) -> None:
    command = [sys.executable, "-c", PROGRAM % as_json]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert (process.stderr.read(), process.wait(timeout=60)) == ("", 141)


@AS_JSON
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
def test_no_room_is_one_line(as_json: bool) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM % as_json],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert (done.stderr, done.returncode) == ("babelwire: No space left on device\n", 1)


@AS_JSON
def test_a_stdout_that_was_closed_takes_nothing_and_hurts_nobody(as_json: bool) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-c", PROGRAM % as_json],
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    assert (done.stderr, done.returncode) == ("", 0)


def test_what_a_mistake_says_may_find_no_reader_either() -> None:
    unread, pipe = os.pipe()
    os.close(unread)
    try:
        done = subprocess.run([sys.executable, "-c", MISTAKE], stdout=pipe, stderr=pipe, check=False, timeout=60)
    finally:
        os.close(pipe)
    assert done.returncode == 141
