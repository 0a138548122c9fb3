"""The base of every message model."""

from typing import Final

import msgspec

SCHEMA_VERSION: Final = 1
"""Version of the message models written now. Readers accept this one and those before it."""


class Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """A value on a topic. Unknown fields are ignored on reading, so that a field can be added without a new version."""

    schema_version: int = SCHEMA_VERSION
