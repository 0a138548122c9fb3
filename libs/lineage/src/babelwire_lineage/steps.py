"""Steps of a journey: records in the order of time, each with what changed against the one of its kind before."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Final

import msgspec

from babelwire_contracts.receipts import BEST_FIRST, Trace
from babelwire_contracts.topics import CATALOGUE
from babelwire_lineage.decisions import decision
from babelwire_lineage.facts import Facts, evidence_of, facts_of
from babelwire_messaging import headers
from babelwire_messaging.handling import Position
from babelwire_messaging.reading import LogRecord

NO_LONGER_KEPT: Final = "no longer kept"
_SHORT: Final = 120
_BULK: Final = frozenset({"body", "lead", "text", "vector"})
_BEST_FIRST: Final = [outcome.value for outcome in BEST_FIRST]
_ORDER: Final = {topic: rank for rank, topic in enumerate(CATALOGUE)}


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A field that says something else than before; long values are shortened around the first difference."""

    field: str
    old: Any
    new: Any


class Replay(msgspec.Struct, frozen=True, kw_only=True):
    """The replay that a record belongs to; `of` is the record that was written again, where this is that record."""

    id: str
    of: str | None = None


class Step(msgspec.Struct, kw_only=True):
    """One record. `at` is when it was appended, ISO 8601 in UTC; null where the record is no longer kept.

    `record` is the message without its long texts.
    """

    position: str
    at: str | None
    topic: str
    offset: int
    stage: str | None
    capture_id: str | None
    decision: str
    evidence: list[dict[str, Any]] = []
    changed: list[Change] = []
    replay: Replay | None = None
    dead_letter: dict[str, str] | None = None
    record: dict[str, Any] = {}


class CaptureEnd(msgspec.Struct, frozen=True, kw_only=True):
    """One capture of the article: its revision, where it is known, and its best outcome so far."""

    capture_id: str
    revision: str | None
    captured_at: str | None
    outcome: str | None


class Journey(msgspec.Struct, frozen=True, kw_only=True):
    """Everything known of one article. Steps are in the order of time, captures in that of their first step.

    `omitted` counts the oldest traces that were left out because there are too many.
    """

    article_id: str
    url: str | None
    title: str | None
    captures: list[CaptureEnd]
    steps: list[Step]
    omitted: int = 0


def steps_of(records: Iterable[LogRecord], gone: Iterable[tuple[Position, str | None]]) -> list[Step]:
    """Steps from records, and from positions (with the capture they belong to) whose records are no longer kept."""
    known: dict[str, Facts] = {}
    found = []
    for record in sorted(records, key=lambda one: (one.timestamp, _ORDER.get(one.topic, len(_ORDER)), one.offset)):
        step, facts = _step(record)
        if facts and step.dead_letter is None:
            before = known.setdefault(record.topic, {})
            step.changed = changes(before, facts)
            before.update(facts)
        found.append(step)
    lost = [
        Step(
            position=str(position),
            at=None,
            topic=position.topic,
            offset=position.offset,
            stage=None,
            capture_id=capture_id,
            decision=NO_LONGER_KEPT,
        )
        for position, capture_id in gone
    ]
    return [*lost, *found]


def changes(before: Facts, now: Facts) -> list[Change]:
    """What `now` says differently; nothing where nothing was said before."""
    differing = (name for name in now if name in before and before[name] != now[name])
    return [Change(field=name, **_shortened(before[name], now[name])) for name in differing]


def captures_of(steps: Iterable[Step], traces: Iterable[Trace]) -> list[CaptureEnd]:
    """The captures that the steps belong to, each with its best outcome of receipts and traces."""
    ends: dict[str, dict[str, Any]] = {}
    for step in steps:
        if step.capture_id is None:
            continue
        end = ends.setdefault(step.capture_id, {"revision": None, "captured_at": None, "outcome": None})
        content = step.record.get("content")
        if isinstance(content, dict):
            end |= {name: content[name] for name in ("revision", "captured_at") if content.get(name)}
        elif step.record.get("captured_at"):
            end["captured_at"] = step.record["captured_at"]
        end["outcome"] = _better(end["outcome"], step.record.get("outcome"))
    for trace in traces:
        if trace.capture_id in ends:
            end = ends[trace.capture_id]
            end["outcome"] = _better(end["outcome"], trace.outcome)
    return [CaptureEnd(capture_id=capture_id, **end) for capture_id, end in ends.items()]


def _better(one: str | None, other: str | None) -> str | None:
    return min((outcome for outcome in (one, other) if outcome in _BEST_FIRST), key=_BEST_FIRST.index, default=None)


def iso(milliseconds: int) -> str:
    """A record's timestamp as ISO 8601 in UTC, to the millisecond."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _step(record: LogRecord) -> tuple[Step, Facts]:
    message, fields = _message(record.value), record.fields
    dead = {name: _text(value) for name, value in fields.items() if name.startswith("dead-letter-")}
    replay_id, replay_of = fields.get(headers.REPLAY_ID), fields.get(headers.REPLAY_OF)
    producer, capture_id = fields.get(headers.PRODUCER), fields.get(headers.CAPTURE_ID)
    if dead:
        decided = (
            f"dead letter of {dead.get(headers.DEAD_LETTER_SERVICE)}: {dead.get(headers.DEAD_LETTER_ERROR)}: "
            f"{dead.get(headers.DEAD_LETTER_MESSAGE)}"
        )
        producer = fields.get(headers.DEAD_LETTER_SERVICE)
    else:
        decided = "not readable" if message is None else decision(record.topic, message)
    step = Step(
        position=str(record.position),
        at=iso(record.timestamp),
        topic=record.topic,
        offset=record.offset,
        stage=_text(producer) if producer else None,
        capture_id=_text(capture_id) if capture_id else (message or {}).get("capture_id"),
        decision=decided,
        evidence=evidence_of(record.topic, message or {}),
        replay=Replay(id=_text(replay_id), of=_text(replay_of) if replay_of else None) if replay_id else None,
        dead_letter=dead or None,
        record=_without_bulk(message or {}),
    )
    return step, facts_of(record.topic, message or {})


def _message(value: bytes | None) -> dict[str, Any] | None:
    try:
        message = msgspec.json.decode(value or b"null")
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return message if isinstance(message, dict) else None


def _without_bulk(message: dict[str, Any]) -> dict[str, Any]:
    shortened = {name: value for name, value in message.items() if name not in _BULK}
    if isinstance(content := message.get("content"), dict):
        shortened["content"] = {name: value for name, value in content.items() if name not in _BULK}
    return shortened


def _shortened(old: Any, new: Any) -> dict[str, Any]:
    """Two values, cut to what lies around where they part when both are long texts."""
    if not (isinstance(old, str) and isinstance(new, str)) or max(len(old), len(new)) <= _SHORT:
        return {"old": old, "new": new}
    apart = next((at for at, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), 0)
    begin = max(0, min(apart, len(old), len(new)) - _SHORT // 4)
    return {"old": _cut(old, begin), "new": _cut(new, begin)}


def _cut(text: str, begin: int) -> str:
    part = text[begin : begin + _SHORT]
    return f"{'…' if begin else ''}{part}{'…' if begin + _SHORT < len(text) else ''}"


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
