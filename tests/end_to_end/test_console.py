"""The `babelwire` command against the running system, as a person types it."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from tests.system import Eventually, System

from babelwire_contracts.identity import article_id

pytestmark = pytest.mark.stack

PAGE = """<!doctype html><html lang="en"><head><title>Ferry returns to the lake</title>
<meta property="og:site_name" content="Lake Courier"></head><body><nav><a href="/">Home</a></nav><article>
<h1>Ferry returns to the lake</h1>
<p>The old paddle ferry crossed the lake again on Monday, nine years after its boiler was condemned by inspectors.</p>
<p>Volunteers rebuilt the engine in a barn outside the village, and paid for the copper with a weekly bread sale.</p>
<p>The first crossing carried sixty passengers, a brass band and a goat that nobody admitted to owning.</p>
<p>From spring the ferry will sail four times a day, the harbour office said, weather and goat permitting.</p>
</article></body></html>"""


def babelwire(system: System, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    done: subprocess.CompletedProcess[str] = system.babelwire(*arguments, stdin=stdin)
    return done


@pytest.fixture(scope="module")
def captured(system: System) -> dict[str, Any]:
    url = "https://lake-courier.example/ferry"
    done = babelwire(system, "capture", "-", "--type", "text/html", "--url", url, "--json", stdin=PAGE)
    assert done.returncode == 0, done.stderr
    row: dict[str, Any] = json.loads(done.stdout)
    return row | {"url": url}


def test_capture_says_what_became_of_it(captured: dict[str, Any]) -> None:
    assert captured["outcome"] == "indexed"
    assert captured["article_id"] == article_id(captured["url"])


def test_a_file_that_is_sent_again_is_unchanged_until_it_changes(system: System, tmp_path: Path) -> None:
    url = "https://lake-courier.example/sent-again"
    file = tmp_path / "page.html"

    def outcome() -> str:
        row: dict[str, Any] = json.loads(babelwire(system, "capture", str(file), "--url", url, "--json").stdout)
        return str(row["outcome"])

    file.write_text(PAGE)
    assert [outcome(), outcome()] == ["indexed", "unchanged"]
    file.write_text(PAGE.replace("a goat", "two goats"))
    assert [outcome(), outcome()] == ["indexed", "unchanged"]


def test_journey_shows_every_stage_by_id_and_by_url(system: System, captured: dict[str, Any]) -> None:
    for name in (captured["article_id"], captured["url"]):
        done = babelwire(system, "journey", name, "--json")
        assert done.returncode == 0, done.stderr
        journey = json.loads(done.stdout)
        topics = [step["position"].split("/")[0] for step in journey["steps"]]
        assert topics == [
            "pages.captured",
            "articles.ingested",
            "articles.deduplicated",
            "articles.tagged",
            "articles.indexed",
        ]
        assert [step["stage"] for step in journey["steps"]] == [
            "ingest",
            "ingest",
            "deduplication",
            "translation_tagging",
            "indexing",
        ]
        assert journey["title"] == "Ferry returns to the lake"
    assert "Ferry returns to the lake" in babelwire(system, "journey", captured["url"]).stdout


def test_journey_of_what_was_rejected_tells_the_reason(system: System) -> None:
    url = "https://lake-courier.example/empty"
    page = "<!doctype html><html><head><title>x</title></head><body><a href='/a'>a</a></body></html>"
    done = babelwire(system, "capture", "-", "--type", "text/html", "--url", url, "--json", stdin=page)
    assert json.loads(done.stdout)["outcome"] == "rejected"
    journey = json.loads(babelwire(system, "journey", url, "--json").stdout)
    assert [step["position"].split("/")[0] for step in journey["steps"]] == ["pages.captured", "articles.indexed"]
    assert "rejected by ingest: " in journey["steps"][-1]["decision"]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["journey", "0" * 32], "no article"),
        (["journey", "nonsense"], "neither an article id"),
        (["capture", "/no/such/file"], "no such file"),
        (["capture", "file:///etc/passwd"], "http"),
        (["capture", "http://127.0.0.1:1/"], "not an address in the public internet"),
        (["dead-letters", "show", "pages.captured/0/0"], "not the position of a dead letter"),
        (["link", "nonsense", "0" * 32], "neither an article id"),
        (["unlink", "0" * 32, "0" * 32], "name two articles"),
        (["unlink", "--withdraw", "0" * 32, "1" * 32], "there is no correction"),
        (["resume", "nobody"], "no service"),
        (["resume", "indexing"], "indexing is not paused"),
    ],
)
def test_what_is_wrong_is_one_clear_line_and_exit_code_1(system: System, arguments: list[str], expected: str) -> None:
    done = babelwire(system, *arguments)
    assert done.returncode == 1
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


def test_status_and_topics(system: System) -> None:
    system.until_ready()
    done = babelwire(system, "status", "--json")
    rows = {row["part"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert done.returncode == 0, done.stdout
    assert {row["state"] for row in rows.values()} == {"ready"}
    topics = {row["topic"]: row for row in map(json.loads, babelwire(system, "topics", "--json").stdout.splitlines())}
    assert topics["pages.captured"]["records"] > 0
    assert topics["pages.captured"]["kept"] == "for ever"


def test_a_directory_of_files_is_captured_and_what_is_bad_does_not_keep_back_the_rest(
    system: System, tmp_path: Path
) -> None:
    (tmp_path / "good.json").write_text(
        json.dumps({"title": "A kiln", "body": "A kiln was found under the car park.", "url": "https://k.example/1"})
    )
    (tmp_path / "bad.json").write_text('{"title": "A kiln"')
    done = babelwire(system, "capture", str(tmp_path), "--json")
    assert done.returncode == 1
    assert json.loads(done.stdout)["outcome"] == "indexed"
    assert "refused" in done.stderr
    assert "bad.json" in done.stderr


def test_a_dead_letter_can_be_listed_and_shown(system: System, eventually: Eventually) -> None:
    system.write("articles.tagged", b'{"\x1b[31mred": 1}', b"console-test")
    rows = eventually(
        lambda: [
            row
            for row in map(json.loads, babelwire(system, "dead-letters", "list", "--json").stdout.splitlines())
            if row["came_from"].startswith("articles.tagged/")
        ]
    )
    shown = babelwire(system, "dead-letters", "show", rows[-1]["position"])
    assert shown.returncode == 0
    assert "dead-letter-error" in shown.stdout
    assert "\x1b[31mred" not in shown.stdout
    assert "UndecodableMessage" in babelwire(system, "dead-letters", "list").stdout
