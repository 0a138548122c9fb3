"""The articles of `copies/`: originals, edited copies of them, and other tellings of the same events."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "copies"


@dataclass(frozen=True)
class Article:
    """One article; `event` names its file, `made` how it came to be."""

    event: str
    made: str
    title: str
    body: str
    is_copy: bool

    @property
    def text(self) -> tuple[str, str | None, str]:
        return self.title, None, self.body


@dataclass(frozen=True)
class Event:
    """An original, its copies, and the tellings that are none."""

    name: str
    original: Article
    copies: list[Article]
    tellings: list[Article]

    @property
    def articles(self) -> list[Article]:
        return [self.original, *self.copies, *self.tellings]


def events() -> list[Event]:
    return [_event(path) for path in sorted(FOLDER.glob("*.json"))]


def _event(path: Path) -> Event:
    case = json.loads(path.read_text("utf-8"))
    name = path.stem
    original = Article(name, "original", case["title"], "\n\n".join(case["body"]), is_copy=True)
    copies = [
        Article(name, edits["edit"], edits.get("title", case["title"]), "\n\n".join(_edited(case["body"], edits)), True)
        for edits in case["copies"]
    ]
    tellings = [Article(name, "telling", each["title"], "\n\n".join(each["body"]), False) for each in case["tellings"]]
    return Event(name, original, copies, tellings)


def _edited(body: list[str], edits: dict[str, Any]) -> list[str]:
    paragraphs = [paragraph for index, paragraph in enumerate(body) if index not in edits.get("drop", [])]
    for old, new in edits.get("replace", []):
        paragraphs = [paragraph.replace(old, new) for paragraph in paragraphs]
    if "order" in edits:
        paragraphs = [paragraphs[index] for index in edits["order"]]
    for index, text in edits.get("insert", []):
        paragraphs.insert(index, text)
    return paragraphs
