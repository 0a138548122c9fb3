"""Of the pages that are certainly no articles nine of ten are refused, of the articles that look like none not one."""

import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import pytest

from babelwire_contracts import identity
from babelwire_contracts.captures import Capture, CaptureMethod
from babelwire_ingest.parsing import NotAnArticle, parse

HERE: Final = Path(__file__).parent
NOW: Final = datetime(2026, 11, 23, tzinfo=UTC)
LEAST_REFUSED: Final = 0.9


def listed(folder: str, key: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = tomllib.loads((HERE / folder / "index.toml").read_text(encoding="utf-8"))[key]
    return entries


def refusal(folder: str, entry: dict[str, Any]) -> str | None:
    """The reason for which a page is refused; None where it is taken for an article."""
    body = (HERE / folder / f"{entry['name']}.html").read_bytes()
    capture = Capture(
        capture_id=identity.capture_id(entry["url"], body, NOW),
        url=entry["url"],
        content_type="text/html; charset=utf-8",
        body=body,
        method=CaptureMethod.PAGE,
        captured_at=NOW,
        accepted_at=NOW,
    )
    try:
        parse(capture, generation=1)
    except NotAnArticle as reason:
        return str(reason)
    return None


def accepted(entries: list[dict[str, Any]]) -> Iterator[str]:
    return (entry["name"] for entry in entries if refusal("non_articles", entry) is None)


def test_nine_of_ten_pages_that_are_certainly_no_articles_are_refused() -> None:
    certain = [entry for entry in listed("non_articles", "page") if entry["certain"]]
    taken = list(accepted(certain))
    assert len(taken) <= (1 - LEAST_REFUSED) * len(certain), f"taken for articles: {taken}"


@pytest.mark.parametrize("entry", listed("short_articles", "article"), ids=lambda entry: entry["name"])
def test_an_article_that_looks_like_none_is_not_refused(entry: dict[str, Any]) -> None:
    assert refusal("short_articles", entry) is None
