"""`POST /pages`."""

import gzip
import zlib
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from babelwire_contracts.captures import ATOM, RSS, CaptureMethod

from ..conftest import Ingest

Body = bytes | AsyncIterator[bytes]

URL = "https://a.example/news/1"
HTML = {"Content-Type": "text/html; charset=utf-8"}
PAGE = "<html><h1>La traversée reprend</h1></html>".encode()
RSS_DOCUMENT = b"""<rss version="2.0"><channel><title>Harbour news</title>
<item><title>One</title><link>/1</link></item><item><title>Two</title><link>https://a.example/2</link></item>
</channel></rss>"""


async def post(ingest: Ingest, content: Body, headers: dict[str, str] = HTML, **query: str) -> httpx.Response:
    return await ingest.client.post("/pages", params=query, content=content, headers=headers)


async def refused(
    ingest: Ingest, status: int, content: Body, headers: dict[str, str] = HTML, **query: str
) -> dict[str, Any]:
    answer = await post(ingest, content, headers, **query)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert ingest.kafka.published == []
    problem: dict[str, Any] = answer.json()
    return problem


async def test_a_page_is_captured_as_it_came(ingest: Ingest) -> None:
    answer = await post(ingest, PAGE, url=URL, captured_at="2026-03-14T09:00:00Z")
    assert answer.status_code == 202
    (capture,) = ingest.kafka.captures
    assert answer.json() == {"ids": [capture.capture_id]}
    assert (capture.url, capture.body, capture.content_type) == (URL, PAGE, "text/html; charset=utf-8")
    assert capture.captured_at.isoformat() == "2026-03-14T09:00:00+00:00"
    assert capture.accepted_at == ingest.clock.now
    assert capture.method is CaptureMethod.PAGE


async def test_page_text_needs_no_url(ingest: Ingest) -> None:
    answer = await post(ingest, b"Some text", {"Content-Type": "text/plain"})
    assert answer.status_code == 202
    assert ingest.kafka.captures[0].url is None


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
async def test_compressed_bodies_are_decompressed(ingest: Ingest, coding: str) -> None:
    body = gzip.compress(PAGE) if coding == "gzip" else zlib.compress(PAGE)
    assert (await post(ingest, body, HTML | {"Content-Encoding": coding}, url=URL)).status_code == 202
    assert ingest.kafka.captures[0].body == PAGE


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-1", "utf-16", "gb2312", "shift_jis", "koi8-r"])
async def test_any_charset_is_taken(ingest: Ingest, charset: str) -> None:
    text = {"gb2312": "渡轮恢复", "shift_jis": "再開", "koi8-r": "Паром"}.get(charset, "traversée")
    headers = {"Content-Type": f"text/html; charset={charset}"}
    assert (await post(ingest, text.encode(charset), headers, url=URL)).status_code == 202


async def test_a_wrong_charset_is_refused_by_name(ingest: Ingest) -> None:
    problem = await refused(ingest, 400, "<p>traversée".encode("latin-1") + b"</p>", url=URL)
    assert "not utf-8 at byte 10" in problem["detail"]
    assert "utf-8" in (await refused(ingest, 400, b"caf\xe9", url=URL))["detail"]
    assert "utf-8" in (await refused(ingest, 400, ("Паром " * 100).encode("koi8-r"), url=URL))["detail"]
    unknown = {"Content-Type": "text/html; charset=klingon"}
    assert "'klingon'" in (await refused(ingest, 415, PAGE, unknown, url=URL))["detail"]


async def test_a_stray_byte_or_a_cut_character_is_forgiven(ingest: Ingest) -> None:
    page = ("Паром " * 100).encode()
    for body in (page + b"\xff" + page, page + "ш".encode()[:1]):
        assert (await post(ingest, body, url=URL)).status_code == 202


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://user:secret@a.example/", "credentials"),
        ("file:///etc/passwd", "'file'"),
        ("javascript:alert(1)", "'javascript'"),
        ("http://10.0.0.1/", "public internet"),
        ("http://0x7f.1/", "public internet"),
        ("http://[::ffff:127.0.0.1]/", "public internet"),
        ("http://printer.local/", "private network"),
        ("https://a.example/" + "x" * 3000, "2048"),
        ("https:///nothing", "host"),
    ],
)
async def test_urls_that_no_news_page_has_are_refused(ingest: Ingest, url: str, words: str) -> None:
    problem = await refused(ingest, 422, PAGE, url=url)
    assert words in problem["detail"]
    assert problem["errors"][0]["parameter"] == "url"
    assert "secret" not in str(problem)


async def test_a_page_of_no_known_address_is_taken_for_its_bytes(ingest: Ingest) -> None:
    assert (await post(ingest, PAGE)).status_code == 202


@pytest.mark.parametrize("moment", ["2203-01-01T00:00:00Z", "2026-03-14T09:00:00", "soon", "99999"])
async def test_capture_times_nobody_can_mean_are_refused(ingest: Ingest, moment: str) -> None:
    problem = await refused(ingest, 422, PAGE, url=URL, captured_at=moment)
    assert problem["errors"][0]["parameter"] == "captured_at"


async def test_a_clock_a_little_ahead_is_forgiven(ingest: Ingest) -> None:
    assert (await post(ingest, PAGE, url=URL, captured_at="2026-03-14T09:30:20Z")).status_code == 202
    assert ingest.kafka.captures[0].captured_at == ingest.clock.now


