"""The base of every message model."""

from typing import ClassVar, Final

import msgspec

SCHEMA_VERSION: Final = 2
"""The newest version of any message model. Readers accept this one and those before it."""


MADE_WITH: Final[int | msgspec.UnsetType] = msgspec.UNSET
"""The `schema_version` of a section made now: 1, which is left out, as it was before sections said theirs."""


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a message with a writer of its own, which later stages hand on as it came.

    `schema_version` is the one it was made with, whoever hands it on; left out, it is 1. Makers set it to `MADE_WITH`.
    """

    schema_version: int | msgspec.UnsetType = msgspec.UNSET


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """A value on a topic. Unknown fields are ignored on reading, so that a field can be added without a new version.

    A model gives `schema_version` the version that brought its form: whoever reads only those before it has to pause.

    `reads` names fields that hold a section as the bytes it came in, and that a reader of this model looks into.
    """

    reads: ClassVar[tuple[str, ...]] = ()

    schema_version: int = 1
