"""Scenarios in which something outside is hostile or careless: feeds and clients."""

import contextlib
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

import httpx
import psutil
from tests.chaos import faults
from tests.chaos.articles import make_articles
from tests.chaos.hostile_feeds import HOSTILE, READABLE, FeedServer
from tests.chaos.scenario import Run, Scenario
from tests.system import System

from babelwire_contracts.captures import Capture
from babelwire_contracts.codec import UndecodableMessage, decode
from babelwire_contracts.identity import article_id
from babelwire_contracts.receipts import Outcome
from babelwire_contracts.topics import PAGES_CAPTURED

FEED_ENVIRONMENT: Final = {
    "BABELWIRE_INGEST_ALLOW_PRIVATE_NETWORKS": "true",
    "BABELWIRE_INGEST_MIN_FEED_INTERVAL_SECONDS": "1",
    "BABELWIRE_INGEST_FETCH_TIMEOUT": "4",
}
"""For feeds on loopback that are polled in seconds."""

_INTERVAL_SECONDS: Final = 2
_POLLS: Final = 5
_POLLED_SECONDS: Final = 90.0
_MEMORY_BYTES: Final = 2 * 1024**3
_LOOK_SECONDS: Final = 0.5

_DECLARED: Final = 32 * 1024 * 1024
_SLOW_CLIENTS: Final = 8
_REFUSALS: Final = frozenset({httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE})


def outsider_scenarios() -> Iterator[Scenario]:
    """Hostile feeds; slow bodies."""
    yield Scenario(
        name="hostile-feed",
        fault=f"{len(HOSTILE)} hostile feeds beside a good one",
        when="all along",
        act=_hostile_feeds,
        environment=FEED_ENVIRONMENT,
    )
    yield Scenario(
        name="slow-body",
        fault=f"{_SLOW_CLIENTS} clients declare 32 MiB and send nothing, or a byte a second",
        when="all along",
        act=_slow_bodies,
    )


