"""What became of each capture, beside what should have."""

from dataclasses import dataclass
from typing import Any, Final

from babelwire_contracts.receipts import Outcome, Receipt
from babelwire_samples.demo.posting import Answer
from babelwire_samples.manifest import Kind, RenderedSamples, SampleCapture

REFUSED: Final = "refused"
_REPEATED: Final = {"indexed": ["unchanged"]}
_TRANSLATED: Final = "translated_by_publisher"


@dataclass(frozen=True, slots=True)
class Ended:
    """A capture and how it ended: `outcome` is a receipt's, `refused`, or None while nobody knows."""

    capture: SampleCapture
    outcome: str | None
    reason: str | None = None
    article_id: str | None = None

    @property
    def as_expected(self) -> bool:
        """Whether this is right on a first run, or on a run after one."""
        right = self.capture.expected_outcomes
        return self.outcome in right or self.outcome in [again for one in right for again in _REPEATED.get(one, [])]


def account(samples: RenderedSamples, answers: dict[str, Answer], receipts: dict[str, Receipt]) -> list[Ended]:
    """Every capture of the samples in order; `answers` are by file name, `receipts` by capture id."""
    seen: dict[str, int] = {}
    ended = []
    for capture in samples.captures:
        answer = answers[capture.file]
        if answer.refusal is not None:
            ended.append(Ended(capture, REFUSED, answer.refusal))
            continue
        position = seen.get(capture.file, 0)
        seen[capture.file] = position + 1
        receipt = receipts.get(answer.ids[position]) if position < len(answer.ids) else None
        if receipt is None:
            ended.append(Ended(capture, None))
        else:
            ended.append(Ended(capture, receipt.outcome.value, receipt.reason, receipt.article_id))
    return ended


def changed_nothing(ended: list[Ended]) -> bool:
    """Whether every article was there already."""
    return not any(one.outcome == Outcome.INDEXED for one in ended)


def _is_linked(one: str, other: str | None, documents: dict[str, dict[str, Any]]) -> bool:
    """Whether either of two articles says that it copies the other."""
    if other is None:
        return False
    sides = ((one, other), (other, one))
    return any((documents.get(this, {}).get("duplicate") or {}).get("of") == that for this, that in sides)


def copies_found(ended: list[Ended], documents: dict[str, dict[str, Any]]) -> dict[Kind, tuple[int, int]]:
    """Of the pairs of exact and of near-duplicates: how many the index links, and how many there are.

    `documents` are by article id.
    """
    ids = {one.capture.id: one.article_id for one in ended}
    found = {}
    for kind in (Kind.EXACT_DUPLICATE, Kind.NEAR_DUPLICATE):
        pairs = [(one.article_id, ids.get(one.capture.of or "")) for one in ended if one.capture.kind is kind]
        linked = sum(one is not None and _is_linked(one, other, documents) for one, other in pairs)
        found[kind] = (linked, len(pairs))
    return found


@dataclass(frozen=True, slots=True)
class Tagged:
    """Of `articles`, how many have the language and the original language that are right, and of `translations`,
    how many are tagged as translated before they were captured."""

    articles: int
    language: int
    original_language: int
    translations: int
    translated: int


def tags_found(ended: list[Ended], documents: dict[str, dict[str, Any]]) -> Tagged:
    """Compares the tags of the documents (by article id) with the manifest; what a revision replaced is left out."""
    replaced = {one.capture.of for one in ended if one.capture.kind is Kind.REVISION}
    pairs = [
        (one.capture, documents[one.article_id])
        for one in ended
        if one.article_id in documents and one.capture.event is not None and one.capture.id not in replaced
    ]
    translations = [
        (capture, document)
        for capture, document in pairs
        if capture.expected_language != capture.expected_original_language
    ]
    return Tagged(
        articles=len(pairs),
        language=sum(document.get("language") == capture.expected_language for capture, document in pairs),
        original_language=sum(
            document.get("original_language") == capture.expected_original_language for capture, document in pairs
        ),
        translations=len(translations),
        translated=sum(
            (document.get("translation") or {}).get("status") == _TRANSLATED for _, document in translations
        ),
    )
