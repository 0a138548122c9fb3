"""What differs between a live document and the one that a shadow run made of the same article. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import takewhile
from typing import Any, Final

import msgspec

from babelwire_contracts.document import PUBLIC_FIELDS

_COMPARED: Final = frozenset(PUBLIC_FIELDS) - {"indexed_at"}
"""What readers see. When and from which record a document was written is its own in a shadow."""

_SHORT: Final = 70
_BEFORE: Final = 20


class Verdict(StrEnum):
    """How two documents of one article compare."""

    SAME = "same"
    CHANGED = "changed"
    ONLY_LIVE = "only live"
    ONLY_SHADOW = "only shadow"
    NEWER_LIVE = "newer live"
    """The live document shows a capture from after the range, so there is nothing to compare."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field, as it is and as it would be; None where it is absent."""

    field: str
    live: Any
    shadow: Any

    def shortened(self) -> tuple[str, str]:
        """Both values in one short line each, from a little before where they part."""
        live, shadow = _text(self.live), _text(self.shadow)
        alike = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(live, shadow, strict=False)))
        start = max(0, alike - _BEFORE)
        return _cut(live, start), _cut(shadow, start)


@dataclass(frozen=True, slots=True)
class Difference:
    """One article's comparison."""

    article_id: str
    title: str
    verdict: Verdict
    changes: list[Change] = field(default_factory=list)


class Tally:
    """Comparisons in sum."""

    def __init__(self) -> None:
        self.verdicts: Counter[str] = Counter({verdict.value: 0 for verdict in Verdict})
        self.fields: Counter[str] = Counter()

    def add(self, difference: Difference) -> None:
        """Counts one more."""
        self.verdicts[difference.verdict.value] += 1
        self.fields.update(change.field for change in difference.changes)


def difference(article_id: str, live: Mapping[str, Any] | None, shadow: Mapping[str, Any] | None) -> Difference:
    """How the two documents of an article compare; at least one is there."""
    title = str((live or shadow or {}).get("title", ""))
    if shadow is None:
        return Difference(article_id, title, Verdict.ONLY_LIVE)
    if live is None:
        return Difference(article_id, title, Verdict.ONLY_SHADOW)
    if live["revision"] > shadow["revision"]:
        return Difference(article_id, title, Verdict.NEWER_LIVE)
    names = sorted((live.keys() | shadow.keys()) & _COMPARED)
    changes = [Change(name, live.get(name), shadow.get(name)) for name in names if live.get(name) != shadow.get(name)]
    return Difference(article_id, title, Verdict.CHANGED if changes else Verdict.SAME, changes)


def _text(value: Any) -> str:
    if value is None:
        return "nothing"
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _cut(text: str, start: int) -> str:
    piece = text[start : start + _SHORT].replace("\n", " ")
    return f"{'…' if start else ''}{piece}{'…' if len(text) > start + _SHORT else ''}"
