"""What tail makes of a record."""

from collections.abc import Sequence

import msgspec
import pytest
from aiokafka import ConsumerRecord

from babelwire_console.inspection.tailing import DecodedRecord, Filter, decode_record, line, page, without_bulk
from babelwire_contracts.schemas import examples
from babelwire_contracts.topics import CATALOGUE, PUBLISHERS_OBSERVED, PUBLISHERS_STANDING, SERVICES_PAUSED
from babelwire_messaging import headers
from babelwire_messaging.handling import Position

RECEIPT = b'{"capture_id": "c1", "outcome": "indexed", "service": "indexing", "at": "2026-11-27T10:00:00Z"}'


def decoded(
    value: bytes | None,
    fields: Sequence[tuple[str, bytes]] = (),
    topic: str = "articles.indexed",
    key: bytes | None = b"c1",
) -> DecodedRecord:
    return decode_record(ConsumerRecord(topic, 2, 7, 1_764_238_530_000, 1, key, value, None, 0, 0, tuple(fields)))


def test_a_record_is_one_line_of_time_position_key_kind_words_and_producer() -> None:
    found = line(decoded(RECEIPT, [("producer", b"indexing")])).plain
    assert found == "2025-11-27T10:15:30.000Z articles.indexed/2/7 c1 Receipt indexed by indexing (indexing)"


@pytest.mark.parametrize("topic", [name for name, topic in CATALOGUE.items() if topic.models])
def test_every_example_is_readable_and_says_what_it_decides(topic: str) -> None:
    for example in examples(CATALOGUE[topic]).values():
        found = decoded(example, topic=topic)
        assert found.kind not in {"unreadable", "tombstone"}
        assert found.words not in {"", "a record"}


def test_a_service_that_was_let_go_on_is_not_told_as_paused() -> None:
    shown = {name: decoded(value, topic="services.paused").words for name, value in examples(SERVICES_PAUSED).items()}
    assert shown["held-records"].startswith("paused: more than 50")
    assert shown["released"] == "goes on, with KeyError let through to the dead letters"


def test_what_breaks_the_contract_is_unreadable_with_the_reason() -> None:
    assert decoded(b"{").kind == "unreadable"
    assert "newer" in decoded(RECEIPT.replace(b"{", b'{"schema_version": 99, ')).words
    assert decoded(None).kind == "tombstone"
    assert decoded(b"\xff\xfe", key=None).message == "\ufffd\ufffd"


def test_dead_letters_marks_and_copies_say_of_what() -> None:
    failed = headers.dead_letter("indexing", Position("articles.tagged", 2, 9), {}, ValueError("no"))
    letter = decoded(b"x", failed, "dead-letters.indexing")
    assert (letter.kind, letter.words) == ("dead letter", "of articles.tagged/2/9, attempt 1: ValueError: no")
    mark = decoded(
        None, [("redrive-mark", b"sent"), ("redrive-of", b"dead-letters.indexing/2/7")], "dead-letters.indexing"
    )
    assert (mark.kind, mark.words, mark.copy_of) == ("redrive mark", "sent: dead-letters.indexing/2/7", None)
    assert decoded(RECEIPT, [("replay-id", b"r"), ("replay-of", b"t/0/1")]).copy_of == "replay of t/0/1"
    assert decoded(RECEIPT, [("redrive-of", b"d/0/1")]).copy_of == "redrive of d/0/1"


def test_nothing_from_a_topic_steers_the_terminal() -> None:
    fields = [("producer", b"\x1b[31m\nx")]
    found = decoded(b'"[bold]\\u001b[2J"', fields, key=b"\x1b]0;title\x07\n")
    for text in (line(found).plain, page(found).plain):
        assert "\x1b" not in text
        assert "\x07" not in text
    assert "\n" not in line(found).plain
    assert not page(found).spans


def test_filters_are_by_key_capture_article_and_producer() -> None:
    found = decoded(RECEIPT, [("producer", b"indexing")])
    assert Filter().matches(found)
    assert Filter().is_empty
    assert Filter(key="c1", capture_id="c1", producer="indexing").matches(found)
    others = [Filter(key="x"), Filter(capture_id="x"), Filter(article_id="x"), Filter(producer="x")]
    assert not any(other.matches(found) for other in others)
    assert decoded(b"{", topic="articles.tagged", key=b"a1").article_id == "a1"


def test_bulk_is_left_out_of_a_page_by_its_length() -> None:
    value = {"body": "x" * 500, "content": {"body": "short", "lead": "y" * 300}, "list": [{"signature": "z" * 201}]}
    assert without_bulk(value) == {
        "body": "(500 characters)",
        "content": {"body": "short", "lead": "(300 characters)"},
        "list": [{"signature": "(201 characters)"}],
    }
    assert len(without_bulk("q" * 100_000)) < 2100
    assert msgspec.json.encode(without_bulk([None, 1, True])) == b"[null,1,true]"


def test_what_is_learnt_of_a_publisher_is_told_in_words() -> None:
    said = {
        name: decoded(value, topic="publishers.standing").words for name, value in examples(PUBLISHERS_STANDING).items()
    }
    assert said["translates-by-machine"] == "thelimitedtimes.example shows only translations, made by machine"
    assert said["no-longer"] == "nothing is known of all articles of thewiderwindow.example"
    seen = {
        name: decoded(value, topic="publishers.observed").words for name, value in examples(PUBLISHERS_OBSERVED).items()
    }
    assert (
        seen["machine-translation"] == "says of itself, on thelimitedtimes.example: translated_by_publisher (machine)"
    )
    assert seen["says-nothing"] == "says of itself, on thelimitedtimes.example: unknown"
