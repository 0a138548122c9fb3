"""Whoever has the turn has it until its work has ended, cancelled or not."""

import asyncio
import threading

import pytest

from babelwire_messaging.turns import Turns


async def test_a_cancelled_one_keeps_its_turn_until_its_work_has_ended() -> None:
    turns, go_on, order = Turns(), threading.Event(), []

    def long() -> None:
        go_on.wait(20)
        order.append("long")

    first = asyncio.create_task(turns.take(long, long=True))
    await asyncio.sleep(0.05)
    first.cancel()
    second = asyncio.create_task(turns.take(lambda: order.append("second"), long=True))
    await asyncio.sleep(0.05)
    assert turns.taken
    assert not first.done()
    go_on.set()
    await second
    with pytest.raises(asyncio.CancelledError):
        await first
    assert order == ["long", "second"]
    assert not turns.taken


async def test_what_fails_gives_its_turn_on() -> None:
    turns = Turns()
    with pytest.raises(ZeroDivisionError):
        await turns.take(lambda: 1 // 0, long=True)
    assert await turns.take(lambda: 7, long=True) == 7