async def test_large_pages_are_refused_however_they_are_sent(ingest: Ingest) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(50):
            yield b"x" * 1_000_000

    limit = str(ingest.settings.max_page_bytes)
    for body in (b"x" * 50_000_000, chunks()):
        assert limit in (await refused(ingest, 413, body, url=URL))["detail"]
    bomb = gzip.compress(bytes(200_000_000))
    for coding in ("gzip", "gzip, gzip"):
        body = bomb if coding == "gzip" else gzip.compress(bomb)
        problem = await refused(ingest, 413, body, HTML | {"Content-Encoding": coding}, url=URL)
        assert "decompressed" in problem["detail"]


async def test_broken_and_unknown_codings_are_refused(ingest: Ingest) -> None:
    assert "'br'" in (await refused(ingest, 415, PAGE, HTML | {"Content-Encoding": "br"}, url=URL))["detail"]
    assert "coding" in (await refused(ingest, 400, PAGE, HTML | {"Content-Encoding": "gzip"}, url=URL))["detail"]


async def test_empty_bodies_and_other_types_are_refused(ingest: Ingest) -> None:
    assert "empty" in (await refused(ingest, 400, b"", url=URL))["detail"]
    assert "application/pdf" in (await refused(ingest, 415, PAGE, {"Content-Type": "application/pdf"}))["detail"]
    assert "missing" in (await refused(ingest, 415, PAGE, {}))["detail"]


@pytest.mark.parametrize("media_type", [RSS, "application/xml", "text/xml", ATOM])
async def test_a_feed_document_becomes_one_capture_per_entry(ingest: Ingest, media_type: str) -> None:
    answer = await post(ingest, RSS_DOCUMENT, {"Content-Type": media_type}, url="https://a.example/feed")
    one, two = ingest.kafka.captures
    assert answer.json()["ids"] == [one.capture_id, two.capture_id]
    assert (one.url, two.url) == ("https://a.example/1", "https://a.example/2")
    assert one.content_type == RSS
    assert (one.source, one.method) == ("https://a.example/feed", CaptureMethod.FEED)
    assert b"Harbour news" in one.body
    assert b"Two" not in one.body


async def test_bad_feeds_are_refused_whole(ingest: Ingest) -> None:
    headers = {"Content-Type": RSS}
    dtd = b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    bomb = dtd + b"<rss><channel><item><title>&b;</title></item></channel></rss>"
    assert "entities" in (await refused(ingest, 400, bomb, headers))["detail"]
    assert "no RSS or Atom" in (await refused(ingest, 400, b"<html/>", headers))["detail"]
    assert "no entry" in (await refused(ingest, 422, b"<rss><channel/></rss>", headers))["detail"]
    private = RSS_DOCUMENT.replace(b"https://a.example/2", b"http://127.0.0.1/2")
    problem = await refused(ingest, 422, private, headers, url="https://a.example/feed")
    assert "link of entry 2" in problem["detail"]


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [
        (b"<div>" * 1002, "text/html", "more than 1000 elements deep"),
        (b"<DIV\n>" * 1002 + b"</DIV>" * 1002, "text/html", "more than 1000 elements deep"),
        ("<html>\u4e2d".encode("utf-16") + ("<div>" * 1002).encode("utf-16-le"), "text/html; charset=utf-16", "deep"),
        (b"<div>" * 1002, "application/xhtml+xml", "more than 1000 elements deep"),
        (b"<br>" * 50_001, "text/html", "50001 elements; 50000 is the limit"),
        (b"<p " + b"a=1 " * 1001 + b">", "text/html", "1002 attributes; 1000 is the limit"),
    ],
)
async def test_what_the_parser_would_refuse_is_refused_at_the_door(
    ingest: Ingest, body: bytes, content_type: str, words: str
) -> None:
    problem = await refused(ingest, 422, body, {"Content-Type": content_type}, url=URL)
    assert words in problem["detail"]
    assert "send the part of the page that is the article" in problem["detail"]


async def test_a_page_of_nothing_is_refused(ingest: Ingest) -> None:
    assert "empty" in (await refused(ingest, 400, b" \n\x00", url=URL))["detail"]


@pytest.mark.parametrize(
    "body",
    [
        b"<p><li><td>" * 5000 + PAGE,
        b"<div>" * 900 + PAGE,
        (b"<section><br><img src=a><input></section>" * 3000) + PAGE,
        b"<ul>" + b"<li><a href=x>y</a>" * 5000 + b"</ul>" + PAGE,
    ],
)
async def test_pages_as_they_are_written_are_taken(ingest: Ingest, body: bytes) -> None:
    assert (await post(ingest, body, url=URL)).status_code == 202


async def test_a_feed_beyond_a_limit_is_refused_with_the_limit(ingest: Ingest) -> None:
    headers = {"Content-Type": RSS}
    many = b"<rss><channel>" + b"<item/>" * 594_602 + b"</channel></rss>"
    gzipped = gzip.compress(many)
    assert len(gzipped) < 10_000
    coded = headers | {"Content-Encoding": "gzip"}
    assert "500000 is the limit" in (await refused(ingest, 413, gzipped, coded))["detail"]
    limit = ingest.settings.max_feed_entries
    entries = b"<rss><channel>" + b"<item/>" * (limit + 1) + b"</channel></rss>"
    assert f"more than {limit} entries" in (await refused(ingest, 413, entries, headers))["detail"]
    deep = b"<rss><channel><item>" + b"<a>" * 3000
    assert "nests" in (await refused(ingest, 400, deep, headers))["detail"]
    assert ingest.kafka.published == []
