"""The text of an article from what its page declares, or from the data that a framework's script carries."""

import json
import time
from typing import Any

import pytest

from babelwire_ingest.parsing.web_page.declarations.article_text import article_body
from babelwire_ingest.parsing.web_page.declarations.declared import read_declared
from babelwire_ingest.parsing.web_page.declarations.json_script import read_json
from babelwire_ingest.parsing.web_page.document import read_document

from .conftest import Parse
from .news_pages import HEADLINE, news_page, story

STORY = list(story())
HTML_BODY = "".join(f"<p>{text}</p>" for text in STORY)


def body_of(script: str) -> list[str]:
    return article_body(read_declared(read_document(news_page(head=script)), "https://strait.example/ferry"))


def declared(body: str) -> str:
    node = {"@type": "NewsArticle", "headline": HEADLINE, "articleBody": body}
    data = json.dumps(node).replace("</", "<\\/")
    return f'<script type="application/ld+json">{data}</script>'


@pytest.mark.parametrize(
    "body",
    [
        "\n\n".join(STORY),
        "\r\n".join(STORY),
        HTML_BODY,
        HTML_BODY.replace("<p>", "<p class='x'>").replace("</p>", "</p>\n"),
        HTML_BODY + "<figure><img src='a.jpg'><figcaption>The ferry at dawn</figcaption></figure>",
        HTML_BODY + "<script>1</script><aside><p>Read also</p></aside>",
        "<br><br>".join(STORY),
        HTML_BODY.replace("<", "&lt;").replace(">", "&gt;"),
    ],
)
def test_the_paragraphs_of_a_declared_body(body: str) -> None:
    assert body_of(declared(body)) == STORY


def next_data(article: dict[str, Any]) -> str:
    data = {"props": {"pageProps": {"menu": ["a"] * 50, "related": [{"title": "Goats", "body": "x" * 900}], **article}}}
    return f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(data)}</script>'


NODES = [{"type": "paragraph", "children": [{"type": "text", "text": text}]} for text in STORY]
PAYLOADS = [
    next_data({"article": {"title": HEADLINE, "body": HTML_BODY}}),
    next_data({"article": {"headline": HEADLINE, "content": NODES}}),
    next_data({"post": {"title": {"rendered": HEADLINE}, "content": {"rendered": HTML_BODY}}}),
    next_data(
        {"story": {"headline": HEADLINE, "blocks": [{"type": "text", "model": {"text": text}} for text in STORY]}}
    ),
    next_data({"a": {"headline": HEADLINE, "body": [{"type": "image", "text": "The ferry at dawn"}, *NODES]}}),
    "<script>window.Fusion=window.Fusion||{};Fusion.globalContent="
    + json.dumps(
        {
            "headlines": {"basic": HEADLINE},
            "content_elements": [{"type": "text", "content": text} for text in STORY]
            + [{"type": "image", "caption": "The ferry at dawn"}],
        }
    )
    + ";Fusion.spa=false;</script>",
    "<script>window.__INITIAL_STATE__ = "
    + json.dumps({"x": {"title": HEADLINE, "body": HTML_BODY}})
    + ";(function(){})()</script>",
    f"<script>window.__PRELOADED_STATE__={json.dumps({'x': {'title': HEADLINE, 'paragraphs': STORY}})}</script>",
    '<script type="application/json" id="__NUXT_DATA__">'
    + json.dumps([["Reactive", 1], {"article": 2}, {"title": 3, "body": 4}, HEADLINE, HTML_BODY])
    + "</script>",
]


@pytest.mark.parametrize("script", PAYLOADS)
def test_the_paragraphs_of_a_payload(script: str) -> None:
    assert body_of(script) == STORY


@pytest.mark.parametrize(
    "script",
    [
        next_data({}),
        next_data({"article": {"title": "Goats at sea", "body": HTML_BODY}}),
        next_data({"article": {"title": HEADLINE, "body": "Short."}}),
        "<script>window.__INITIAL_STATE__ = {broken " + "x" * 600 + "</script>",
    ],
)
def test_another_article_s_payload_is_no_text(script: str) -> None:
    assert body_of(script) == []


def test_a_payload_dates_what_nothing_else_does(parsed: Parse) -> None:
    script = next_data({"article": {"title": HEADLINE, "body": HTML_BODY, "publishedAt": "2024-03-12T08:00:00Z"}})
    content = parsed(news_page(head=script)).content
    assert (str(content.published_at), content.published_at_source) == (
        "2024-03-12 08:00:00+00:00",
        "payload datePublished",
    )


@pytest.mark.parametrize(
    "bomb", ['{"a":' * 200_000, "[" * 900_000, '"' * 900_000, "//" * 450_000, "<!--" * 220_000, ",]" * 450_000]
)
def test_a_script_that_is_a_bomb_is_passed_over_soon(bomb: str) -> None:
    began = time.process_time()
    assert read_json(bomb) == []
    assert time.process_time() - began < 1.0
