"""What a SOURCE stands for."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from babelwire_console.capture.sources import expand, is_web_address, read
from babelwire_console.errors import CommandFailed


def test_a_directory_is_what_it_holds_that_has_a_known_ending_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    for name in ("z.html", "b/a.TXT", "notes.docx", "a.jsonl"):
        (tmp_path / name).write_text("x")
    assert [path.name for path in expand(str(tmp_path))] == ["a.jsonl", "a.TXT", "z.html"]


def test_nothing_to_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="no such file"):
        list(expand(str(tmp_path / "missing")))
    with pytest.raises(CommandFailed, match="nothing in it"):
        list(expand(str(tmp_path)))


def test_a_file_was_captured_when_it_was_written(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<p>x</p>")
    os.utime(page, (1_700_000_000, 1_700_000_000))
    source = read(page, url="https://a.example/")
    assert source.captured_at == datetime.fromtimestamp(1_700_000_000, UTC)
    assert (source.content_type, source.body, source.url) == ("text/html", b"<p>x</p>", "https://a.example/")


def test_a_clock_that_was_ahead_does_not_capture_in_the_future(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("x")
    os.utime(page, (4_000_000_000, 4_000_000_000))
    captured = read(page).captured_at
    assert captured is not None
    assert captured <= datetime.now(UTC)


def test_an_unknown_ending_asks_for_the_form(tmp_path: Path) -> None:
    page = tmp_path / "page.dat"
    page.write_text("x")
    with pytest.raises(CommandFailed, match="--type"):
        read(page)
    assert read(page, content_type="text/plain").content_type == "text/plain"


def test_what_is_fetched_and_what_is_read() -> None:
    assert is_web_address("https://a.example/x")
    assert is_web_address("file:///etc/passwd")
    assert not is_web_address("pages/https.txt")
