"""Weighs the evidence: is the captured text the text as first written, and who translated it if not."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from babelwire_contracts.sections import Translation, TranslationMethod, TranslationStatus
from babelwire_text.language_tags import UNDETERMINED, without_variety
from babelwire_translation_tagging.evidence import EvidenceKind, Finding
from babelwire_translation_tagging.tags import same_language

_DECISIVE: Final = 0.6
"""The weights are judgements, set so that one strong piece or two fair ones reach this; they are not frequencies:
`_RIGHT` makes these of them.
"""

_MOST_BY_MARKS: Final = 0.5
"""What broken text may say by itself: a careless writer leaves such marks too."""

_RIGHT: Final = ((0.0, 0.0), (0.6, 0.7), (0.85, 0.88), (0.95, 0.92), (1.0, 0.95))
"""Strength of evidence, and how often it is right: never surer than written pages at first sight allow."""


def judge(findings: Sequence[Finding], *, language: str, origin_language: str | None) -> tuple[Translation, str]:
    """The translation tag, and the language the text was first written in.

    Pieces for one side add up as independent (1 - the product of what each leaves open), save that only the strongest
    of a publisher's habits counts. The side that reaches 0.6 and outweighs the other has it; else it is `unknown`.
    The first language of a translation is the one a note names, else its origin's; `und` where neither tells, or where
    notes contradict each other.
    """
    if not findings:
        return Translation(status=TranslationStatus.UNKNOWN), language
    translated = _strength(findings, TranslationStatus.TRANSLATED_BY_PUBLISHER)
    original = _strength(findings, TranslationStatus.ORIGINAL)
    evidence = [finding.printed() for finding in findings]
    if translated >= _DECISIVE and translated > original:
        method, engine = _method(findings)
        tag = Translation(
            status=TranslationStatus.TRANSLATED_BY_PUBLISHER,
            method=method,
            engine=engine,
            confidence=_confidence(translated, original),
            evidence=evidence,
        )
        return tag, _first_language(findings, language, origin_language)
    if original >= _DECISIVE and original > translated:
        confidence = _confidence(original, translated)
        tag = Translation(status=TranslationStatus.ORIGINAL, confidence=confidence, evidence=evidence)
        return tag, language
    return Translation(status=TranslationStatus.UNKNOWN, evidence=evidence), language


def _strength(findings: Sequence[Finding], side: TranslationStatus) -> float:
    habits = [finding.weight for finding in findings if finding.speaks_for is side and finding.habit]
    left_open = 1.0 - max(habits, default=0.0)
    by_marks = 1.0
    for finding in findings:
        if finding.speaks_for is not side or finding.habit:
            continue
        if finding.kind is EvidenceKind.MACHINE_TRANSLATION_ARTEFACT:
            by_marks *= 1.0 - finding.weight
        else:
            left_open *= 1.0 - finding.weight
    return 1.0 - left_open * max(by_marks, 1.0 - _MOST_BY_MARKS)


def _confidence(mine: float, other: float) -> float:
    """How often such evidence was right on pages that no rule had been made for, between the points of a table."""
    strength = mine * (1.0 - 0.5 * other)
    for (low, from_), (high, to) in pairwise(_RIGHT):
        if strength <= high:
            return round(from_ + (to - from_) * (strength - low) / (high - low), 2)
    return _RIGHT[-1][1]


def _method(findings: Sequence[Finding]) -> tuple[TranslationMethod, str | None]:
    """Machine or human, by the best evidence that says: a note, then the publisher's habit, then artefacts.

    Notes that contradict each other say neither.
    """
    notes = [finding for finding in findings if finding.kind is EvidenceKind.TRANSLATION_NOTE]
    engine = next((note.engine for note in notes if note.engine), None)
    if len({note.method for note in notes if note.method not in {None, TranslationMethod.UNKNOWN}}) > 1:
        return TranslationMethod.UNKNOWN, engine
    for finding in (*notes, *findings):
        if finding.method not in {None, TranslationMethod.UNKNOWN}:
            assert finding.method is not None
            return finding.method, engine
    return TranslationMethod.UNKNOWN, engine


def _first_language(findings: Sequence[Finding], language: str, origin_language: str | None) -> str:
    noted = [each.language for each in findings if each.kind is EvidenceKind.TRANSLATION_NOTE and each.language]
    if len({without_variety(tag) for tag in noted}) > 1:
        if origin_language is not None and any(same_language(origin_language, tag) for tag in noted):
            return origin_language
        return UNDETERMINED
    for kind in (
        EvidenceKind.TRANSLATION_NOTE,
        EvidenceKind.ORIGIN_LANGUAGE,
        EvidenceKind.TAGLINE,
        EvidenceKind.HTML_LANG,
    ):
        for finding in findings:
            if finding.kind is kind and finding.language is not None:
                return finding.language
    if origin_language is not None and origin_language != language:
        return origin_language
    return UNDETERMINED
