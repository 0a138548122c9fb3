"""The words of lines that name outlets (`data/source_lines.toml`)."""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final


@cache
def _words() -> dict[str, Any]:
    text = files("babelwire_translation_tagging").joinpath("data", "source_lines.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


SORTS: Final = frozenset(_words()["sorts"].split())
"""What sort of outlet somebody is: no part of its name."""

NAMES: Final = SORTS | frozenset(_words()["names"].split())
"""Words that names of papers have and names of people or places do not."""

BEFORE: Final = SORTS | frozenset(_words()["before"].split())
"""What may stand before the name of an outlet in a line that says nothing else."""

_LABELS: Final = rf"(?:original\s+)?(?:{'|'.join(_words()['labels'])})\s*(?:[:：=＝]|\s[-–—]\s)\s*"
LABEL: Final = re.compile(rf"^\W*{_LABELS}", re.IGNORECASE)
"""What a source line begins with."""

LABEL_WITHIN: Final = re.compile(rf"(?:^|[\s|·(,.;])({_LABELS}\S.*)", re.IGNORECASE)
"""The same within a line, with what follows as its group."""

QUOTES: Final = "«»„“”\"'’‘「」『』 ."
"""What stands around a name."""

BETWEEN_NAMES: Final = re.compile(r"\s*(?:[,;|·、،؛]|\s/\s|/|\s[-–—]\s)\s*")
BRACKETS: Final = re.compile(r"\s*[(（\[]([^)）\]]*)[)）\]]\s*")
MOST_WORDS: Final = 6
"""No name of an outlet has more."""

LINE_CHARACTERS: Final = 400
"""Of a longer line only so much is read."""
