"""Models for worker processes, which find them here by their names."""

import os
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from babelwire_vectors import EmbedderIsAway, Passage, ServerLies, Vector


class FirstByte:
    """A text's vector is its first character; some texts do harm."""

    model = "first-byte-00000000"
    dimensions = 1

    def passages(self, texts: Sequence[Passage]) -> list[Vector | None]:
        return [self._vector(each.text) for each in texts]

    def query(self, text: str, language: str | None) -> Vector | None:
        return self._vector(text)

    def _vector(self, text: str) -> Vector | None:
        what, _, argument = text.partition(" ")
        match what:
            case "kills":
                os.kill(os.getpid(), signal.SIGSEGV)
            case "spins":
                while True:
                    pass
            case "stalls":
                time.sleep(60)
            case "stalls-once":
                if not Path(argument).exists():
                    Path(argument).touch()
                    time.sleep(60)
            case "away":
                raise EmbedderIsAway("the server is away")
            case "lies":
                raise ServerLies("the server gives 3 vectors for 2 texts")
            case "manners":
                return bytes([os.sched_getscheduler(0), os.getpriority(os.PRIO_PROCESS, 0)])
            case "":
                return None
        return text[0].encode()


def first_byte() -> FirstByte:
    return FirstByte()