def _hostile_feeds(run: Run) -> None:
    wanted = feed_articles(max(10, run.articles // 50))
    server = FeedServer(wanted, -(-len(wanted) // _POLLS))
    with bounded_memory(run), server.running():
        for path in (*HOSTILE, "good"):
            subscribe(run.system, server.url(path))
        run.sender.send()
        run.promised(lambda: _entries_seen(run.system, server) >= len(wanted), _POLLED_SECONDS, "the good feed is read")
        run.promised(lambda: not unpolled(run.system, server), _POLLED_SECONDS, "every hostile feed says its reason")
        run.seen += [f"{path}: {feed_of(run.system, server, path)['error']}" for path in HOSTILE]
        captured = captures_from(run.system, server.url("good"))
    run.due |= dict.fromkeys(captured, Outcome.INDEXED)
    run.besides |= {article_id(article["url"]) for article in wanted}


def feed_articles(number: int) -> list[dict[str, Any]]:
    """Articles for a good feed, without copies, of words of their own."""
    return [one for one in make_articles(number * 2, "feeds") if not one["title"].startswith("Copy")][:number]


def subscribe(system: System, url: str) -> None:
    """Subscribes a feed, to be polled every other second."""
    body = {"url": url, "interval_seconds": _INTERVAL_SECONDS}
    system.http.post(f"{system.ingest}/feeds", json=body).raise_for_status()


def feed_of(system: System, server: FeedServer, path: str) -> dict[str, Any]:
    """What `GET /feeds` says of a feed; empty values while ingest does not answer, as when it restarts."""
    try:
        items = system.http.get(f"{system.ingest}/feeds").raise_for_status().json()["items"]
    except httpx.HTTPError:
        return {"error": None, "polled_at": None, "entries_seen": 0}
    found: dict[str, Any] = next(item for item in items if item["url"] == server.url(path))
    return found


def unpolled(system: System, server: FeedServer) -> list[str]:
    """Hostile feeds that do not say yet what became of them."""
    feeds = {path: feed_of(system, server, path) for path in HOSTILE}
    return [path for path, feed in feeds.items() if not feed["error"] and not (path in READABLE and feed["polled_at"])]


def captures_from(system: System, feed: str) -> set[str]:
    """Ids of the captures that came in a feed."""
    found = set()
    for record in system.records(PAGES_CAPTURED.name):
        # Others write what is no capture, to see what becomes of it.
        with contextlib.suppress(UndecodableMessage):
            capture = decode(record.value, Capture)
            if capture.source == feed:
                found.add(capture.capture_id)
    return found


def _entries_seen(system: System, server: FeedServer) -> int:
    return int(feed_of(system, server, "good")["entries_seen"])


@contextlib.contextmanager
def bounded_memory(run: Run) -> Iterator[None]:
    """Ends ingest where it takes more than 2 GiB, before the machine is out of memory; a broken promise."""
    stop = threading.Event()
    name = faults.instance("ingest")
    most = 0

    def watch() -> None:
        nonlocal most
        while not stop.wait(_LOOK_SECONDS):
            taken = _memory(run.stack.pid(name))
            most = max(most, taken)
            if taken > _MEMORY_BYTES:
                run.broken_promises.append(f"ingest took {taken / 1024**2:.0f} MiB and was killed")
                run.stack.kill(name)

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        yield
    finally:
        stop.set()
        watching.join()
        run.seen.append(f"ingest took {most / 1024**2:.0f} MiB at most")


def _memory(pid: int | None) -> int:
    """Resident bytes of a process and those it has started; 0 where it is gone."""
    with contextlib.suppress(psutil.NoSuchProcess):
        if pid is not None:
            process = psutil.Process(pid)
            return sum(one.memory_info().rss for one in (process, *process.children(recursive=True)))
    return 0


def _slow_bodies(run: Run) -> None:
    refused: Counter[int] = Counter()
    run.system.http.event_hooks = {"response": [lambda answer: refused.update({answer.status_code} & _REFUSALS)]}
    with slow_clients(run.system, _SLOW_CLIENTS) as ended:
        run.sender.send()
        # The first refusal is the answer; what is left is sent without the slow ones.
        while run.sender.is_sending() and not refused:
            time.sleep(_LOOK_SECONDS)
        run.seen.append(f"{len(ended)} of {_SLOW_CLIENTS} slow clients were sent away meanwhile")
        refusals = dict(refused)
    run.system.http.event_hooks = {}
    if refusals:
        run.broken_promises.append(f"requests beside the slow ones were refused: {refusals}")


@contextlib.contextmanager
def slow_clients(system: System, number: int) -> Iterator[list[int]]:
    """While entered, clients that promise 32 MiB to ingest; every other one sends a byte a second, the rest nothing.

    Gives the numbers of those whose connection ingest has ended so far.
    """
    stop = threading.Event()
    ended: list[int] = []
    threads = [
        threading.Thread(target=_be_slow, args=(system.ingest, one, stop, ended), daemon=True) for one in range(number)
    ]
    for thread in threads:
        thread.start()
    # Ingest has read what each of them declares.
    time.sleep(1.0)
    try:
        yield ended
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _be_slow(ingest: str, number: int, stop: threading.Event, ended: list[int]) -> None:
    at = httpx.URL(ingest)
    fields = {"Host": f"{at.host}:{at.port}", "Content-Type": "application/x-ndjson", "Content-Length": str(_DECLARED)}
    with contextlib.suppress(OSError), socket.create_connection((at.host, at.port or 80)) as connection:
        connection.sendall(_request(fields))
        connection.settimeout(1.0)
        while not stop.is_set():
            if number % 2:
                connection.sendall(b" ")
            with contextlib.suppress(TimeoutError):
                if not connection.recv(4096):
                    break
    if not stop.is_set():
        ended.append(number)


def _request(fields: Mapping[str, str]) -> bytes:
    lines = ["POST /articles HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items()), "", ""]
    return "\r\n".join(lines).encode()
