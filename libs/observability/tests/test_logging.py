"""A log line is one JSON object with the facts, and without the values a traceback passed through."""

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from babelwire_observability.logging import LogFormat, LogSettings, configure


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers, root.level = handlers, level
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def test_facts_and_context_are_fields(capsys: pytest.CaptureFixture[str]) -> None:
    configure("indexing", "indexing-2", LogSettings(log_format=LogFormat.JSON))
    structlog.get_logger("x").info("batch_written", records=3, title="Ürün")
    line = json.loads(capsys.readouterr().out)
    assert (line["event"], line["records"], line["title"]) == ("batch_written", 3, "Ürün")
    assert (line["service"], line["instance"], line["level"]) == ("indexing", "indexing-2", "info")


def test_the_standard_library_logs_in_the_same_form(capsys: pytest.CaptureFixture[str]) -> None:
    configure("indexing", settings=LogSettings(log_format=LogFormat.JSON))
    logging.getLogger("library").warning("odd %s", "thing")
    assert json.loads(capsys.readouterr().out)["event"] == "odd thing"


def test_a_traceback_shows_no_local_values(capsys: pytest.CaptureFixture[str]) -> None:
    configure("indexing", settings=LogSettings(log_format=LogFormat.JSON))

    def fails(password: str) -> None:
        raise ValueError(len(password))

    try:
        fails("hunter2")
    except ValueError:
        structlog.get_logger("x").exception("failed")
    out = capsys.readouterr().out
    assert "ValueError" in json.loads(out)["exception"]
    assert "hunter2" not in out.replace('fails("hunter2")', "").replace('fails(\\"hunter2\\")', "")


def test_a_kafka_client_that_repeats_itself_is_heard_once_in_a_while(capsys: pytest.CaptureFixture[str]) -> None:
    configure("indexing", settings=LogSettings(log_format=LogFormat.JSON))
    loud = logging.getLogger("aiokafka.conn")
    for second in range(40):
        record = loud.makeRecord(loud.name, logging.ERROR, "conn.py", 7, "Unable to connect: %s", (second,), None)
        record.created = 1_000.0 + second
        loud.handle(record)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(line["event"], line["unheard"]) for line in lines] == [
        ("Unable to connect: 0", 0),
        ("Unable to connect: 30", 29),
    ]
