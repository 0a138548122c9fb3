"""What systems and importers call their users: the name of nobody."""

import re
from functools import cache
from typing import Final

from babelwire_ingest.parsing.vocabulary import terms

_BETWEEN: Final = re.compile(r"[\s._-]+")
_MARKS: Final = frozenset({"admin", "administrator", "administrador", "webmaster", "superuser"})
"""Words that whatever else an account is called does not make a person of."""


@cache
def _known() -> frozenset[str]:
    return frozenset(_BETWEEN.sub(" ", term.casefold()) for term in terms("account"))


def is_account(text: str) -> bool:
    """Whether a text is the name of an account: a known one, or one word as no name is written."""
    folded = _BETWEEN.sub(" ", text.casefold().strip())
    if folded in _known() or not _MARKS.isdisjoint(folded.split()):
        return True
    if not folded or " " in text.strip():
        return False
    if any(map(str.isdigit, text)) or "_" in text:
        return True
    return text.isascii() and (text.strip()[0].islower() or "admin" in folded)
