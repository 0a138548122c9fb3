"""The stage of docs/adding-a-stage.md, taken from that page, runs on a stack of its own beside all other services."""

import json
import re
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from tests.stacks import stopped_with_owner
from tests.system import Eventually, System

from babelwire_contracts.identity import article_id
from babelwire_stack import SHORT_LIVED, Stack, free_ports

pytestmark = pytest.mark.stack

ROOT: Final = Path(__file__).parents[2]
STAGE: Final = "story_grouping"
ROW: Final = re.compile(r"`(?P<path>[\w/]+\.py)`[^\n]*\n\n```diff\n(?P<lines>.*?)^```$", re.MULTILINE | re.DOTALL)
MODULE: Final = re.compile(r"^`(?P<path>[\w/]+\.py)`:\n\n```python\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL)
START: Final = f"""
import os
from babelwire_contracts.services import SERVICES
from babelwire_stack import Stack
services = [name for name in SERVICES if not SERVICES[name].is_slow]
Stack().start(services, scale={{"{STAGE}": 2}}, environment={{"PYTHONPATH": os.environ["PYTHONPATH"]}})
"""
"""The stack is handed the path by hand, for programs are given none of their caller's."""
_SPARE_PORT: Final = 10
TEXT: Final = " ".join(f"The clock of the old town hall was heard {hour} times by the square." for hour in range(9))


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The contracts with the stage's row in them, and its package, as the page says."""
    folder = tmp_path_factory.mktemp("sources")
    shutil.copytree(ROOT / "libs/contracts/src/babelwire_contracts", folder / "babelwire_contracts")
    page = (ROOT / "docs/adding-a-stage.md").read_text(encoding="utf-8")
    ((table, lines),) = ROW.findall(page)
    services = folder / Path(table).relative_to("libs/contracts/src")
    before = "".join(line[1:] for line in lines.splitlines(keepends=True) if not line.startswith("+"))
    after = "".join(line[1:] for line in lines.splitlines(keepends=True))
    old = services.read_text(encoding="utf-8")
    assert old.count(before) == 1
    services.write_text(old.replace(before, after), encoding="utf-8")
    for path, code in MODULE.findall(page):
        module = folder / Path(path).relative_to("src")
        module.parent.mkdir(exist_ok=True)
        module.write_text(code, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def with_stage(sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """The whole system with one stage more; what is started from here knows it, this process does not."""
    stack = Stack(data_dir=tmp_path_factory.mktemp("stage"), ports=free_ports(), java_options=SHORT_LIVED)
    with pytest.MonkeyPatch.context() as environment, stopped_with_owner(stack.settings.data_dir):
        for name, value in {**stack.env(), "BABELWIRE_JAVA_OPTIONS": SHORT_LIVED, "PYTHONPATH": str(sources)}.items():
            environment.setenv(name, value)
        environment.setenv(f"BABELWIRE_{STAGE.upper()}_PORT", str(stack.ports.scale_port_base + _SPARE_PORT))
        try:
            started = subprocess.run(
                [sys.executable, "-c", START], capture_output=True, text=True, check=False, timeout=240
            )
            assert started.returncode == 0, started.stderr
            system = System(stack)
            yield system
            system.http.close()
        finally:
            stack.stop()


def printed(system: System, *arguments: str) -> list[dict[str, Any]]:
    """What a command prints with `--json`."""
    done = system.babelwire(*arguments, "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def story(with_stage: System) -> tuple[str, str]:
    """URLs of an article and of a copy of it, both indexed."""
    urls = ("https://square.example/clock", "https://copies.example/clock")
    for url in urls:
        article = {"title": "The clock strikes", "body": TEXT, "url": url}
        (receipt,) = with_stage.outcomes(with_stage.post_articles([article])).values()
        assert receipt.outcome == "indexed"
    return urls


def test_the_stack_runs_as_many_instances_of_it_as_asked_for(with_stage: System) -> None:
    programs = {program.name: program.ports for program in with_stage.stack.programs() if program.service == STAGE}
    base = with_stage.stack.ports.scale_port_base
    assert programs == {"story-grouping-1": [base + _SPARE_PORT], "story-grouping-2": [base]}
    with_stage.until_ready()


def test_what_it_decides_is_in_the_document(with_stage: System, story: tuple[str, str], eventually: Eventually) -> None:
    first = article_id(story[0])

    def stories() -> set[str | None]:
        return {(with_stage.document(article_id(url)) or {}).get("story_id") for url in story}

    assert eventually(lambda: stories() == {first})


def test_a_journey_has_its_step(with_stage: System, story: tuple[str, str], eventually: Eventually) -> None:
    def steps() -> list[dict[str, Any]]:
        (journey,) = printed(with_stage, "journey", story[1])
        return [step for step in journey["steps"] if step["stage"] == STAGE]

    (step,) = eventually(steps)
    assert (step["topic"], step["record"]["story"]["story_id"]) == ("articles.tagged", article_id(story[0]))
    assert f"of the story {article_id(story[0])}" in step["decision"]


def test_status_and_topics_show_it(with_stage: System, story: tuple[str, str], eventually: Eventually) -> None:
    def done_with_all() -> list[dict[str, Any]]:
        return [row for row in printed(with_stage, "status") if (row["part"], row["behind"]) == (STAGE, 0)]

    (row,) = eventually(done_with_all)
    assert row["state"] == "ready"
    assert f"dead-letters.{STAGE}" in {row["topic"] for row in printed(with_stage, "topics")}


def test_what_it_cannot_read_is_a_dead_letter_of_its_own_with_a_receipt(
    with_stage: System, eventually: Eventually
) -> None:
    key, capture = f"poison-{uuid.uuid4().hex}", uuid.uuid4().hex
    with_stage.write("articles.deduplicated", b'{"cut off', key.encode(), [("capture-id", capture.encode())])
    (letter,) = eventually(lambda: printed(with_stage, "dead-letters", "list", "--service", STAGE, "--key", key))
    assert letter["position"].startswith(f"dead-letters.{STAGE}/")
    eventually(lambda: [receipt for receipt in with_stage.receipts() if receipt.service == STAGE])
    (receipt,) = [receipt for receipt in with_stage.receipts() if receipt.service == STAGE]
    assert (receipt.capture_id, receipt.outcome) == (capture, "dead-lettered")


def test_nothing_is_missing_and_a_replay_knows_that_it_reads(with_stage: System, story: tuple[str, str]) -> None:
    (account,) = printed(with_stage, "audit")
    assert (account["captures"], account["missing"]) == (2, [])
    planned = with_stage.babelwire("replay", "--topic", "articles.deduplicated", "--dry-run")
    assert "read by translation_tagging, then story_grouping, indexing" in planned.stdout, planned.stderr
