"""The model that reads queries, on a thread of its own, with the vectors of the last queries kept."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import structlog

from babelwire_search.errors import MeaningUnavailable
from babelwire_vectors import Embedder, EmbedderIsAway, EmbedderIsUnfit, VectorSettings, open_embedder

log = structlog.get_logger(__name__)

_AGAIN_SECONDS: Final = 5.0
_MENDED_SECONDS: Final = 60.0
"""How long until a model is looked for again: one that is away, and one that somebody has to mend first."""

Open = Callable[[VectorSettings], Embedder]


class ThreadedEmbedder:
    """Implements `QueryEmbedder`. Whatever becomes of the model, the event loop goes on, and a query does not wait."""

    def __init__(self, settings: VectorSettings, *, kept: int, seconds: float, open_: Open = open_embedder) -> None:
        """`kept`: the vectors of how many queries; `seconds` bound the wait for one."""
        self._settings = settings
        self._kept = kept
        self._seconds = seconds
        self._open = open_
        self._thread = ThreadPoolExecutor(1, "embed")
        self._embedder: Embedder | None = None
        self._reason = "the model that reads queries is starting"
        self._vectors: OrderedDict[tuple[str, str | None], bytes | None] = OrderedDict()
        self._lost = asyncio.Event()

    def model(self) -> str:
        """See `QueryEmbedder`."""
        if self._embedder is None:
            raise MeaningUnavailable(self._reason)
        return self._embedder.model

    async def embed(self, text: str, language: str | None) -> bytes | None:
        """See `QueryEmbedder`."""
        key = (text, language)
        if key in self._vectors:
            self._vectors.move_to_end(key)
            return self._vectors[key]
        embedder = self._embedder
        if embedder is None:
            raise MeaningUnavailable(self._reason)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._seconds):
                vector = await loop.run_in_executor(self._thread, embedder.query, text, language)
        except TimeoutError as error:
            raise MeaningUnavailable("the model that reads queries takes too long") from error
        except EmbedderIsAway as error:
            log.warning("query_not_embedded", error=str(error))
            raise MeaningUnavailable("the model that reads queries is away") from error
        except EmbedderIsUnfit as error:
            self._lose(error)
            raise MeaningUnavailable(self._reason) from error
        self._vectors[key] = vector
        if len(self._vectors) > self._kept:
            self._vectors.popitem(last=False)
        return vector

    async def keep_open(self) -> None:
        """Opens the model, and again where it is lost, until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            self._lost.clear()
            try:
                self._embedder = await loop.run_in_executor(self._thread, self._open, self._settings)
            except EmbedderIsAway as error:
                log.warning("embedder_away", error=str(error))
                self._reason = "the model that reads queries is away"
                await asyncio.sleep(_AGAIN_SECONDS)
            except EmbedderIsUnfit as error:
                self._lose(error)
                await asyncio.sleep(_MENDED_SECONDS)
            else:
                log.info("embedder_open", model=self._embedder.model)
                await self._lost.wait()
                await asyncio.sleep(_AGAIN_SECONDS)

    def close(self) -> None:
        """Ends the thread once what it works on is done."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _lose(self, error: EmbedderIsUnfit) -> None:
        log.error("embedder_unfit", error=str(error))
        self._embedder = None
        self._vectors.clear()
        self._reason = "the model that reads queries is not there"
        self._lost.set()
