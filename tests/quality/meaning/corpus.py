"""The texts that are searched, and what is looked for in them.

The shared folder's `stories` (events told in English by many) and `languages` (English documents with their titles in
other languages), and the events written for `tests/quality/stories` (told in sixteen languages, with queries).
"""

import gzip
import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

SHARED: Final = Path(__file__).parents[4] / "shared" / "data"
WRITTEN: Final = Path(__file__).parents[1] / "stories" / "written"
PARTS: Final = ("A", "B")

ENGLISH: Final = "eng"
TITLES: Final = {
    "arb": "ar", "ben": "bn", "bul": "bg", "cat": "ca", "ces": "cs", "dan": "da", "deu": "de", "ell": "el",
    "est": "et", "fas": "fa", "fin": "fi", "fra": "fr", "heb": "he", "hin": "hi", "hrv": "hr", "hun": "hu", "ind": "id",
    "ita": "it", "jpn": "ja", "kat": "ka", "kor": "ko", "lit": "lt", "nld": "nl", "nob": "no", "pol": "pl", "por": "pt",
    "ron": "ro", "rus": "ru", "slk": "sk", "spa": "es", "srp-Cyrl": "sr", "swa": "sw", "swe": "sv", "tam": "ta",
    "tha": "th", "tur": "tr", "ukr": "uk", "urd": "ur", "vie": "vi", "zho-CN": "zh",
}  # fmt: skip
"""Languages of the model whose titles are asked for, as the data name them and as tags."""


_TOLD_TWICE: Final = {
    "Indonesia": "tsunami", "Palu": "tsunami", "Kavanaugh": "Kavanaugh", "Trump": "Trump", "Warren": "Warren",
    "Rangers": "Rangers", "North Korea": "North Korea", "Ryder": "Ryder Cup",
}  # fmt: skip
"""Words of the titles of those English documents that are not the only ones on their subject, and the subject."""


@dataclass(frozen=True)
class Document:
    """A text that is searched. `event`: what it tells, the same of all that tell it, or its own id where none does.

    `kind`: of an event and of those that are alike but not the same.
    """

    id: str
    event: str
    kind: str
    language: str
    title: str
    lead: str
    body: str

    @property
    def text(self) -> str:
        """What its vector is made from, and compared by."""
        return "\n".join(part for part in (self.title, self.lead, self.body) if part)[:1200]


@dataclass(frozen=True)
class Query:
    """What somebody looks for; `event` is what it is about, empty where nothing tells it."""

    text: str
    group: str
    event: str


@cache
def documents() -> tuple[Document, ...]:
    """All of them."""
    return (*_told_in_english(), *_translated(), *(one for part in PARTS for one in written(part)))


def queries() -> tuple[Query, ...]:
    """All of them: titles, what would be typed for the written events, and what is told nowhere."""
    return (*titles(), *(one for part in PARTS for one in typed(part)), *absent())


def _told_in_english() -> Iterator[Document]:
    for row in _rows(SHARED / "stories" / "ecbplus.jsonl.gz"):
        kind = row["story"].removesuffix("plus").removesuffix("ecb")
        title, *rest = row["sentences"]
        yield Document(row["id"], row["story"], f"ecb {kind}", "en", title, "", " ".join(rest))


def _translated() -> Iterator[Document]:
    for row in _rows(SHARED / "languages" / "ntrex.jsonl.gz"):
        if row["language"] == ENGLISH:
            subject = next((told for words, told in _TOLD_TWICE.items() if words in row["title"]), row["story"])
            yield Document(row["id"], row["story"], subject, "en", row["title"], "", row["body"])


@cache
def written(part: str) -> tuple[Document, ...]:
    """The articles of a part's events, and those that tell of none of them."""
    found = []
    for file in sorted((WRITTEN / part).glob("[0-9]*.toml")):
        read = tomllib.loads(file.read_text(encoding="utf-8"))
        kind = "-".join(sorted((file.stem, read.get("alike", file.stem))))
        found += [_written(row, f"{part}{file.stem}", f"{part}{kind}") for row in read["article"]]
    alone = tomllib.loads((WRITTEN / part / "singletons.toml").read_text(encoding="utf-8"))
    return (*found, *(_written(row, row["url"], row["url"]) for row in alone["article"]))


def _written(row: dict[str, Any], event: str, kind: str) -> Document:
    return Document(row["url"], event, kind, row["language"], row["title"], row["lead"], row["body"])


def titles() -> Iterator[Query]:
    """The titles of the translated documents, in other languages."""
    for row in _rows(SHARED / "languages" / "ntrex.jsonl.gz"):
        if row["language"] in TITLES:
            yield Query(row["title"], f"title in {TITLES[row['language']]}", row["story"])


def typed(part: str) -> Iterator[Query]:
    """What people would type for the events of a part, and for what it does not tell."""
    for row in tomllib.loads((WRITTEN / part / "queries.toml").read_text(encoding="utf-8"))["query"]:
        event = f"{part}{row['event']}" if row["event"] else ""
        yield Query(row["text"], f"English, told in other languages: {part}" if event else "absent", event)


def absent() -> Iterator[Query]:
    """Subjects that are told nowhere, in six scripts."""
    scripts = tomllib.loads((Path(__file__).parent / "absent.toml").read_text(encoding="utf-8"))
    for languages in scripts.values():
        for texts in languages.values():
            yield from (Query(text, "absent", "") for text in texts)


@cache
def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]
