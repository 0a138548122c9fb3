"""Trends against a time before, on a real OpenSearch."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from babelwire_search.errors import InvalidParameter
from babelwire_search.trends import window

from .conftest import MakeArticle, MakeIndex, Serve


@pytest.mark.parametrize(("text", "expected"), [("24h", timedelta(hours=24)), ("7D", timedelta(days=7))])
def test_windows_are_hours_or_days(text: str, expected: timedelta) -> None:
    assert window(text) == expected


@pytest.mark.parametrize("text", ["", "0h", "31d", "9999h", "day", "-1d", "1 d"])
def test_other_windows_are_refused(text: str) -> None:
    with pytest.raises(InvalidParameter):
        window(text)


@pytest.mark.stack
def test_what_is_told_by_many_now_and_by_few_before_rises(
    make_index: MakeIndex, make_article: MakeArticle, opensearch_url: str, serve: Serve
) -> None:
    now = datetime.now(UTC)

    def headline(name: str, title: str, hours: int, **given: Any) -> dict[str, Any]:
        at = (now - timedelta(hours=hours)).isoformat(timespec="milliseconds")
        return make_article(name, title=title, published_at=at, publisher={"name": f"Site {name}"}, **given)

    index = make_index()
    index.write(
        [
            headline("a", "Zephyria votes in the harbour", 2),
            headline("b", "Zephyria vota hoy en el puerto", 3, language="es"),
            headline("e", "Zephyria stemmer", 3, language="nb"),
            headline("f", "Zephyria røystar", 3, language="nn"),
            headline("c", "The harbour of Zephyria", 4, duplicate_group="a"),
            headline("d", "Ships wait in the harbour", 5),
            *(headline(f"ja-{hours}", "渡船が運航を再開した", hours, language="ja") for hours in (2, 3, 4)),
            *(headline(f"before-{hours}", "Fog in the harbour", hours) for hours in range(30, 150, 2)),
        ]
    )
    with serve(opensearch_url, index.alias) as url:
        items = httpx.get(f"{url}/api/trends", params={"window": "24h"}, trust_env=False).json()["items"]
    words = [item["word"] for item in items]
    assert words == ["Zephyria", "harbour"]
    assert (items[0]["articles"], items[0]["publishers"], items[0]["languages"]) == (4, 5, ["en", "es", "no"])
    assert items[0]["before"] == 0 < items[1]["before"]
