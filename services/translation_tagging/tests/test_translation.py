"""The weighing of evidence."""

from babelwire_contracts.sections import TranslationMethod, TranslationStatus
from babelwire_translation_tagging.evidence import EvidenceKind, Finding
from babelwire_translation_tagging.translation import judge

TRANSLATED, ORIGINAL, UNKNOWN = (
    TranslationStatus.TRANSLATED_BY_PUBLISHER,
    TranslationStatus.ORIGINAL,
    TranslationStatus.UNKNOWN,
)


def finding(kind: EvidenceKind, side: TranslationStatus, weight: float, **more: object) -> Finding:
    return Finding(kind, "body", "words", side, weight, **more)  # type: ignore[arg-type]


def test_no_evidence_is_unknown_and_the_text_keeps_its_language() -> None:
    tag, first = judge([], language="pl", origin_language=None)
    assert (tag.status, tag.confidence, first) == (UNKNOWN, None, "pl")


def test_weak_pieces_add_up_but_habits_of_one_publisher_do_not() -> None:
    habits = [finding(EvidenceKind.TAGLINE, TRANSLATED, 0.5, habit=True)] * 3
    assert judge(habits, language="en", origin_language=None)[0].status is UNKNOWN
    artefacts = [finding(EvidenceKind.MACHINE_TRANSLATION_ARTEFACT, TRANSLATED, 0.3)]
    assert judge(habits + artefacts, language="en", origin_language=None)[0].status is TRANSLATED


def test_equal_evidence_on_both_sides_decides_nothing_and_is_all_shown() -> None:
    both = [finding(EvidenceKind.ORIGIN_LANGUAGE, side, 0.8) for side in (TRANSLATED, ORIGINAL)]
    tag, _ = judge(both, language="en", origin_language=None)
    assert tag.status is UNKNOWN
    assert [evidence.for_ for evidence in tag.evidence] == [TRANSLATED, ORIGINAL]


def test_contrary_evidence_lowers_confidence() -> None:
    alone = [finding(EvidenceKind.ORIGIN_LANGUAGE, ORIGINAL, 0.85)]
    doubted = [*alone, finding(EvidenceKind.TAGLINE, TRANSLATED, 0.4)]
    sure, _ = judge(alone, language="en", origin_language=None)
    less, _ = judge(doubted, language="en", origin_language=None)
    assert sure.confidence is not None
    assert less.confidence is not None
    assert less.confidence < sure.confidence


def test_a_note_names_method_and_language_before_all_else() -> None:
    found = [
        finding(EvidenceKind.PUBLISHER_TRANSLATES, TRANSLATED, 0.7, method=TranslationMethod.MACHINE, habit=True),
        finding(EvidenceKind.ORIGIN_LANGUAGE, TRANSLATED, 0.85, language="es"),
        finding(EvidenceKind.TRANSLATION_NOTE, TRANSLATED, 0.95, method=TranslationMethod.HUMAN, language="ca"),
    ]
    tag, first = judge(found, language="en", origin_language="es")
    assert (tag.method, first) == (TranslationMethod.HUMAN, "ca")


def test_a_translation_from_nobody_knows_where_says_so() -> None:
    found = [finding(EvidenceKind.TRANSLATION_NOTE, TRANSLATED, 0.95, method=TranslationMethod.UNKNOWN)]
    tag, first = judge(found, language="en", origin_language=None)
    assert (tag.status, tag.method, first) == (TRANSLATED, TranslationMethod.UNKNOWN, "und")


def note(language: str | None) -> Finding:
    return finding(EvidenceKind.TRANSLATION_NOTE, TRANSLATED, 0.95, language=language)


def test_notes_that_name_different_languages_name_none_unless_the_origin_agrees_with_one() -> None:
    contrary = [note("es"), note("pt")]
    assert judge(contrary, language="en", origin_language=None)[1] == "und"
    assert judge(contrary, language="en", origin_language="pt")[1] == "pt"
    assert judge(contrary, language="en", origin_language="ja")[1] == "und"
    assert judge([note("pt-BR"), note(None), note("pt")], language="en", origin_language=None)[1] == "pt-BR"
