"""Articles that come as JSON."""

import json
from itertools import cycle
from typing import Final

from babelwire_contracts.captures import ARTICLE_JSON, CaptureMethod
from babelwire_ingest.capturing import make_capture
from babelwire_ingest.parsing import NotAnArticle, UnreadableCapture, parse

from ..reading_feeds import NOW
from .targets import target

WORDS = """{|}|[|]|"|:|,|\\|\\u0000|\\ud800|null|true|1e999|-0|{"|"title": |"body": |"url": |"published_at": |"authors":
|"images": [|"2023-06-29T15:07:41Z"|"9999-12-31T23:59:59-12:00"|"http://["|"https://a.example/"|"en-GB"| |\\n|\u202e
|\ufeff|"lead": ""|"publisher": {"name": |"origin": |"categories": ["""
SEED = """{"url": "https://strait.example/1", "title": "Ferry & goats", "lead": "Nine days late.",
"body": "It sails.\\n\\nAgain.", "authors": ["Jane Roe"], "published_at": "2021-06-19T08:15:30+02:00", "language": "en",
"publisher": {"name": "Strait Post"}, "origin": {"name": "Karnavisen"}, "categories": ["Sea"],
"images": [{"url": "https://strait.example/a.jpg", "caption": "Pears"}],
"videos": [{"url": "https://strait.example/v.mp4", "title": "x"}]}"""

_TEXTS: Final = ("title", "body", "lead")


@target(
    "json",
    expected=(NotAnArticle, UnreadableCapture),
    words=[word.strip("\n") for word in WORDS.split("|")],
    seeds=[SEED.encode(), b'{"title": "T", "body": "B"}'],
)
def read(body: bytes) -> None:
    """Parses one article's JSON; a text that is none any more, as the values of one."""
    try:
        _parse(body)
    except UnreadableCapture:
        _parse(_as_values(body))


def _parse(body: bytes) -> None:
    capture = make_capture(
        url=None,
        content_type=ARTICLE_JSON,
        body=body,
        method=CaptureMethod.ARTICLE,
        captured_at=NOW,
        accepted_at=NOW,
    )
    content = parse(capture, generation=1).content
    assert content.title.strip()
    assert content.body.strip()


def _as_values(body: bytes) -> bytes:
    pieces = cycle(body.decode("utf-8", "replace").split('"'))
    article: dict[str, object] = {name: next(pieces) for name in _TEXTS}
    article |= {name: [next(pieces), next(pieces)] for name in ("authors", "categories")}
    article |= {name: {"name": next(pieces)} for name in ("publisher", "origin")}
    article["images"] = [{"caption": next(pieces), "credit": next(pieces)}]
    article["videos"] = [{"title": next(pieces)}]
    return json.dumps(article).encode()
