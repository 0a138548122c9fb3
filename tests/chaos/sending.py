"""Sends the articles of a scenario while it breaks things."""

import threading
import time
from collections.abc import Sequence
from typing import Any, Final

from tests.system import System

_PER_REQUEST: Final = 100
_BETWEEN_REQUESTS: Final = 0.03
"""Seconds. Faster than the pipeline, so that its stages have batches in hand; slow enough to be broken amid."""

_PATIENCE_SECONDS: Final = 300.0
"""A broker that was killed takes minutes to come back on a machine that is busy."""


class Sender:
    """Posts articles in order from a thread of its own, as far as it is let, again where ingest says to wait."""

    def __init__(self, system: System, articles: Sequence[dict[str, Any]]) -> None:
        self._system = system
        self._articles = articles
        self._thread: threading.Thread | None = None
        self._trouble: BaseException | None = None
        self._sent = 0
        self.capture_ids: list[str] = []
        self.began_at: float | None = None

    def send(self, upto: int | None = None, per_request: int = _PER_REQUEST) -> None:
        """Begins to send the articles before `upto` that have not been sent; all of them where none is named."""
        self.wait()
        if self.began_at is None:
            self.began_at = time.time()
        end = len(self._articles) if upto is None else upto
        self._thread = threading.Thread(target=self._send, args=(end, per_request), daemon=True)
        self._thread.start()

    def is_sending(self) -> bool:
        """Whether something of what was to be sent is not accepted yet."""
        return self._thread is not None and self._thread.is_alive()

    def wait(self) -> None:
        """Returns when what was to be sent is accepted. Raises what kept it from being so."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None
        if self._trouble is not None:
            raise self._trouble

    def _send(self, end: int, per_request: int) -> None:
        try:
            while self._sent < end:
                part = self._articles[self._sent : min(end, self._sent + per_request)]
                self.capture_ids.extend(self._system.post_articles(part, _PATIENCE_SECONDS))
                self._sent += len(part)
                time.sleep(_BETWEEN_REQUESTS)
        except BaseException as error:
            self._trouble = error
