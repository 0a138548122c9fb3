"""The catalogue is consistent with itself and with the bounds of the broker."""

import base64

from babelwire_contracts import topics


def test_a_key_keeps_its_partition_along_the_pipeline() -> None:
    assert topics.ARTICLES_DEDUPLICATED.keyed_like("articles.ingested")
    assert topics.ARTICLES_FINGERPRINTS.keyed_like("articles.ingested")
    assert not topics.ARTICLES_INDEXED.keyed_like("articles.tagged")
    assert not topics.ARTICLES_INGESTED.keyed_like("no.such.topic")


def test_what_is_kept_for_ever_and_what_is_not() -> None:
    assert topics.PAGES_CAPTURED.config()["retention.ms"] == "-1"
    assert topics.ARTICLES_INDEXED.config()["retention.ms"] == "-1"
    assert topics.ARTICLES_TAGGED.config()["retention.ms"] == str(7 * 24 * 3600 * 1000)
    assert topics.dead_letters("indexing").config()["retention.ms"] == str(30 * 24 * 3600 * 1000)
    for compacted in (topics.ARTICLES_FINGERPRINTS, topics.ARTICLES_CORRECTIONS):
        assert (compacted.config()["cleanup.policy"], "retention.ms" in compacted.config()) == ("compact", False)


def test_the_largest_capture_fits_a_record_and_the_largest_record_fits_the_broker() -> None:
    body = base64.b64encode(bytes(topics.MAX_CAPTURE_BYTES))
    assert len(body) < topics.MAX_RECORD_BYTES / 2
    assert int(topics.dead_letters("ingest").config()["max.message.bytes"]) > topics.MAX_RECORD_BYTES


def test_records_carry_append_time() -> None:
    assert {topic.config()["message.timestamp.type"] for topic in topics.CATALOGUE.values()} == {"LogAppendTime"}
