import json
from datetime import UTC, date, datetime
from typing import Any

import msgspec
import pytest

from babelwire_contracts.captures import ARTICLE_JSON
from babelwire_contracts.content import Alternate, Audio, ClueKind, Image, Precision
from babelwire_ingest.parsing import NotAnArticle, UnreadableCapture
from babelwire_ingest.parsing.extracted_article import ExtractedArticle

from .conftest import Parse

WHOLE: dict[str, Any] = {
    "title": "Ferry\u00a0back in service ",
    "lead": "Nine days late.",
    "body": "The ferry sailed.\r\n\r\nNobody cheered.\nOne dog barked.",
    "url": "https://news.example/ferry?utm_source=x",
    "authors": ["Jane Roe", "Jane Roe"],
    "categories": ["Transport"],
    "published_at": "2026-11-20T08:15:00+02:00",
    "publisher": "Strait Post",
    "origin": {"name": "Karnavisen", "domain": "karnavisen.example", "language": "nb", "country": "no"},
    "language": "en",
    "images": [
        {"url": "https://news.example/a.jpg", "credit": "Reuters", "width": 1600, "height": 900},
        "javascript:alert(1)",
    ],
    "videos": [{"title": "Crossing", "date": "2026-11-19", "duration_seconds": 72}],
    "audio": [{"title": " Aboard ", "date": "2026-11-18", "duration_seconds": 9}, "https://news.example/b.mp3", "x:y"],
    "alternates": [
        {"url": "https://news.example/es/ferry", "language": "es"},
        {"url": "data:text/html,x", "language": "fr"},
    ],
    "modified_at": "2026-11-20T09:30Z",
}


def test_every_field_is_taken(parsed: Parse) -> None:
    article = parsed(json.dumps(WHOLE), ARTICLE_JSON, url=WHOLE["url"])
    content = article.content
    assert content.title == "Ferry back in service"
    assert content.body == "The ferry sailed.\n\nNobody cheered.\n\nOne dog barked."
    assert content.authors == ["Jane Roe"]
    assert content.canonical_url == "https://news.example/ferry"
    assert content.published_at == datetime(2026, 11, 20, 6, 15, tzinfo=UTC)
    assert content.published_at_precision is Precision.SECOND
    assert (content.publisher.name, content.publisher.domain) == ("Strait Post", "news.example")
    assert content.declared_origin is not None
    assert content.declared_origin.country == "NO"
    assert content.images == [Image(url="https://news.example/a.jpg", credit="Reuters", width=1600, height=900)]
    assert content.videos[0].duration_seconds == 72
    assert content.audio == [
        Audio(title="Aboard", date=date(2026, 11, 18), duration_seconds=9),
        Audio(url="https://news.example/b.mp3"),
    ]
    assert content.alternates == [Alternate(url="https://news.example/es/ferry", language="es")]
    assert content.modified_at == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert (content.modified_at_source, content.modified_at_precision) == ("json field modified_at", Precision.MINUTE)
    assert [(clue.where, clue.words) for clue in content.clues if clue.kind is ClueKind.ALTERNATE_LINK] == [
        ("json field alternates[es]", "https://news.example/es/ferry")
    ]


def test_a_day_is_a_day(parsed: Parse) -> None:
    content = parsed(json.dumps({"title": "T", "body": "B.", "published_at": "2026-11-20"}), ARTICLE_JSON).content
    assert (content.published_at, content.published_at_precision) == (datetime(2026, 11, 20, tzinfo=UTC), Precision.DAY)


def test_a_change_after_the_capture_is_not_used(parsed: Parse) -> None:
    content = parsed(json.dumps({"title": "T", "body": "B.", "modified_at": "2203-01-01"}), ARTICLE_JSON).content
    assert (content.modified_at, content.modified_at_source, content.modified_at_precision) == (None, None, None)


def test_the_year_2203_is_not_used(parsed: Parse) -> None:
    content = parsed(json.dumps({"title": "T", "body": "B.", "published_at": "2203-01-01"}), ARTICLE_JSON).content
    assert (content.published_at, content.published_at_source, content.published_at_precision) == (None, None, None)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"title": 1}, "title"),
        ({"body": None}, "body"),
        ({"colour": "red"}, "colour"),
        ({"published_at": "yesterday"}, "published_at"),
        ({"published_at": "2026-11-20T08:15:00"}, "published_at"),
        ({"language": "english!"}, "language"),
        ({"images": [{"href": "x"}]}, "images"),
        ({"videos": [{"duration_seconds": -1}]}, "videos"),
        ({"modified_at": "yesterday"}, "modified_at"),
        ({"modified_at": "2026-11-20T08:15:00"}, "modified_at"),
        ({"audio": [{"duration_seconds": -1}]}, "audio"),
        ({"audio": [{"size": 1}]}, "audio"),
        ({"images": [{"width": 0}]}, "images"),
        ({"images": [{"height": 1.5}]}, "images"),
        ({"alternates": [{"url": "https://news.example/es"}]}, "language"),
        ({"alternates": [{"url": "https://news.example/es", "language": "in Spanish"}]}, "alternates"),
        ({"alternates": ["https://news.example/es"]}, "alternates"),
    ],
)
def test_what_is_wrong_is_named(change: dict[str, Any], named: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=named):
        msgspec.json.decode(json.dumps(WHOLE | change), type=ExtractedArticle)


def test_other_json_is_unreadable(parsed: Parse) -> None:
    for body in (b"{", b"[]", b"\xff", b"[" * 100_000):
        with pytest.raises(UnreadableCapture):
            parsed(body, ARTICLE_JSON)


def test_blank_is_no_article(parsed: Parse) -> None:
    with pytest.raises(NotAnArticle):
        parsed(json.dumps({"title": " ", "body": "B."}), ARTICLE_JSON)
