"""Parsing in real worker processes."""

import asyncio
import contextlib
import functools
import os
import signal
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from multiprocessing import forkserver
from pathlib import Path

import psutil
import pytest

from babelwire_contracts.captures import HTML, Capture, CaptureMethod
from babelwire_contracts.records import IngestedArticle
from babelwire_ingest import parsing
from babelwire_ingest.adapters import parser_pool
from babelwire_ingest.adapters.parser_pool import ParserPool
from babelwire_ingest.capturing import make_capture
from babelwire_ingest.parsing import NotAnArticle, UnreadableCapture
from babelwire_ingest.parsing.errors import ParserCrashed, ParserOutOfMemory, ParseTimedOut
from babelwire_messaging.errors import TransientError

MEMORY = 128 * 1024 * 1024
NOW = datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
PARAGRAPH = "<p>The ferry between the islands runs again after a week of storms, the harbour office said on Friday.</p>"
PAGE = f"<html><body><article><h1>The ferry runs again</h1>{PARAGRAPH * 8}</article></body></html>".encode()


def capture(body: bytes) -> Capture:
    return make_capture(
        url="https://a.example/news/ferry",
        content_type=HTML,
        body=body,
        method=CaptureMethod.PAGE,
        captured_at=NOW,
        accepted_at=NOW,
    )


@pytest.fixture(autouse=True, scope="module")
def fork_server_of_its_own() -> None:
    """That of a test before holds what it had preloaded, which the workers' limit of memory would count."""
    forkserver._forkserver._stop()  # type: ignore[attr-defined]


@pytest.fixture
async def pool() -> AsyncIterator[ParserPool]:
    pool = ParserPool(workers=1, timeout=2, memory=MEMORY)
    async with pool.running():
        yield pool


async def parse(pool: ParserPool, body: bytes) -> IngestedArticle:
    return await pool.parse(capture(body), generation=1)


def stalls(_capture: Capture, **_: int) -> None:
    """Stands in for a page that keeps its parser busy for ever."""
    while True:
        pass


def waits_the_first_time(capture: Capture, *, mark: str, generation: int) -> IngestedArticle:
    """A page that takes long, but only once."""
    if not Path(mark).exists():
        Path(mark).touch()
        time.sleep(60)
    return parsing.parse(capture, generation=generation)


def hoards(_capture: Capture, **_: int) -> None:
    """Stands in for a page of which a parser makes ever more."""
    pages = []
    while True:
        pages.append(bytearray(1024 * 1024))


def crashes(_capture: Capture, **_: int) -> None:
    """Stands in for a page that breaks a native library."""
    os.kill(os.getpid(), signal.SIGSEGV)


async def test_articles_and_rejections_come_back_from_the_worker(pool: ParserPool) -> None:
    assert (await parse(pool, PAGE)).content.title == "The ferry runs again"
    with pytest.raises(NotAnArticle):
        await parse(pool, b"<html><body><a href='/'>Home</a></body></html>")
    with pytest.raises((UnreadableCapture, NotAnArticle)) as caught:
        await parse(pool, b"<div>" * 100_000)
    assert caught.value.__cause__ is None or isinstance(caught.value, NotAnArticle)
    assert (await parse(pool, PAGE)).content.title == "The ferry runs again"


async def test_a_page_that_stalls_or_crashes_costs_only_itself(
    pool: ParserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parser_pool, "parse", stalls)
    with pytest.raises(ParseTimedOut, match="longer than 2 seconds"):
        await parse(pool, PAGE)
    monkeypatch.setattr(parser_pool, "parse", crashes)
    with pytest.raises(ParserCrashed, match="killed its parser"):
        await parse(pool, PAGE)
    monkeypatch.setattr(parser_pool, "parse", parsing.parse)
    assert (await parse(pool, PAGE)).content.title == "The ferry runs again"


async def test_a_page_that_needs_too_much_memory_says_so_and_the_others_go_on(
    pool: ParserPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parser_pool, "parse", hoards)
    with pytest.raises(ParserOutOfMemory, match=f"more than {MEMORY} bytes"):
        await parse(pool, PAGE)
    monkeypatch.setattr(parser_pool, "parse", parsing.parse)
    assert (await parse(pool, PAGE)).content.title == "The ferry runs again"


def workers() -> list[psutil.Process]:
    return [process for process in psutil.Process().children(recursive=True) if process.ppid() != os.getpid()]


async def test_a_worker_killed_from_outside_while_it_parses_costs_no_page(
    pool: ParserPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = tmp_path / "begun"
    monkeypatch.setattr(parser_pool, "parse", functools.partial(waits_the_first_time, mark=str(begun)))
    page = asyncio.create_task(parse(pool, PAGE))
    async with asyncio.timeout(60):
        while not begun.exists():  # noqa: ASYNC110 - another process makes it
            await asyncio.sleep(0.01)
    for worker in workers():
        worker.terminate()
    assert (await page).content.title == "The ferry runs again"


async def test_workers_killed_while_idle_are_replaced(pool: ParserPool) -> None:
    await parse(pool, PAGE)
    for worker in workers():
        worker.kill()
    with contextlib.suppress(TransientError):
        await parse(pool, PAGE)
    assert (await parse(pool, PAGE)).content.title == "The ferry runs again"


async def test_a_closed_pool_says_not_now() -> None:
    with pytest.raises(TransientError):
        await parse(ParserPool(workers=1, timeout=2, memory=MEMORY), PAGE)
