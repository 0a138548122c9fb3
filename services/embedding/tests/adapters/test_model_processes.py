"""A model in real processes of its own."""

import asyncio
import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import psutil
import pytest

from babelwire_embedding.adapters.model_processes import ModelProcesses, model_processes
from babelwire_embedding.errors import TextKillsModel, TextTakesTooLong
from babelwire_embedding.settings import EmbeddingSettings
from babelwire_messaging.errors import PermanentError, StopConsuming, TransientError
from babelwire_vectors import EmbedderIsAway, EmbedderIsUnfit, ModelIsMissing, Passage, Vector

from ..doubles import FirstByte, first_byte


@pytest.fixture
async def model() -> AsyncIterator[ModelProcesses]:
    settings = EmbeddingSettings(text_timeout=0.3, stall_timeout=60)
    async with model_processes(settings, first_byte) as opened:
        yield opened


async def vectors(model: ModelProcesses, *texts: str) -> Sequence[Vector | PermanentError]:
    return await model.vectors([Passage(text, "en") for text in texts])


async def test_vectors_come_back_from_a_process_that_gives_way(model: ModelProcesses) -> None:
    assert model.name == FirstByte.model
    assert await vectors(model, "a", "", "b") == [b"a", b"", b"b"]
    assert await vectors(model, "manners") == [bytes([os.SCHED_IDLE, 19])]


async def test_a_text_that_kills_or_stalls_the_process_goes_alone(model: ModelProcesses) -> None:
    one, kills, other, spins, last = await vectors(model, "a", "kills it", "b", "spins for ever", "c")
    assert [one, other, last] == [b"a", b"b", b"c"]
    assert isinstance(kills, TextKillsModel)
    assert isinstance(spins, TextTakesTooLong)
    assert "processor" in str(spins)


async def test_a_text_that_waits_for_ever_without_work_goes_alone_too() -> None:
    async with model_processes(EmbeddingSettings(stall_timeout=3), first_byte) as model:
        stalls, other = await vectors(model, "stalls", "a")
    assert isinstance(stalls, TextTakesTooLong)
    assert "3 seconds" in str(stalls)
    assert other == b"a"


async def test_a_process_killed_from_outside_costs_no_text(model: ModelProcesses, tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    asked = asyncio.create_task(vectors(model, "a", f"stalls-once {begun}"))
    async with asyncio.timeout(30):
        while not begun.exists():  # noqa: ASYNC110 - another process makes it
            await asyncio.sleep(0.01)
    for worker in psutil.Process().children(recursive=True):
        if worker.ppid() != os.getpid():
            worker.terminate()
    assert await asked == [b"a", b"s"]


async def test_not_now_and_not_before_somebody_mends_it_are_told_apart(model: ModelProcesses) -> None:
    with pytest.raises(TransientError, match="server is away"):
        await vectors(model, "a", "away")
    with pytest.raises(StopConsuming, match="ServerLies: the server gives 3 vectors"):
        await vectors(model, "a", "lies")
    assert await vectors(model, "a") == [b"a"]


def no_model() -> FirstByte:
    raise ModelIsMissing("run make setup")


def no_server() -> FirstByte:
    raise EmbedderIsAway("no answer")


async def test_a_model_that_is_not_there_says_so_at_the_start() -> None:
    with pytest.raises(EmbedderIsUnfit, match="make setup"):
        async with model_processes(EmbeddingSettings(), no_model):
            pass
    with pytest.raises(EmbedderIsAway):
        async with model_processes(EmbeddingSettings(), no_server):
            pass
