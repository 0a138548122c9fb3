"""The articles that stories are measured on: events written for it, and those of ECB+, with which of them tell one."""

import gzip
import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from babelwire_contracts.embeddings import MAX_TEXT, EmbeddedArticle

WRITTEN: Final = Path(__file__).parent / "written"
ECB: Final = Path(__file__).parents[4] / "shared" / "data" / "stories" / "ecbplus.jsonl.gz"
_CAPTURED: Final = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Article:
    """An article, the event that it tells, and the other event that is alike; `part` is `A`, `B` or a half of ECB+."""

    id: str
    part: str
    event: str
    alike: str | None
    title: str
    text: str
    language: str
    publisher: str | None
    published_at: datetime | None

    def embedded(self, vector: bytes, model: str) -> EmbeddedArticle:
        """The article as it comes with its vector."""
        return EmbeddedArticle(
            article_id=_id(self.id),
            capture_id=_id("capture " + self.id),
            revision=f"{_CAPTURED.isoformat()}-{_id('capture ' + self.id)}",
            content_hash=_id(self.text),
            text_hash=_id(self.text),
            title=self.title,
            text=self.text,
            language=self.language,
            publisher=self.publisher,
            published_at=self.published_at,
            captured_at=self.published_at or _CAPTURED,
            model=model,
            vector=vector,
        )


def written(part: str) -> list[Article]:
    """The events of part `A` or `B`, and articles that have an event for themselves."""
    found = []
    for path in sorted((WRITTEN / part).glob("[0-9]*.toml")):
        event = tomllib.loads(path.read_text(encoding="utf-8"))
        alike = f"{part}{event['alike']}" if "alike" in event else None
        found += [_written(part, f"{part}{path.stem}", alike, each) for each in event["article"]]
    alone = tomllib.loads((WRITTEN / part / "singletons.toml").read_text(encoding="utf-8"))["article"]
    return found + [_written(part, each["url"], None, each) for each in alone]


def ecb(half: int) -> list[Article]:
    """ECB+ articles on the events of one half of its subjects, 0 or 1; none where the data are absent."""
    return [each for each in _ecb() if int("".join(filter(str.isdigit, each.event))) % 2 == half]


def _ecb() -> Iterator[Article]:
    if not ECB.exists():
        return
    with gzip.open(ECB, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            title, *rest = row["sentences"]
            yield Article(
                id=row["id"],
                part="ECB+",
                event=row["story"],
                alike=None,
                title=title,
                text=f"{title}\n\n{' '.join(rest)}"[:MAX_TEXT],
                language="en",
                publisher=None,
                published_at=None,
            )


def _written(part: str, event: str, alike: str | None, article: dict[str, Any]) -> Article:
    return Article(
        id=article["url"],
        part=part,
        event=event,
        alike=alike,
        title=article["title"],
        text="\n\n".join(filter(None, (article[each].strip() for each in ("title", "lead", "body"))))[:MAX_TEXT],
        language=article["language"],
        publisher=article["publisher"],
        published_at=datetime.fromisoformat(article["published_at"]),
    )


def _id(words: str) -> str:
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()
