"""Which records are of a key or an article."""

from datetime import UTC, datetime

from babelwire_console.replay.selection import Selection, is_replay
from babelwire_contracts.captures import Capture, CaptureMethod
from babelwire_contracts.codec import encode
from babelwire_contracts.identity import article_id


def capture(url: str | None, body: bytes, entry_id: str | None = None) -> bytes:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return encode(
        Capture(
            capture_id="c",
            url=url,
            content_type="text/plain",
            body=body,
            method=CaptureMethod.PAGE,
            captured_at=moment,
            accepted_at=moment,
            entry_id=entry_id,
        )
    )


def test_all_of_a_topic_or_one_key() -> None:
    assert Selection("articles.tagged").wants(None, None)
    assert Selection("articles.tagged", key="a").wants(b"a", b"")
    assert not Selection("articles.tagged", key="a").wants(b"b", b"")


def test_an_article_is_its_key_where_the_topic_is_keyed_by_article() -> None:
    assert Selection("articles.tagged", article="a").wants(b"a", b"")
    assert not Selection("articles.tagged", article="a").wants(None, b"")


def test_an_article_is_found_among_captures_by_every_form_of_its_address() -> None:
    url = "https://paper.example/story"
    chosen = Selection("pages.captured", article=article_id(url), addresses=frozenset({"https://m.paper.example/s"}))
    for address in (url, "http://paper.example/story?utm_source=x", "https://m.paper.example/s"):
        assert chosen.wants(address.encode(), capture(address, b"x"))
    assert not chosen.wants(b"https://paper.example/other", capture("https://paper.example/other", b"x"))


def test_an_article_without_address_is_found_by_its_bytes() -> None:
    chosen = Selection("pages.captured", article=article_id(None, b"words"))
    assert chosen.wants(b"c", capture(None, b"words"))
    assert not chosen.wants(b"c", capture(None, b"other words"))
    assert not chosen.wants(b"c", b"not a capture")
    assert not chosen.wants(b"c", None)


def test_an_entry_whose_address_is_not_its_alone_is_found_by_its_name_in_the_feed() -> None:
    url = "https://paper.example/notices"
    chosen = Selection("pages.captured", article=article_id(url, entry_id="tag:1"))
    assert chosen.wants(url.encode(), capture(url, b"x", entry_id="tag:1"))
    assert not chosen.wants(url.encode(), capture(url, b"x", entry_id="tag:2"))
    assert not chosen.wants(url.encode(), capture(url, b"x"))
    assert not chosen.wants(url.encode(), b'not a capture, though "entry_id":"tag:1" is in it')


def test_what_a_replay_wrote_or_led_to_is_one() -> None:
    assert is_replay({"replay-id": b"r"})
    assert not is_replay({"replay-of": b"t/0/1", "capture-id": b"c"})
