"""A model behind the OpenAI embeddings API, as text-embeddings-inference, vLLM, Ollama and many others speak it."""

import re
from collections.abc import Sequence
from typing import Any, Final

import httpx
import msgspec
import numpy as np

from babelwire_vectors.errors import EmbedderIsAway, ServerLies, ServerRefuses
from babelwire_vectors.ports import Floats, Kind
from babelwire_vectors.settings import VectorSettings
from babelwire_vectors.vectors import unit

_NOT_NOW: Final = frozenset({408, 425, 429})
_SERVER_ERROR: Final = 500


class _Item(msgspec.Struct):
    index: int
    embedding: list[float]


class _Answer(msgspec.Struct):
    data: list[_Item]


class OpenAiEngine:
    """One server. Never asks twice by itself: whoever asks knows what is tried again."""

    def __init__(self, settings: VectorSettings) -> None:
        """Nothing is connected before the first request."""
        key = settings.api_key
        self._model = settings.model
        self._told_by_field = settings.input_type
        self._address = settings.url.rstrip("/")
        self._dimensions: int | None = None
        self._client = httpx.Client(
            timeout=settings.timeout,
            headers={"Authorization": f"Bearer {key.get_secret_value()}"} if key is not None else {},
        )

    @property
    def dimensions(self) -> int:
        """As of the first answer, which this waits for."""
        if self._dimensions is None:
            self._dimensions = self.embed(["0"], Kind.PASSAGE).shape[1]
        return self._dimensions

    def embed(self, texts: Sequence[str], kind: Kind) -> Floats:
        """All texts in one request."""
        request: dict[str, Any] = {"model": self._model, "encoding_format": "float"}
        if self._told_by_field:
            request |= {"input": list(texts), "input_type": kind}
        else:
            request["input"] = [f"{kind}: {text}" for text in texts]
        return self._read(self._post(request), len(texts))

    def close(self) -> None:
        """Closes the connections."""
        self._client.close()

    def _post(self, request: dict[str, Any]) -> bytes:
        try:
            answer = self._client.post(f"{self._address}/embeddings", json=request)
        except httpx.TransportError as error:
            raise EmbedderIsAway(f"{self._address} does not answer: {type(error).__name__}") from error
        if answer.status_code in _NOT_NOW or answer.status_code >= _SERVER_ERROR:
            raise EmbedderIsAway(f"{self._address} answers {answer.status_code}")
        if not answer.is_success:
            said = re.sub(r"\s+", " ", answer.text)[:200]
            raise ServerRefuses(f"{self._address} answers {answer.status_code}: {said}")
        return answer.content

    def _read(self, content: bytes, count: int) -> Floats:
        try:
            items = msgspec.json.decode(content, type=_Answer).data
        except msgspec.MsgspecError as error:
            raise ServerLies(f"{self._address} answers with something else than numbers: {error}") from error
        if sorted(item.index for item in items) != list(range(count)):
            raise ServerLies(f"{self._address} answers with {len(items)} vectors to {count} texts")
        if len({len(item.embedding) for item in items}) != 1:
            raise ServerLies(f"{self._address} answers with vectors of different lengths")
        vectors = np.array([item.embedding for item in sorted(items, key=lambda item: item.index)])
        if not np.isfinite(vectors).all() or not vectors.any(axis=1).all():
            raise ServerLies(f"{self._address} answers with vectors that have no direction")
        if self._dimensions not in (None, vectors.shape[1]):
            raise ServerLies(f"{self._address} answers with {vectors.shape[1]} numbers, and had {self._dimensions}")
        self._dimensions = vectors.shape[1]
        return unit(vectors)
