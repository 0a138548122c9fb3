"""What `babelwire tail` makes of a record: what it is, whether it is asked for, and one line or a page about it."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, Final

import msgspec
from aiokafka import ConsumerRecord
from rich.text import Text

from babelwire_console.output import iso, printable
from babelwire_contracts.codec import SchemaFromTheFuture, UndecodableMessage, decode
from babelwire_contracts.topics import CATALOGUE
from babelwire_lineage.decisions import decision
from babelwire_messaging import headers
from babelwire_messaging.reading import LogRecord

UNREADABLE: Final = "unreadable"
TOMBSTONE: Final = "tombstone"
DEAD_LETTER: Final = "dead letter"
REDRIVE_MARK: Final = "redrive mark"

_LONGEST_WORDS: Final = 300
_LONGEST_TEXT: Final = 200
_LONGEST_STRING: Final = 2000
_BULK: Final = frozenset({"body", "signature", "lead"})


@dataclass(frozen=True, slots=True)
class DecodedRecord:
    """One record, decoded. `kind` is its model, or why it has none; `copy_of` says that a replay or redrive wrote it.

    `message` is the value as data where it is JSON; `words` say what it decides.
    """

    position: str
    at: str
    key: str | None
    kind: str
    words: str
    producer: str | None
    capture_id: str | None
    article_id: str | None
    copy_of: str | None
    headers: dict[str, str]
    message: Any


@dataclass(frozen=True, slots=True)
class Filter:
    """Which records are asked for; what is None matches all."""

    key: str | None = None
    capture_id: str | None = None
    article_id: str | None = None
    producer: str | None = None

    def matches(self, decoded: DecodedRecord) -> bool:
        """Whether a record is asked for."""
        return (
            (self.key is None or decoded.key == self.key)
            and (self.capture_id is None or decoded.capture_id == self.capture_id)
            and (self.article_id is None or decoded.article_id == self.article_id)
            and (self.producer is None or decoded.producer == self.producer)
        )

    @property
    def is_empty(self) -> bool:
        """Whether it matches everything."""
        return self == Filter()


def decode_record(record: ConsumerRecord | LogRecord) -> DecodedRecord:
    """The record, decoded by its topic's contract; one that breaks it has the kind `unreadable`, with the reason."""
    fields = {name: value.decode("utf-8", "replace") for name, value in record.headers}
    message = _as_data(record.value)
    data = message if isinstance(message, dict) else {}
    kind, words = _kind_and_words(record, fields, data)
    key = record.key.decode("utf-8", "replace") if record.key is not None else None
    return DecodedRecord(
        position=f"{record.topic}/{record.partition}/{record.offset}",
        at=iso(record.timestamp),
        key=key,
        kind=kind,
        words=words,
        producer=fields.get(headers.PRODUCER) or fields.get(headers.DEAD_LETTER_SERVICE),
        capture_id=fields.get(headers.CAPTURE_ID) or _text(data.get("capture_id")),
        article_id=_text(data.get("article_id")) or (key if _is_keyed_by_article(record.topic) else None),
        copy_of=_copy_of(fields),
        headers=fields,
        message=message,
    )


def line(decoded: DecodedRecord) -> Text:
    """One line, coloured: time, position, key, kind, what it decides, producer, and whether it is a copy."""
    text = Text(no_wrap=True, overflow="ignore")
    text.append(decoded.at, "dim")
    text.append(f" {decoded.position}", "cyan")
    text.append(f" {_one_line(decoded.key if decoded.key is not None else '-')}", "magenta")
    text.append(f" {decoded.kind}", "bold red" if decoded.kind in {UNREADABLE, DEAD_LETTER} else "bold green")
    if decoded.words:
        text.append(f" {_one_line(decoded.words)}")
    if decoded.producer is not None:
        text.append(f" ({_one_line(decoded.producer)})", "blue")
    if decoded.copy_of is not None:
        text.append(f" [{_one_line(decoded.copy_of)}]", "yellow")
    return text


def row(decoded: DecodedRecord) -> dict[str, Any]:
    """The record as JSON data, its value with everything in it."""
    return {field: getattr(decoded, field) for field in DecodedRecord.__slots__}


def page(decoded: DecodedRecord) -> Text:
    """The headers and the value as indented JSON, without long texts and bytes."""
    shown = {"headers": decoded.headers, "value": without_bulk(decoded.message)}
    return Text(printable(msgspec.json.format(msgspec.json.encode(shown), indent=2).decode()))


def without_bulk(value: Any) -> Any:
    """The value with long texts and base64 replaced by their lengths."""
    if isinstance(value, dict):
        return {
            name: f"({len(inner)} characters)"
            if name in _BULK and isinstance(inner, str) and len(inner) > _LONGEST_TEXT
            else f"({len(inner)} values)"
            if name in _BULK and isinstance(inner, list)
            else without_bulk(inner)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [without_bulk(inner) for inner in value]
    if isinstance(value, str) and len(value) > _LONGEST_STRING:
        return f"{value[:_LONGEST_STRING]}… ({len(value)} characters)"
    return value


def _kind_and_words(
    record: ConsumerRecord | LogRecord, fields: dict[str, str], data: dict[str, Any]
) -> tuple[str, str]:
    if headers.REDRIVE_MARK in fields:
        return REDRIVE_MARK, f"{fields[headers.REDRIVE_MARK]}: {fields.get(headers.REDRIVE_OF)}"
    topic = CATALOGUE.get(record.topic)
    if topic is None or not topic.models:
        return DEAD_LETTER, _failure(fields)
    if record.value is None:
        return TOMBSTONE, ""
    try:
        found = decode(record.value, reduce(or_, topic.models))
    except (UndecodableMessage, SchemaFromTheFuture) as error:
        return UNREADABLE, str(error)
    return type(found).__name__, decision(record.topic, data)


def _failure(fields: dict[str, str]) -> str:
    named = (headers.DEAD_LETTER_TOPIC, headers.DEAD_LETTER_PARTITION, headers.DEAD_LETTER_OFFSET)
    came_from = "/".join(fields.get(name, "?") for name in named)
    attempt = fields.get(headers.DEAD_LETTER_ATTEMPT, "?")
    error, message = fields.get(headers.DEAD_LETTER_ERROR, "?"), fields.get(headers.DEAD_LETTER_MESSAGE, "")
    return f"of {came_from}, attempt {attempt}: {error}: {message}"


def _copy_of(fields: dict[str, str]) -> str | None:
    if headers.REDRIVE_MARK in fields:
        return None
    if headers.REPLAY_ID in fields or headers.REPLAY_OF in fields:
        return f"replay of {fields.get(headers.REPLAY_OF) or 'an earlier record'}"
    if headers.REDRIVE_OF in fields:
        return f"redrive of {fields[headers.REDRIVE_OF]}"
    return None


def _as_data(value: bytes | None) -> Any:
    if value is None:
        return None
    try:
        return msgspec.json.decode(value)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return value.decode("utf-8", "replace")


def _is_keyed_by_article(name: str) -> bool:
    topic = CATALOGUE.get(name)
    return topic is not None and topic.key == "article id"


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _one_line(text: str) -> str:
    flat = printable(text.replace("\n", " "))
    return flat if len(flat) <= _LONGEST_WORDS else f"{flat[:_LONGEST_WORDS]}…"
