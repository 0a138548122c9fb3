"""What an article says of itself, and what it hears of its publisher."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from babelwire_contracts.canonical_url import registrable_domain
from babelwire_contracts.publishers import PublisherStanding
from babelwire_contracts.sections import Translation, TranslationMethod, TranslationStatus
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.evidence import EvidenceKind, Finding

_WEIGHT = 0.7
"""Decides where nothing speaks against it."""


class Heard(NamedTuple):
    """What is added to the evidence of an article, and the count of changes that its tags rest on."""

    finding: Finding | None
    n: int


_DEAF = Heard(None, 0)


def domain_of(content: TaggedContent) -> str | None:
    """The registrable domain of an article's publisher; None where it has none."""
    return registrable(content.publisher.domain) if content.publisher.domain else None


@lru_cache(maxsize=4096)
def registrable(domain: str) -> str | None:
    return registrable_domain(domain.lower())


def of_its_own(findings: Sequence[Finding]) -> list[Finding]:
    """The evidence that an article has of its own, without what is known or said of its publisher in general."""
    return [finding for finding in findings if not finding.habit]


def hear(standing: PublisherStanding | None, findings: Sequence[Finding], translation: Translation) -> Heard:
    """What the other articles of its publisher say of an article that was judged by its own evidence.

    It hears that it is a translation where it does not say, and nothing speaks for the contrary; who made it where it
    is a translation and does not say; and else nothing. So its tags, and their count, follow from the article and the
    standing alone.
    """
    if standing is None:
        return _DEAF
    if translation.status is TranslationStatus.TRANSLATED_BY_PUBLISHER:
        if translation.method is not TranslationMethod.UNKNOWN:
            return _DEAF
        return Heard(_finding(standing) if standing.method is not None else None, standing.method_n)
    if translation.status is TranslationStatus.ORIGINAL or any(
        finding.speaks_for is TranslationStatus.ORIGINAL for finding in findings
    ):
        return _DEAF
    return Heard(_finding(standing) if standing.translates else None, standing.n)


def _finding(standing: PublisherStanding) -> Finding:
    by = {TranslationMethod.MACHINE: " by machine", TranslationMethod.HUMAN: " by hand"}
    made = f", made{by[standing.method]}" if standing.method in by else ""
    return Finding(
        kind=EvidenceKind.PUBLISHER_TRANSLATES,
        where="other articles of the publisher",
        words=f"nine in ten or more of the other articles of {standing.domain} are translations{made}",
        speaks_for=TranslationStatus.TRANSLATED_BY_PUBLISHER,
        weight=_WEIGHT,
        method=standing.method,
        habit=True,
    )
