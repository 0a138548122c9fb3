"""Efficient Language Detector (https://github.com/nitotm/eldc): 60 languages, best on short texts and close ones."""

from collections.abc import Sequence
from typing import Final

import eldc

from babelwire_translation_tagging.ports import Guess

_MODERN: Final = {"tl": "fil", "no": "nb"}
_ANSWERS: Final[dict[str, str | None]] = {**_MODERN, "und": None}


class EldcGuesser:
    """ELDC with its own large database, which is loaded once for the process (about 25 MB)."""

    languages: frozenset[str] = frozenset(_MODERN.get(code, code) for code in eldc.LANGUAGES)

    def __init__(self) -> None:
        eldc.init()

    def languages_of(self, texts: Sequence[str]) -> list[str | None]:
        """ELDC's first answers without scores and verdicts, in half the time."""
        return [_ANSWERS.get(code, code) for code in map(eldc.detect, texts)]

    def guess(self, text: str) -> Guess:
        """ELDC's first answer; none where it says `und`."""
        found = eldc.detect_details(text)
        if found.language == "und":
            return Guess(None, 0.0, False)
        code = found.language
        return Guess(_MODERN.get(code, code), float(found.scores.get(code, 0.0)), found.reliable)
