"""`GET|POST|DELETE /feeds`, and what the API says of itself."""

from typing import Any

import httpx
import pytest

from ..conftest import Ingest

FEED = "https://a.example/feed.xml"


async def subscribe(ingest: Ingest, body: Any) -> httpx.Response:
    return await ingest.client.post("/feeds", json=body)


async def test_a_feed_is_subscribed_listed_and_unsubscribed(ingest: Ingest) -> None:
    answer = await subscribe(ingest, {"url": FEED, "interval_seconds": 600})
    assert answer.status_code == 201
    assert ingest.caught_up
    listed = (await ingest.client.get("/feeds")).json()
    assert listed["items"] == [answer.json()]
    assert (listed["total"], listed["total_exact"], listed["next"]) == (1, True, None)
    assert (answer.json()["url"], answer.json()["interval_seconds"]) == (FEED, 600)
    assert (await ingest.client.delete("/feeds", params={"url": FEED})).status_code == 204
    assert (await ingest.client.get("/feeds")).json()["items"] == []
    assert ingest.kafka.published[-1].message is None


async def test_subscribing_again_changes_the_interval_and_keeps_what_was_read(ingest: Ingest) -> None:
    await subscribe(ingest, {"url": FEED})
    known = ingest.registry.get(FEED)
    assert known is not None
    assert known.interval_seconds == ingest.settings.feed_interval_seconds
    answer = await subscribe(ingest, {"url": FEED + "#top", "interval_seconds": 60})
    assert answer.status_code == 200
    changed = ingest.registry.get(FEED)
    assert changed is not None
    assert (changed.subscribed_at, changed.interval_seconds) == (known.subscribed_at, 60)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"url": "file:///etc/passwd"}, "#/url"),
        ({"url": "http://127.0.0.1/feed"}, "#/url"),
        ({"url": "https://user:secret@a.example/feed"}, "#/url"),
        ({"url": FEED, "interval_seconds": 1}, "#/interval_seconds"),
        ({"url": FEED, "interval_seconds": 10_000_000}, "#/interval_seconds"),
        ({"url": FEED, "every": 5}, "#"),
        ({}, "#"),
    ],
)
async def test_bad_subscriptions_are_refused(ingest: Ingest, body: Any, pointer: str) -> None:
    answer = await subscribe(ingest, body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert ingest.kafka.published == []


async def test_unknown_feeds_and_missing_parameters(ingest: Ingest) -> None:
    unknown = await ingest.client.delete("/feeds", params={"url": FEED})
    assert (unknown.status_code, unknown.json()["title"]) == (404, "Not Found")
    missing = await ingest.client.delete("/feeds")
    assert (missing.status_code, missing.json()["errors"][0]["parameter"]) == (422, "url")
    assert (await ingest.client.put("/feeds")).headers["content-type"] == "application/problem+json"


async def test_openapi_describes_every_operation(ingest: Ingest) -> None:
    document = (await ingest.client.get("/openapi.json")).json()
    operations = {(path, method) for path, item in document["paths"].items() for method in item}
    assert operations == {
        ("/pages", "post"),
        ("/articles", "post"),
        ("/feeds", "get"),
        ("/feeds", "post"),
        ("/feeds", "delete"),
    }
    schemas = document["components"]["schemas"]
    assert schemas["ExtractedArticle"]["required"] == ["title", "body"]
    for path, item in document["paths"].items():
        for operation in item.values():
            assert "#/components/schemas/Problem" in str(operation["responses"]["422"]), path
