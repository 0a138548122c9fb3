import html
import json
import pickle
import time
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from babelwire_contracts.captures import ARTICLE_JSON, ATOM, HTML, PLAIN_TEXT, RSS
from babelwire_contracts.codec import encode
from babelwire_ingest.parsing import NotAnArticle, UnreadableCapture

from .conftest import Parse

TYPES = [
    HTML,
    PLAIN_TEXT,
    RSS,
    ATOM,
    ARTICLE_JSON,
    "application/xhtml+xml",
    "image/png",
    "",
    "text/html; charset=utf-16",
]
SECONDS = 10.0

BOMBS = {
    "nested divs": b"<div>" * 100_000 + b"x",
    "nested spans": b"<span>" * 100_000,
    "nested tables": b"<table><tr><td>" * 40_000,
    "nested lists": b"<ul><li>" * 60_000 + b"text",
    "one huge attribute": b'<p class="' + b"x" * 4_000_000 + b'">text</p>',
    "many attributes": b"<p " + b" ".join(b"a%d=1" % n for n in range(100_000)) + b">text",
    "zero bytes": b"\x00" * 3_000_000,
    "one long word": b"<p>" + b"x" * 3_000_000,
    "one long line of dots": b"<p>" + b". " * 1_500_000,
    "open brackets": b"<" * 1_000_000,
    "long text line": b"word " * 700_000,
    "many short lines": b"By A\n" * 500_000,
    "quotes": b'"\n' * 500_000,
    "json-ld depth": b'<script type="application/ld+json">' + b"[" * 400_000 + b"</script><p>x",
    "many digits": b"1" * 2_000_000,
    "broken json": b'{"title": "' + b"x" * 3_000_000,
}


@pytest.mark.parametrize("content_type", [HTML, PLAIN_TEXT, RSS, ARTICLE_JSON])
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_ends_soon_and_clearly(parsed: Parse, name: str, content_type: str) -> None:
    began = time.process_time()
    with pytest.raises((NotAnArticle, UnreadableCapture)) as caught:
        parsed(BOMBS[name], content_type, url="https://strait.example/x")
    assert time.process_time() - began < SECONDS
    assert len(str(caught.value)) < 500
    assert type(pickle.loads(pickle.dumps(caught.value))) is type(caught.value)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=600), content_type=st.sampled_from(TYPES))
def test_bytes_of_any_kind_raise_nothing_else(parsed: Parse, body: bytes, content_type: str) -> None:
    with suppress(NotAnArticle, UnreadableCapture):
        parsed(body, content_type)


PIECES = st.sampled_from(
    """<p>|</div>|<h1>|<article>|<figure><figcaption>|<script type='application/ld+json'>|{"@type":"Article"}
|\n\n|\n\n\n
|Source: x|All news articles on 2021-06-19|You may like|June 9, 202100: 44
|"|«|(A / AP) AP|By Jane Roe|©|, |的所有新闻|\u00a0
|A sentence that is long enough to be taken for running prose by anyone.

|News/Politics 2021-10-21T21:22:48.263Z""".split("|")
)


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    parts=st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=25),
    content_type=st.sampled_from([HTML, PLAIN_TEXT]),
)
def test_text_like_a_page_raises_nothing_else(parsed: Parse, parts: list[str], content_type: str) -> None:
    try:
        article = parsed("".join(parts).encode("utf-8", "surrogatepass"), content_type)
    except (NotAnArticle, UnreadableCapture):
        return
    assert article.content.title.strip()
    assert article.content.body.strip()
    assert pickle.loads(pickle.dumps(article)) == article


ODD = [
    "http://[",
    "//",
    "http://a:99999/",
    "http://a.example:\u0663/",
    "https://b.example/x\x01y",
    "http://\u3002/",
    "http://xn--a/",
    "javascript:1",
    "data:,",
    "%zz",
    "2023-99-99",
    "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+12:00",
    "10000-01-01",
    "2023-06-29T24:00:00Z",
    "2023-06-29T15:07:41+99:99",
    "PT1e9H",
    "P" + "9" * 400 + "Y",
    "9" * 5000,
    "PT" + "9" * 5000 + "S",
    "PT99999999999999999999S",
    "1e999",
    "NaN",
    "en-",
    "\u202e",
    "\u0130" * 20,
]
LD_FIELDS = """headline name author datePublished image video publisher mainEntityOfPage articleBody articleSection
keywords inLanguage isAccessibleForFree sourceOrganization creator thumbnailUrl url duration uploadDate contentUrl
translator""".split()
META_FIELDS = """og:title og:image og:url og:locale og:site_name article:published_time article:author article:section
date dc.date author keywords description og:video og:video:duration""".split()


def shapes(value: str) -> list[Any]:
    video = {"@type": "VideoObject", "name": "Ferry", "contentUrl": "https://strait.example/1.mp4", "duration": value}
    return [
        value,
        [value, [value]],
        {"@type": value, "name": value, "url": value},
        {"@list": [None, 1e308, {}]},
        video,
        True,
        -1,
    ]


@pytest.mark.parametrize("value", ODD)
def test_an_odd_value_anywhere_in_a_page_costs_at_most_its_field(parsed: Parse, value: str) -> None:
    text = "<p>The ferry between the islands runs again, the harbour office said on Friday.</p>" * 8
    shown = html.escape(value)
    metas = "".join(f'<meta property="{name}" name="{name}" content="{shown}">' for name in META_FIELDS)
    links = "".join(f'<link rel="{rel}" hreflang="{shown}" href="{shown}">' for rel in ("canonical", "alternate"))
    media = f"""<img src="{shown}" srcset="{shown} 2x"><video src="{shown}" poster="{shown}"></video>
    <iframe src="{shown}"></iframe><time datetime="{shown}">{shown}</time>"""
    for shape in shapes(value):
        data = json.dumps({"@type": ["NewsArticle", 3], "@graph": shape, **dict.fromkeys(LD_FIELDS, shape)})
        page = f"""<html lang="{shown}"><head><base href="{shown}"><title>The ferry</title>{metas}{links}
        <script type="application/ld+json">{data}</script></head>
        <article><h1>The ferry</h1>{media}{text}</article></html>"""
        with suppress(NotAnArticle):
            assert encode(parsed(page, url="https://strait.example/ferry"))


@pytest.mark.parametrize("value", ODD)
def test_an_odd_value_anywhere_in_an_entry_costs_at_most_its_field(parsed: Parse, value: str) -> None:
    shown = html.escape(value).replace("\x01", "")
    plain = "link guid pubDate author category source enclosure comments dc:date dc:creator media:content media:credit"
    fields = "".join(
        f'<{tag} url="{shown}" type="video/mp4" duration="{shown}">{shown}</{tag}>' for tag in plain.split()
    )
    video = f'<media:content url="https://strait.example/1.mp4" type="video/mp4" duration="{shown}"/>'
    entry = f"<item><title>The ferry</title><description>It runs again.</description>{video}{fields}</item>"
    feed = f"""<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
    ><channel xml:base="{shown}"><title>T</title><language>{shown}</language>{entry}</channel></rss>"""
    with suppress(NotAnArticle):
        assert encode(parsed(feed, RSS, url="https://strait.example/ferry"))
