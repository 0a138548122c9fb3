"""What became of each capture, compared with what should have."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from babelwire_contracts.receipts import Outcome, Receipt
from babelwire_samples.demo.posting import Answer
from babelwire_samples.demo.reading import Document
from babelwire_samples.manifest import RenderedSamples, SampleCapture

REFUSED: Final = "refused"


@dataclass(frozen=True, slots=True)
class Ended:
    """A capture and how it ended: `outcome` is a receipt's, `refused`, or None while nobody knows."""

    capture: SampleCapture
    outcome: str | None
    reason: str | None = None
    article_id: str | None = None

    @property
    def as_expected(self) -> bool:
        """Whether this is right on a first run, or on a later one."""
        right = self.capture.expected_outcomes
        return self.outcome in right or (self.outcome == Outcome.UNCHANGED and Outcome.INDEXED in right)


def account(samples: RenderedSamples, answers: Mapping[str, Answer], receipts: Mapping[str, Receipt]) -> list[Ended]:
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


def with_unchanged(ended: list[Ended], before: Mapping[str, Document], after: Mapping[str, Document]) -> list[Ended]:
    """The same, with `unchanged` for what was indexed again and left its document as it was.

    A capture that is sent twice is one capture, whose receipt says `indexed` each time. Documents are by article id.
    """
    return [
        replace(one, outcome=Outcome.UNCHANGED.value)
        if one.outcome == Outcome.INDEXED and _is_as_it_was(one.article_id, before, after)
        else one
        for one in ended
    ]


def _is_as_it_was(article_id: str | None, before: Mapping[str, Document], after: Mapping[str, Document]) -> bool:
    """Whether a document was there and is the same in every field, `indexed_at` aside."""
    if article_id is None or article_id not in before or article_id not in after:
        return False
    return {**before[article_id], "indexed_at": None} == {**after[article_id], "indexed_at": None}


def changed_nothing(ended: list[Ended]) -> bool:
    """Whether every article was there already."""
    return not any(one.outcome == Outcome.INDEXED for one in ended)
