"""What rows are made of, without a stack."""

import zlib
from collections import Counter

import httpx
import pytest
from tests.chaos.articles import make_articles
from tests.chaos.digest import Documents
from tests.chaos.hostile_feeds import HOSTILE, FeedServer
from tests.chaos.outsiders import outsider_scenarios
from tests.chaos.poison import poison_scenarios
from tests.chaos.rebalances import rebalance_scenarios
from tests.chaos.replicas import replica_scenarios
from tests.chaos.running import chosen
from tests.chaos.template import template_articles, template_scenarios

ROWS = [
    *outsider_scenarios(),
    *poison_scenarios(),
    *rebalance_scenarios(),
    *replica_scenarios(),
    *template_scenarios(),
]


def test_no_row_has_the_name_of_another_and_each_can_be_chosen() -> None:
    assert max(Counter(row.name for row in ROWS).values()) == 1
    for row in ROWS:
        assert row in chosen(ROWS, [row.name])
    with pytest.raises(KeyError):
        chosen(ROWS, ["no-such-row"])


def test_what_came_beside_is_left_out_of_the_comparison() -> None:
    both = Documents({"a": "{}", "b": "{}"}, 0)
    assert both.without({"b"}).by_id == {"a": "{}"}
    assert both.by_id.keys() == {"a", "b"}


def test_texts_of_one_template_share_all_but_a_few_words_and_are_the_same_every_time() -> None:
    made = template_articles(50)
    assert made == template_articles(50)
    assert len({article["url"] for article in made}) == 50
    words = [article["body"].lower().replace(".", "").split() for article in made]
    apart = [sum(one != other for one, other in zip(words[0], each, strict=True)) for each in words[1:]]
    assert min(apart) >= 1
    assert max(apart) <= 3


def test_the_good_feed_shows_more_at_each_poll_until_all_is_shown() -> None:
    server = FeedServer(make_articles(7), per_poll=3)
    with server.running():
        shown = [httpx.get(server.url("good"), trust_env=False).text.count("<item>") for _ in range(4)]
    assert shown == [3, 6, 7, 7]


def test_a_hostile_feed_is_what_it_is_meant_to_be() -> None:
    server = FeedServer([], per_poll=1)
    with server.running():
        assert httpx.get(server.url("redirect"), trust_env=False).headers["location"] == "http://["
        etag = dict(httpx.get(server.url("etag"), trust_env=False).headers.raw)[b"ETag"]
        assert not etag.isascii()
        assert "xmlns:media" not in httpx.get(server.url("namespace"), trust_env=False).text
        with httpx.stream("GET", server.url("bomb"), trust_env=False) as answer:
            packed = b"".join(answer.iter_raw())
        unpacked = zlib.decompressobj(zlib.MAX_WBITS | 16).decompress(packed)
        assert len(packed) < 20_000
        assert unpacked.count(b"<item/>") == 600_000
        for path in ("endless", "trickling"):
            with httpx.stream("GET", server.url(path), trust_env=False) as answer:
                assert next(answer.iter_raw())
    assert len(HOSTILE) == 6
