"""`babelwire tail` and shell completion, as a person or a script runs them."""

import json
import os
import signal
import subprocess
import sys
import uuid
from pathlib import Path

import pytest
from tests.system import Eventually, System

pytestmark = pytest.mark.stack

COMMAND = [sys.executable, "-m", "babelwire_console"]
ROOT = Path(__file__).parents[2]


def babelwire(system: System, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        env=os.environ | system.stack.env() | {"COLUMNS": "200"} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )


@pytest.fixture(scope="module")
def capture_id(system: System) -> str:
    url = f"https://tail.example/{uuid.uuid4().hex}"
    article = {"title": "A lighthouse is lit", "body": f"The lamp of {url} was lit on Friday evening.", "url": url}
    ids: list[str] = system.post_articles([article])
    system.outcomes(ids)
    return ids[0]


def test_a_capture_is_found_on_every_topic_it_passed(system: System, capture_id: str) -> None:
    for topic, kind in {"pages.captured": "Capture", "articles.tagged": "TaggedArticle"}.items():
        done = babelwire(system, "tail", topic, "--capture", capture_id, "--no-follow", "--json", "--last", "1")
        [row] = [json.loads(line) for line in done.stdout.splitlines()]
        assert row["kind"] == kind
        assert row["message"]["capture_id"] == capture_id
    done = babelwire(system, "tail", "articles.tagged", "--article", row["article_id"], "--no-follow", "--full")
    assert f"{row['key']} TaggedArticle language" in done.stdout
    assert '"title": "A lighthouse is lit"' in done.stdout
    none = babelwire(system, "tail", "articles.tagged", "--service", "console", "--no-follow")
    assert (none.returncode, none.stdout) == (0, "")
    assert "Nothing among" in none.stderr


def test_what_comes_is_followed_until_control_c(system: System) -> None:
    key = f"tail-{uuid.uuid4().hex}"
    system.write("articles.tagged", b"\x1b[31mno message", key.encode())
    with subprocess.Popen(
        [*COMMAND, "tail", "articles.tagged", "--key", key],
        env=os.environ | system.stack.env(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as following:
        assert following.stdout is not None
        first = following.stdout.readline()
        system.write("articles.tagged", None, key.encode())
        second = following.stdout.readline()
        following.send_signal(signal.SIGINT)
        rest, errors = following.communicate(timeout=30)
    assert f"{key} unreadable" in first
    assert f"{key} tombstone" in second
    assert (following.returncode, rest, errors) == (130, "", "")


def test_a_closed_pipe_ends_it_though_nothing_comes(system: System, capture_id: str) -> None:
    with subprocess.Popen(
        [*COMMAND, "tail", "pages.captured", "--capture", capture_id, "--last", "1"],
        env=os.environ | system.stack.env(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as following:
        assert following.stdout is not None
        following.stdout.readline()
        following.stdout.close()
        assert following.wait(timeout=30) == 141
        assert following.stderr is not None
        assert following.stderr.read() == ""


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["tail", "no.such"], "no topic 'no.such'"),
        (["tail", "articles.tagged", "--from", "noon"], "is no time"),
    ],
)
def test_a_mistake_on_the_command_line_is_exit_code_2(system: System, arguments: list[str], expected: str) -> None:
    done = babelwire(system, *arguments)
    assert (done.returncode, expected in done.stderr) == (2, True)


@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_completion_scripts_are_of_the_shell_that_was_named(system: System, shell: str) -> None:
    script = subprocess.run(
        [ROOT / "babelwire", "--show-completion", shell], capture_output=True, text=True, check=True, timeout=60
    ).stdout
    assert ("#compdef babelwire" in script) == (shell == "zsh")
    assert "_babelwire_completion" in script


def test_bash_completes_topics_services_and_positions(system: System, eventually: Eventually) -> None:
    script = babelwire(system, "--show-completion", "bash").stdout
    system.write("articles.tagged", b"no message", b"tail-completion")

    def offered(*words: str) -> list[str]:
        """What bash itself offers for the last word of a command line that calls the checkout's own script."""
        command = str(ROOT / "babelwire")
        typed = " ".join(f"'{word}'" for word in (command, *words))
        ask = f"{script}\nCOMP_WORDS=({typed}); COMP_CWORD={len(words)}\n_babelwire_completion {command}\n"
        ask += 'printf "%s\\n" "${COMPREPLY[@]}"'
        done = subprocess.run(
            ["bash", "-c", ask],
            env=os.environ | system.stack.env(),
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        return done.stdout.split()

    assert offered("tail", "articles.in") == ["articles.ingested", "articles.indexed"]
    assert offered("resume", "d") == ["deduplication"]
    assert offered("resume", "deduplication", "--d") == ["--dead-letter-held", "--dry-run"]
    # Nothing is offered where Kafka takes long to answer, as on a machine that is busy.
    positions = eventually(lambda: offered("dead-letters", "show", "dead-letters.ind"))
    assert all(one.startswith("dead-letters.indexing/") for one in positions)
