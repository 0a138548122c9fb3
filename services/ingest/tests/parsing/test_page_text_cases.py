import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from babelwire_contracts.captures import PLAIN_TEXT, Capture, CaptureMethod
from babelwire_contracts.content import Content
from babelwire_ingest.parsing import parse

CASES = sorted((Path(__file__).parent.parent / "page_text_cases").glob("*.json"))
NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


def content_of(text: str) -> Content:
    capture = Capture(
        capture_id="0" * 32,
        url=None,
        content_type=f"{PLAIN_TEXT}; charset=utf-8",
        body=text.encode(),
        method=CaptureMethod.PAGE,
        captured_at=NOW,
        accepted_at=NOW,
    )
    return parse(capture, generation=1).content


def moment(printed: str | None) -> datetime | None:
    return datetime.fromisoformat(printed) if printed else None


def answer(content: Content) -> dict[str, Any]:
    return {
        "title": content.title,
        "lead": content.lead,
        "body": content.body.split("\n\n"),
        "images": [{"caption": image.caption, "credit": image.credit} for image in content.images],
        "videos": [
            {"title": v.title, "date": v.date.isoformat() if v.date else None, "duration_seconds": v.duration_seconds}
            for v in content.videos
        ],
        "credits": content.credits,
        "publisher": {"name": content.publisher.name} if content.publisher.name else None,
        "origin": {"name": content.declared_origin.name} if content.declared_origin else None,
        "authors": content.authors,
        "published_at": content.published_at,
        "published_at_precision": content.published_at_precision,
        "published_at_source": content.published_at_source,
        "related": [
            {"title": row.title, "category": row.category, "published_at": row.published_at} for row in content.related
        ],
    }


def test_there_are_twenty_cases() -> None:
    assert len(CASES) == 20


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_page_text_gives_the_editors_answer(path: Path) -> None:
    wanted = json.loads(path.read_text(encoding="utf-8"))
    wanted.pop("note", None)
    wanted["published_at"] = moment(wanted["published_at"])
    for row in wanted["related"]:
        row["published_at"] = moment(row["published_at"])
    got = answer(content_of(path.with_suffix(".txt").read_text(encoding="utf-8")))
    assert got == wanted
