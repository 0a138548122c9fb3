"""What an operator has said of pairs of articles."""

from collections.abc import Mapping
from typing import Final

from babelwire_contracts.corrections import Verdict

_NONE: Final[Mapping[bytes, Verdict]] = {}


class Corrections:
    """Verdicts on pairs of articles, by the ids of both, whether or not there are such articles."""

    def __init__(self) -> None:
        self._of: dict[bytes, dict[bytes, Verdict]] = {}

    def __bool__(self) -> bool:
        return bool(self._of)

    def of(self, article_id: bytes) -> Mapping[bytes, Verdict]:
        """The articles that a verdict ties to an article, or parts from it."""
        return self._of.get(article_id, _NONE)

    def set(self, one: bytes, other: bytes, verdict: Verdict | None) -> None:
        """Keeps a verdict in place of the one before; None withdraws it."""
        for article, partner in ((one, other), (other, one)):
            partners = self._of.setdefault(article, {})
            if verdict is None:
                partners.pop(partner, None)
            else:
                partners[partner] = verdict
            if not partners:
                del self._of[article]
