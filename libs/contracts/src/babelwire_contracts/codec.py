"""The one codec of every topic: JSON through msgspec."""

from collections.abc import Hashable
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final, TypeVar, cast, get_args, overload

import msgspec

from babelwire_contracts.message import SCHEMA_VERSION, Message, Section

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
_parts_decoder: Final = msgspec.json.Decoder(dict[str, msgspec.Raw])


@cache
def decoder(type_: Hashable) -> msgspec.json.Decoder[Any]:
    """The cached decoder of a message type or a union of them."""
    return msgspec.json.Decoder(cast("Any", type_))


def encode(message: msgspec.Struct) -> bytes:
    """A message as the bytes of a record's value."""
    return _encoder.encode(message)


@overload
def decode(value: bytes | None, type_: type[T]) -> T: ...
@overload
def decode(value: bytes | None, type_: Any) -> Any: ...
def decode(value: bytes | None, type_: Any) -> Any:
    """A record's value as a message of `type_` (which may be a union).

    Raises `SchemaFromTheFuture` for a newer schema version of the message or of a section that `type_` reads, whatever
    else is in it, and `UndecodableMessage` for anything that is no such message.
    """
    if value is None:
        raise UndecodableMessage("the record has no value (a tombstone), which this topic does not use")
    try:
        message = decoder(cast("Hashable", type_)).decode(value)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        if (version := _newest_version(value, type_)) > SCHEMA_VERSION:
            raise SchemaFromTheFuture(version) from error
        raise UndecodableMessage(f"not a valid message: {error}") from error
    version = getattr(message, "schema_version", SCHEMA_VERSION)
    if version > SCHEMA_VERSION:
        raise SchemaFromTheFuture(version)
    if version < 1:
        raise UndecodableMessage(f"schema_version {version} was never written; versions start at 1")
    for name in _sections(cast("Hashable", type(message))):
        if (version := _section_version(getattr(message, name))) > SCHEMA_VERSION:
            raise SchemaFromTheFuture(version)
    return message


@cache
def _sections(type_: Hashable) -> tuple[str, ...]:
    """The fields of a message type, or of any of a union of them, that hold a section which its reader looks into."""
    if members := get_args(type_):
        return tuple({name for member in members for name in _sections(member)})
    if not (isinstance(type_, type) and issubclass(type_, Message)):
        return ()
    fields = msgspec.structs.fields(type_)
    return (*(field.name for field in fields if _has_section(field.type)), *type_.reads)


def _has_section(type_: Any) -> bool:
    if members := get_args(type_):
        return any(map(_has_section, members))
    return isinstance(type_, type) and issubclass(type_, Section)


def _section_version(section: Section | msgspec.Raw | dict[str, Section] | msgspec.UnsetType) -> int:
    if isinstance(section, Section):
        return 1 if section.schema_version is msgspec.UNSET else section.schema_version
    if section is msgspec.UNSET:
        return 1
    if isinstance(section, dict):
        return max(map(_section_version, section.values()), default=1)
    # Most have none, and to find that out is much quicker than to read them for it.
    return _version_of(section) or 1 if b'"schema_version"' in memoryview(section).tobytes() else 1


def _newest_version(value: bytes, type_: Any) -> int:
    """The highest version that a value which cannot be decoded, or a section of it that is read, says it has."""
    parts = _parts(value)
    sections = [parts[name] for name in _sections(type_) if name in parts]
    keyed = [section for parted in sections for section in _parts(parted).values()]
    return max(_version_of(each) or 0 for each in (value, *sections, *keyed))


def _parts(value: bytes | msgspec.Raw) -> dict[str, msgspec.Raw]:
    try:
        return _parts_decoder.decode(value)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return {}


def _version_of(value: bytes | msgspec.Raw) -> int | None:
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
