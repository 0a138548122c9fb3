"""The real texts of the set: translated news, reports of the same events, and pages of the web."""

import gzip
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec
from tests.quality.copies.kinds import Text

DATA: Final = Path(__file__).parents[4] / "shared" / "data"
LEAST_CHARACTERS: Final = 250

_LANGUAGES: Final = frozenset({"eng", "spa", "rus", "arb", "heb", "hin", "tha", "jpn", "kor", "ell", "zho-CN", "kat"})
"""Of NTREX, in ten scripts and two more."""


class Source(NamedTuple):
    """One text; those of a `family` tell of one event, or are translations of each other."""

    id: str
    text: Text
    family: str


def sources() -> Iterator[Source]:
    """All of them. Raises FileNotFoundError where the shared data is not there."""
    yield from _ntrex()
    yield from _ecb()
    yield from _extraction()


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rb") as file:
        yield from map(msgspec.json.decode, file)


def _ntrex() -> Iterator[Source]:
    """One document in several languages is no copy of itself: a translation is another kind of duplicate.

    Of several translations into one language, the first: nobody could say whether two of them are copies.
    """
    there = set()
    for row in _lines(DATA / "languages" / "ntrex.jsonl.gz"):
        body = "\n\n".join(part for part in row["body"].split("\n") if part.strip())
        known = row["story"], row["language"]
        if row["language"] in _LANGUAGES and len(body) >= LEAST_CHARACTERS and known not in there:
            there.add(known)
            yield Source(row["id"], Text(row["title"], None, body, row["language"]), f"ntrex {row['story']}")


def _ecb() -> Iterator[Source]:
    for row in _lines(DATA / "stories" / "ecbplus.jsonl.gz"):
        title, *sentences = row["sentences"]
        if sentences:
            yield Source(row["id"], Text(title, None, _paragraphs(sentences), "en"), f"ecb {row['story']}")


def _paragraphs(sentences: Sequence[str]) -> str:
    return "\n\n".join(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))


def _extraction() -> Iterator[Source]:
    pages: dict[str, Any] = msgspec.json.decode((DATA / "extraction" / "ground-truth.json").read_bytes())
    for id_, page in pages.items():
        body = "\n\n".join(line.strip() for line in page["articleBody"].split("\n") if line.strip())
        if len(body) >= LEAST_CHARACTERS:
            title, _, rest = body.partition("\n\n")
            yield Source(f"page-{id_}", Text(title[:200], None, rest or body, "und"), f"page {id_}")
