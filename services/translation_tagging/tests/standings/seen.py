"""Observations of articles of one publisher, as tests make them up."""

from collections.abc import Iterable
from hashlib import sha256

from babelwire_contracts.publishers import PublisherObservation
from babelwire_contracts.sections import SectionVersion, TranslationMethod, TranslationStatus

DOMAIN = "thelimitedtimes.example"
TRANSLATED = TranslationStatus.TRANSLATED_BY_PUBLISHER
ORIGINAL = TranslationStatus.ORIGINAL
SILENT = TranslationStatus.UNKNOWN


def article_id(number: int) -> str:
    """Ids are hashes, as those of articles are."""
    return sha256(str(number).encode()).hexdigest()[:32]


def observed(
    number: int,
    status: TranslationStatus,
    method: TranslationMethod | None = None,
    *,
    revision: int = 0,
    generation: int = 1,
) -> PublisherObservation:
    """What the article of a number says of itself."""
    version = SectionVersion(revision=f"2026-03-{revision:02}", content_generation=1, generation=generation)
    return PublisherObservation(
        domain=DOMAIN, article_id=article_id(number), version=version, status=status, method=method
    )


def articles(
    translated: int = 0, original: int = 0, silent: int = 0, *, machine: int = 0, human: int = 0
) -> list[PublisherObservation]:
    """So many articles of each kind; of the translations `machine` and `human` say who made them."""
    methods = [TranslationMethod.MACHINE] * machine + [TranslationMethod.HUMAN] * human
    methods += [TranslationMethod.UNKNOWN] * (translated - len(methods))
    kinds: Iterable[tuple[TranslationStatus, TranslationMethod | None]] = [
        *((TRANSLATED, method) for method in methods),
        *((ORIGINAL, None) for _ in range(original)),
        *((SILENT, None) for _ in range(silent)),
    ]
    return [observed(number, status, method) for number, (status, method) in enumerate(kinds)]
