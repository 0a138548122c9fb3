"""Every command of `babelwire` whose reader goes away before it has said all, or that can print nowhere."""

import json
import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import pytest
import typer
from aiokafka import ConsumerRecord
from tests.system import System

from babelwire_console.__main__ import app
from babelwire_contracts.codec import encode
from babelwire_contracts.pauses import HeldRecord, ServicePause

pytestmark = pytest.mark.stack

COMMAND = [sys.executable, "-m", "babelwire_console"]
READER_IS_GONE = 141
URL = f"https://pipes.example/{uuid.uuid4().hex}"
PAUSED = "translation_tagging"

PRINTING = {
    "capture": ["capture FILE"],
    "status": ["status --json"],
    "topics": ["topics"],
    "tail": ["tail articles.tagged --json", "tail articles.tagged --no-follow --full"],
    "journey": ["journey URL"],
    "audit": ["audit --json", "audit --watch"],
    "replay": ["replay --topic articles.tagged --limit 1", "replay --topic articles.tagged --dry-run --json"],
    "resume": [f"resume {PAUSED} --dry-run"],
    "reindex": ["reindex --into articles-v5-pipes --dry-run --json"],
    "reembed": ["reembed --dry-run --model none-00000000 --json"],
    "link": ["link URL https://pipes.example/copied", "link --list"],
    "unlink": ["unlink URL https://pipes.example/copied --json"],
    "outlets find": ["outlets find telemundo --json"],
    "dead-letters list": ["dead-letters list"],
    "dead-letters show": ["dead-letters show LETTER --json"],
    "dead-letters redrive": ["dead-letters redrive --dry-run"],
}
"""At least one call of every command; what prints for all of them is tested in both forms beside the console."""

PRINTED_ON_STDERR = {"replay --topic articles.tagged --dry-run --json": "dry run"}
CALLS = [call for calls in PRINTING.values() for call in calls]


@pytest.fixture(scope="module")
def names(system: System, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What stands for FILE, URL and LETTER."""
    file = tmp_path_factory.mktemp("pipes") / "article.json"
    article = {"title": "A pipe is laid", "body": "A pipe of clay was laid under the lane.", "url": URL}
    file.write_text(json.dumps(article))
    system.outcomes(system.post_articles([article]))
    system.write("articles.tagged", b"no message", b"pipes-test")
    [letter, *_] = letters(system)
    return {"FILE": str(file), "URL": URL, "LETTER": f"{letter.topic}/{letter.partition}/{letter.offset}"}


@pytest.fixture
def paused(system: System) -> Iterator[None]:
    """A service is paused meanwhile."""
    held = HeldRecord(position="articles.deduplicated/0/0", error="KeyError", message="'lead'")
    pause = ServicePause(
        service=PAUSED, reason="test", instance="1", at=datetime.now(UTC), held=[held], errors={"KeyError": 1}
    )
    system.write("services.paused", encode(pause), PAUSED.encode())
    yield
    system.write("services.paused", None, PAUSED.encode())
    system.until_ready()


def letters(system: System) -> list[ConsumerRecord]:
    """The dead letters of indexing, once there are any."""
    system.caught_up("indexing")
    return system.records("dead-letters.indexing")


def run_into(system: System, arguments: list[str], stdout: IO[str] | int) -> subprocess.CompletedProcess[str]:
    """What a command does that prints into `stdout`."""
    return subprocess.run(
        [*COMMAND, *arguments],
        env=os.environ | system.stack.env(),
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=90,
    )


def words(call: str, names: dict[str, str]) -> list[str]:
    return [names.get(word, word) for word in call.split()]


def test_no_command_is_left_out() -> None:
    commands = set()
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        commands |= {f"{name} {inner}" for inner in command.commands} if hasattr(command, "commands") else {name}
    assert commands == set(PRINTING)


@pytest.mark.parametrize("call", CALLS)
def test_a_reader_that_is_gone_ends_a_command_without_a_word(
    request: pytest.FixtureRequest, system: System, names: dict[str, str], call: str
) -> None:
    if call.startswith("resume"):
        request.getfixturevalue("paused")
    unread, pipe = os.pipe()
    os.close(unread)
    try:
        done = run_into(system, words(call, names), stdout=pipe)
    finally:
        os.close(pipe)
    assert done.returncode == READER_IS_GONE
    printed = done.stderr.strip()
    assert printed.startswith(PRINTED_ON_STDERR[call]) if call in PRINTED_ON_STDERR else printed == ""
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("call", ["topics", "status --json"])
def test_a_closed_stdout_is_no_failure(system: System, names: dict[str, str], call: str) -> None:
    runs = {
        "open": subprocess.run(
            [*COMMAND, *words(call, names)], env=os.environ | system.stack.env(), capture_output=True, check=False
        ),
        "closed": subprocess.run(
            ["sh", "-c", 'exec "$@" >&-', "sh", *COMMAND, *words(call, names)],
            env=os.environ | system.stack.env(),
            capture_output=True,
            check=False,
        ),
    }
    assert runs["closed"].stdout == b""
    assert runs["closed"].stderr == runs["open"].stderr
    assert runs["closed"].returncode == runs["open"].returncode


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs the device that is always full")
@pytest.mark.parametrize("call", ["topics", "topics --json"])
def test_a_full_disk_is_one_line(system: System, names: dict[str, str], call: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = run_into(system, words(call, names), stdout=full)
    assert (done.stderr, done.returncode) == ("babelwire: No space left on device\n", 1)


def test_what_a_mistake_says_may_find_no_reader_either(system: System) -> None:
    unread, pipe = os.pipe()
    os.close(unread)
    try:
        done = subprocess.run(
            [*COMMAND, "capture", "/no/such/file"],
            env=os.environ | system.stack.env(),
            stdout=pipe,
            stderr=pipe,
            check=False,
            timeout=90,
        )
    finally:
        os.close(pipe)
    assert done.returncode == READER_IS_GONE
