"""A model that needs none: what stands in for vectors where no test looks at what they mean."""

import contextlib
import hashlib
from collections.abc import AsyncIterator, Sequence
from typing import Any

from babelwire_messaging.errors import PermanentError
from babelwire_vectors import Passage, Vector


class DigestModel:
    """A model of the embedding service: a text's vector is its digest, and those with no letter have none."""

    def __init__(self, name: str = "digest-00000001") -> None:
        self.name = name
        self.asked: list[Passage] = []
        self.fails: Exception | None = None

    async def vectors(self, passages: Sequence[Passage]) -> Sequence[Vector | PermanentError]:
        """Remembers what was asked. Raises `fails` where that is set."""
        if self.fails is not None:
            raise self.fails
        self.asked.extend(passages)
        return [self.vector(passage) for passage in passages]

    def vector(self, passage: Passage) -> Vector | PermanentError:
        """The vector of a text; a text that says "poison" can have none."""
        if "poison" in passage.text:
            return PermanentError("poison")
        if not any(map(str.isalpha, passage.text)):
            return b""
        return hashlib.sha256(f"{self.name} {passage.language} {passage.text}".encode()).digest()

    @contextlib.asynccontextmanager
    async def opened(self, _settings: Any) -> AsyncIterator["DigestModel"]:
        """See `OpenModel`."""
        yield self
