"""`POST /articles`."""

import json
import time
from typing import Any

import httpx
import msgspec
import pytest

from babelwire_contracts.captures import ARTICLE_JSON, CaptureMethod
from babelwire_contracts.identity import capture_id

from ..conftest import Ingest

ARTICLE = {"title": "The ferry runs again", "body": "After a week of storms the ferry runs again."}
NDJSON = {"Content-Type": "application/x-ndjson"}
JSON = {"Content-Type": "application/json"}


def article(**fields: Any) -> dict[str, Any]:
    return ARTICLE | fields


async def post(ingest: Ingest, body: Any, headers: dict[str, str] = JSON) -> httpx.Response:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return await ingest.client.post("/articles", content=content, headers=headers)


async def refused(ingest: Ingest, status: int, body: Any, headers: dict[str, str] = JSON) -> dict[str, Any]:
    answer = await post(ingest, body, headers)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    problem: dict[str, Any] = answer.json()
    assert problem["status"] == status
    assert problem["title"]
    assert ingest.kafka.published == []
    return problem


async def test_an_article_is_captured_as_it_came(ingest: Ingest) -> None:
    raw = b'{"title": "A",  "body": "B", "url": "https://a.example/1?utm_source=x"}'
    answer = await post(ingest, raw)
    assert answer.status_code == 202
    (capture,) = ingest.kafka.captures
    assert answer.json() == {"ids": [capture.capture_id]}
    assert capture.body == raw
    assert capture.url == "https://a.example/1?utm_source=x"
    assert (capture.content_type, capture.method) == (ARTICLE_JSON, CaptureMethod.ARTICLE)
    assert capture.captured_at == capture.accepted_at == ingest.clock.now
    assert capture.capture_id == capture_id(capture.url, raw, ingest.clock.now)
    assert ingest.kafka.published[0].key == capture.url
    assert ingest.kafka.published[0].capture_id == capture.capture_id


async def test_without_a_url_the_key_is_the_capture_id(ingest: Ingest) -> None:
    await post(ingest, ARTICLE)
    assert ingest.kafka.published[0].key == ingest.kafka.captures[0].capture_id


async def test_an_array_and_lines_give_ids_in_order(ingest: Ingest) -> None:
    articles = [article(title=f"Number {number}") for number in range(3)]
    lines = b"\xef\xbb\xbf" + b"\r\n\n".join(msgspec.json.encode(one) for one in articles) + b"\n"
    for body, headers in ((articles, JSON), (lines, NDJSON), (lines, JSON)):
        ingest.kafka.published.clear()
        answer = await post(ingest, body, headers)
        assert answer.json()["ids"] == [capture.capture_id for capture in ingest.kafka.captures]
        assert [json.loads(capture.body)["title"] for capture in ingest.kafka.captures] == [
            "Number 0",
            "Number 1",
            "Number 2",
        ]


async def test_the_same_request_at_the_same_time_has_the_same_ids(ingest: Ingest) -> None:
    stamped = article(captured_at="2026-03-01T12:00:00+02:00")
    first = await post(ingest, stamped)
    ingest.clock.forward(60)
    assert (await post(ingest, stamped)).json() == first.json()
    assert ingest.kafka.captures[0].captured_at.isoformat() == "2026-03-01T10:00:00+00:00"


