"""News in many languages with its translations, and tellings of one event that are none of each other."""

import gzip
import hashlib
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from babelwire_comparison.unchanged.invariants import invariants
from babelwire_contracts.content import Content
from babelwire_contracts.embeddings import MAX_TEXT, EmbeddedArticle
from babelwire_text.canonical_tags import canonical

_SHARED: Final = Path(__file__).parents[4] / "shared" / "data"
PARALLEL: Final = _SHARED / "languages" / "ntrex.jsonl.gz"
_ECB: Final = _SHARED / "stories" / "ecbplus.jsonl.gz"
_WRITTEN: Final = Path(__file__).parents[1] / "stories" / "written"
ORIGINAL: Final = "eng"
_START: Final = datetime(2018, 9, 29, 0, 7, tzinfo=UTC)

LANGUAGES: Final = (
    *("spa", "fra", "deu", "por", "ita", "pol", "fin", "hun", "tur", "ind", "vie", "swa"),
    *("rus", "ukr", "ell", "arb", "fas", "heb", "hin", "tha", "zho-CN", "jpn", "kor"),
)
"""Some that the model knows, in eleven scripts."""


@dataclass(frozen=True, slots=True)
class Text:
    """An article as it is written. `document` is what it shares with its translations, and with nothing else."""

    id: str
    document: str
    language: str
    title: str
    body: str
    published_at: datetime | None = None
    is_original: bool = False

    @property
    def article_id(self) -> str:
        return digest(self.id)

    @property
    def beginning(self) -> str:
        return f"{self.title}\n\n{self.body}"[:MAX_TEXT]

    def embedded(self, vector: bytes, model: str) -> EmbeddedArticle:
        """The article as it comes with its vector, captured in the order of the ids of documents."""
        captured_at = self.published_at or _START
        content = Content(
            revision=self.id,
            generation=1,
            content_hash=digest(self.body),
            captured_at=captured_at,
            title=self.title,
            body=self.body,
        )
        return EmbeddedArticle(
            article_id=self.article_id,
            capture_id=digest(f"capture {self.id}"),
            revision=self.id,
            content_hash=content.content_hash,
            text_hash=content.content_hash,
            title=self.title,
            text=self.beginning,
            language=self.language,
            published_at=self.published_at,
            captured_at=captured_at,
            invariants=invariants(self.article_id, content, None),
            model=model,
            vector=vector,
        )


def half_of(words: str) -> int:
    """0 or 1: on half 0 settings are chosen."""
    return digest(words)[0] in "01234567"


def parallel() -> dict[tuple[str, str], Text]:
    """The documents by (document, language as the data have it): the English ones and their translations.

    Each line of the data is a paragraph in one half of the documents; in the other, three lines are.
    """
    found: dict[tuple[str, str], Text] = {}
    with gzip.open(PARALLEL, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            document, language = row["story"], row["language"]
            hours = int(digest(document)[:4], 16) % 200
            hours += 0 if language == ORIGINAL else 1 + int(digest(row["id"])[:2], 16) % 40
            found.setdefault(
                (document, language),
                Text(
                    id=row["id"],
                    document=document,
                    language=canonical(language) or "und",
                    title=row["title"],
                    body=_paragraphs(row["body"], 1 if digest(document)[1] in "01234567" else 3),
                    published_at=_START + timedelta(hours=hours),
                    is_original=language == ORIGINAL,
                ),
            )
    return found


def _paragraphs(body: str, at_once: int) -> str:
    lines = body.splitlines()
    return "\n\n".join(" ".join(lines[at : at + at_once]) for at in range(0, len(lines), at_once))


def others() -> Iterator[Text]:
    """English articles on other events, several on each."""
    with gzip.open(_ECB, "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            title, *rest = row["sentences"]
            yield Text(id=row["id"], document=row["id"], language="en", title=title, body="\n\n".join(rest))


def tellings(part: str) -> Iterator[Text]:
    """Independent tellings of invented events in many languages, none of them a translation of another."""
    for path in sorted((_WRITTEN / part).glob("*.toml")):
        for row in tomllib.loads(path.read_text(encoding="utf-8")).get("article", ()):
            yield Text(
                id=row["url"],
                document=row["url"],
                language=row["language"],
                title=row["title"],
                body="\n\n".join(filter(None, (row["lead"].strip(), row["body"].strip()))),
                published_at=datetime.fromisoformat(row["published_at"]),
            )


def digest(words: str) -> str:
    """32 hex digits of some words."""
    return hashlib.blake2b(words.encode(), digest_size=16).hexdigest()
