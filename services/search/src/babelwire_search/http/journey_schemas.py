"""The journey of an article as the API answers it."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field


class Change(BaseModel):
    """A field that says something else than in the record of its kind before."""

    field: str
    old: Any
    new: Any


class Replay(BaseModel):
    """`of` is the record that was written again."""

    id: str
    of: str | None


class Step(BaseModel):
    """One record; `at` is when it was appended, null where it is no longer kept."""

    position: str = Field(description="`TOPIC/PARTITION/OFFSET`.")
    at: datetime | None
    topic: str
    offset: int
    stage: str | None
    capture_id: str | None
    decision: str
    evidence: list[dict[str, Any]]
    changed: list[Change]
    replay: Replay | None
    dead_letter: dict[str, str] | None
    record: dict[str, Any] = Field(description="The message without its long texts.")


class CaptureEnd(BaseModel):
    """One capture of the article, with its best outcome so far; null while it is on its way."""

    capture_id: str
    revision: str | None
    captured_at: datetime | None
    outcome: Literal["indexed", "unchanged", "superseded", "rejected", "dead-lettered"] | None


class JourneyAnswer(BaseModel):
    """Every record of one article, in the order of time; `omitted` counts the oldest, left out where there are many."""

    article_id: str
    url: str | None
    title: str | None
    captures: list[CaptureEnd]
    steps: list[Step]
    omitted: int
