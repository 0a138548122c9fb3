"""The base of every message model."""

from typing import ClassVar, Final

import msgspec

SCHEMA_VERSION: Final = 1
"""Version of the message models written now. Readers accept this one and those before it."""


MADE_WITH: Final[int | msgspec.UnsetType] = SCHEMA_VERSION if SCHEMA_VERSION > 1 else msgspec.UNSET
"""The `schema_version` of a section made now. Version 1 is left out, as it was before sections said theirs."""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a message with a writer of its own, which later stages hand on as it came.

    `schema_version` is the one it was made with, whoever hands it on; left out, it is 1. Makers set it to `MADE_WITH`.
    """

    schema_version: int | msgspec.UnsetType = msgspec.UNSET


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """A value on a topic. Unknown fields are ignored on reading, so that a field can be added without a new version.

    `reads` names fields that hold a section as the bytes it came in, and that a reader of this model looks into.
    """

    reads: ClassVar[tuple[str, ...]] = ()

    schema_version: int = SCHEMA_VERSION