@pytest.mark.parametrize(
    ("body", "pointer", "words"),
    [
        ({"body": "B"}, "#/title", "missing required field `title`"),
        (article(titel="x"), "#/titel", "unknown field `titel`"),
        (article(title=3), "#/title", "Expected `str`, got `int`"),
        (article(title="  "), "#/title", "`title` is empty"),
        (article(body="\n"), "#/body", "`body` is empty"),
        (article(images=[{"url": 1}]), "#/images/0/url", "`str | null`"),
        (article(published_at="2203-01-01"), "#/published_at", "in the future"),
        (article(published_at="2026-03-15T00:00:00Z"), "#/published_at", "in the future"),
        (article(published_at="2026-03-14T00:00:00-10:00"), "#/published_at", "in the future"),
        (article(published_at="yesterday"), "#/published_at", "neither a day"),
        (article(modified_at="2203-01-01"), "#/modified_at", "in the future"),
        (article(modified_at="yesterday"), "#/modified_at", "neither a day"),
        (article(images=[{"width": -1}]), "#/images/0/width", "`int` >= 1"),
        (
            article(audio=[{"url": "https://a.example/1.mp3", "duration_seconds": "x"}]),
            "#/audio/0/duration_seconds",
            "int",
        ),
        (article(alternates=[{"language": "es"}]), "#/alternates/0/url", "missing required field `url`"),
        (article(alternates=[{"url": "https://a.example/", "language": "?"}]), "#/alternates/0/language", "regex"),
        (article(captured_at="2203-01-01T00:00:00Z"), "#/captured_at", "in the future"),
        (article(captured_at="2026-03-01T12:00:00"), "#/captured_at", "no time zone"),
        (article(url="https://user:secret@a.example/"), "#/url", "credentials"),
        (article(url="file:///etc/passwd"), "#/url", "'file'"),
        (article(url="http://192.168.1.1/news"), "#/url", "not an address in the public internet"),
        (article(url="http://localhost:8080/"), "#/url", "private network"),
        (article(url="no url"), "#/url", "scheme"),
    ],
)
async def test_what_is_wrong_is_named(ingest: Ingest, body: Any, pointer: str, words: str) -> None:
    problem = await refused(ingest, 422, body)
    assert words in problem["detail"]
    assert problem["errors"][0]["pointer"] == pointer
    secret = await refused(ingest, 422, [ARTICLE, body])
    assert secret["errors"][0]["pointer"] == pointer.replace("#", "#/1")
    assert secret["detail"].startswith("article 1: ")
    line = await refused(ingest, 422, msgspec.json.encode(ARTICLE) + b"\n" + msgspec.json.encode(body), NDJSON)
    assert (line["errors"][0]["pointer"], line["errors"][0]["line"]) == (pointer, 2)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b'{"title": "A", ', "truncated"),
        (b"[" + b'{"title": "A", "body": "B"},', "not JSON"),
        (b"title=A", "not JSON"),
        (b"", "empty"),
        (b"  \n", "no"),
        (b"[]", "no article"),
        (b'{"title": "caf\xe9", "body": "B"}', "not UTF-8"),
        (b"[" * 100_000, "nests too deep"),
        ('{"title": "A", "body": "B"}'.encode("utf-16"), "not JSON"),
    ],
)
async def test_what_is_no_json_is_refused(ingest: Ingest, body: bytes, words: str) -> None:
    assert words in (await refused(ingest, 400, body))["detail"]


async def test_a_broken_line_is_named_and_nothing_is_taken(ingest: Ingest) -> None:
    lines = msgspec.json.encode(ARTICLE) + b'\n{"title": \n' + msgspec.json.encode(ARTICLE)
    problem = await refused(ingest, 400, lines, NDJSON)
    assert problem["errors"][0]["line"] == 2
    assert "nothing was taken" in problem["detail"]


async def test_limits_are_named(ingest: Ingest) -> None:
    settings = ingest.settings
    many = await refused(ingest, 413, [ARTICLE] * (settings.max_request_articles + 1))
    assert f"more than {settings.max_request_articles} articles" in many["detail"]
    large = await refused(ingest, 413, [ARTICLE, article(body="x" * (settings.max_page_bytes + 1))])
    assert str(settings.max_page_bytes) in large["detail"]
    assert large["errors"][0]["pointer"] == "#/1"
    whole = await refused(ingest, 413, [article(body="x" * 3_000_000)] * 3)
    assert str(settings.max_request_bytes) in whole["detail"]


async def test_other_content_types_are_refused(ingest: Ingest) -> None:
    assert "text/html" in (await refused(ingest, 415, ARTICLE, {"Content-Type": "text/html"}))["detail"]
    assert "missing" in (await refused(ingest, 415, ARTICLE, {}))["detail"]
    latin = {"Content-Type": "application/json; charset=latin-1"}
    assert "UTF-8" in (await refused(ingest, 415, ARTICLE, latin))["detail"]


async def test_kafka_away_is_503_with_a_time_to_come_back(ingest: Ingest) -> None:
    ingest.kafka.away = True
    answer = await post(ingest, ARTICLE)
    assert answer.status_code == 503
    assert int(answer.headers["retry-after"]) > 0
    ingest.kafka.away = False
    assert (await post(ingest, ARTICLE)).status_code == 202


async def test_large_requests_are_published_in_pieces(ingest: Ingest) -> None:
    answer = await post(ingest, [article(body=f"{number} " + "x" * 200_000) for number in range(30)])
    assert len(answer.json()["ids"]) == 30
    assert len(ingest.kafka.captures) == 30
    assert ingest.kafka.calls > 1


async def test_after_bad_requests_good_ones_are_as_fast_as_before(ingest: Ingest) -> None:
    async def seconds() -> float:
        began = time.perf_counter()
        for _ in range(20):
            assert (await post(ingest, ARTICLE)).status_code == 202
        return time.perf_counter() - began

    await seconds()
    before = await seconds()
    for bad in (b"[" * 1_000_000, b'{"title":', b"x" * 8_000_000):
        assert (await post(ingest, bad)).status_code in (400, 413)
    assert await seconds() < before * 3 + 0.1


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"[" * 100_000, 400, "nests too deeply"),
        (b'{"a":' * 100_000, 422, "unknown field `a`"),
        (b'{"title": ' + b"[" * 100_000, 422, "`title`"),
    ],
)
async def test_json_that_nests_too_deep_is_refused(ingest: Ingest, body: bytes, status: int, words: str) -> None:
    answer = await ingest.client.post("/articles", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == status
    assert words in answer.json()["detail"]
    assert ingest.kafka.published == []
