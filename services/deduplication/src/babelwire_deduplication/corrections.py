"""What an operator has said of pairs of articles."""

from collections.abc import Collection, Mapping
from typing import Final

from babelwire_contracts.corrections import Verdict
from babelwire_deduplication.articles import FORGOTTEN, ITSELF, Articles, Seniority
from babelwire_deduplication.rows import NO_TEXT

_NONE: Final[Mapping[bytes, Verdict]] = {}


class Corrections:
    """Verdicts on pairs of articles, by the ids of both, whether or not there are such articles."""

    def __init__(self, articles: Articles) -> None:
        self._articles = articles
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

    def partners(self, article_id: bytes) -> dict[int, Verdict]:
        """The articles with a text that a verdict ties to an article, or parts from it."""
        found = {}
        for other, verdict in self.of(article_id).items():
            partner = self._articles.find(other)
            if partner is not None and self._articles.text(partner) != NO_TEXT:
                found[partner] = verdict
        return found

    def leader(self, slot: int) -> int:
        """What an article copies; itself where it copies none, `FORGOTTEN` where that is not remembered."""
        of = int(self._articles.copied[slot])
        return slot if of == ITSELF else of

    def choose(self, article_id: bytes, seniority: Seniority) -> tuple[int | None, Collection[int]]:
        """What an operator makes an article copy, as its eldest partner does, or None; and what it must not copy."""
        if not self._of:
            return None, ()
        partners = self.partners(article_id)
        senior = sorted((self._articles.seniority(one), one) for one in partners)
        leaders = [(self.leader(one), partners[one]) for order, one in senior if order < seniority]
        parted = {leader for leader, verdict in leaders if verdict is Verdict.NOT_COPIES}
        joined = (leader for leader, verdict in leaders if verdict is Verdict.COPIES and leader not in parted)
        return next((leader for leader in joined if leader != FORGOTTEN), None), parted
