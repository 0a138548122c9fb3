"""The one codec of every topic: JSON through msgspec."""

from collections.abc import Hashable
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final, TypeVar, cast

import msgspec

from babelwire_contracts.message import SCHEMA_VERSION

JSON_CONTENT_TYPE: Final = b"application/json"

T = TypeVar("T")

_encoder: Final = msgspec.json.Encoder()


class UndecodableMessage(ValueError):
    """A value that is not a message of its topic; says what is wrong with it, never what it holds."""


class SchemaFromTheFuture(Exception):
    """A message written by a newer release than this reader; reading on would lose what it does not know."""

    def __init__(self, version: int) -> None:
        super().__init__(
            f"schema_version {version} is newer than {SCHEMA_VERSION}, the newest this release reads: upgrade it"
        )
        self.version = version


class _VersionOnly(msgspec.Struct):
    schema_version: int


_version_decoder: Final = msgspec.json.Decoder(_VersionOnly)


@cache
def decoder(type_: Hashable) -> msgspec.json.Decoder[Any]:
    """The cached decoder of a message type or a union of them."""
    return msgspec.json.Decoder(cast("Any", type_))


def encode(message: msgspec.Struct) -> bytes:
    """A message as the bytes of a record's value."""
    return _encoder.encode(message)


def decode(value: bytes | None, type_: type[T] | Any) -> T:
    """A record's value as a message of `type_` (which may be a union).

    Raises `SchemaFromTheFuture` for a newer schema version, whatever else is in the message, and `UndecodableMessage`
    for anything that is no such message.
    """
    if value is None:
        raise UndecodableMessage("the record has no value (a tombstone), which this topic does not use")
    try:
        message: T = decoder(cast("Hashable", type_)).decode(value)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if (version := _version_of(value)) is not None and version > SCHEMA_VERSION:
            raise SchemaFromTheFuture(version) from error
        raise UndecodableMessage(f"not a valid message: {error}") from error
    version = getattr(message, "schema_version", SCHEMA_VERSION)
    if version > SCHEMA_VERSION:
        raise SchemaFromTheFuture(version)
    if version < 1:
        raise UndecodableMessage(f"schema_version {version} was never written; versions start at 1")
    return message


def _version_of(value: bytes) -> int | None:
    try:
        return _version_decoder.decode(value).schema_version
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def utc(moment: datetime) -> datetime:
    """The same moment in UTC; a moment without a zone is an error, for nobody can say which it is.

    Raises ValueError.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment.isoformat()} has no time zone; write it as {moment.isoformat()}Z or with an offset")
    return moment.astimezone(UTC)
