"""Whoever has the tagger's turn has it until its work has ended, cancelled or not."""

import asyncio
import threading

import pytest

from babelwire_translation_tagging.one_thread import OneThread


async def test_a_cancelled_one_keeps_its_turn_until_its_work_has_ended() -> None:
    one_thread, go_on, order = OneThread(), threading.Event(), []

    def long() -> None:
        go_on.wait(20)
        order.append("long")

    first = asyncio.create_task(one_thread.do(long))
    await asyncio.sleep(0.05)
    first.cancel()
    second = asyncio.create_task(one_thread.do(lambda: order.append("second")))
    await asyncio.sleep(0.05)
    assert one_thread.busy
    assert not first.done()
    go_on.set()
    await second
    with pytest.raises(asyncio.CancelledError):
        await first
    assert order == ["long", "second"]
    assert not one_thread.busy


async def test_what_fails_gives_its_turn_on() -> None:
    one_thread = OneThread()
    with pytest.raises(ZeroDivisionError):
        await one_thread.do(lambda: 1 // 0)
    assert await one_thread.do(lambda: 7) == 7
