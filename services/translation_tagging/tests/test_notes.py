"""Translation notes in the languages they are written in, and sentences that are none."""

import pytest

from babelwire_contracts.sections import TranslationMethod
from babelwire_translation_tagging import note_words
from babelwire_translation_tagging.note_words import beginnings, holds, literal_starts, pattern
from babelwire_translation_tagging.notes import read_note, read_paragraph

HUMAN, MACHINE, UNKNOWN = TranslationMethod.HUMAN, TranslationMethod.MACHINE, TranslationMethod.UNKNOWN


@pytest.mark.parametrize(
    ("words", "method", "languages"),
    [
        ("Translated from the Portuguese by Ana Reis", HUMAN, ["pt"]),
        ("This story was machine translated.", MACHINE, []),
        ("Translated by DeepL", MACHINE, []),
        ("Traducción: Marta Ruiz", HUMAN, []),
        ("Traducido automáticamente del francés", MACHINE, ["fr"]),
        ("Tradução automática", MACHINE, []),
        ("Traduit de l'allemand par Léa Roy", HUMAN, ["de"]),
        ("Tradotto dall'inglese", UNKNOWN, ["en"]),
        ("Aus dem Russischen von Ada Stern", HUMAN, ["ru"]),
        ("Vertaald uit het Engels door Bas Kok", HUMAN, ["en"]),
        ("Översatt från engelska av Eva Ek", HUMAN, ["en"]),
        ("Oversat fra tysk", UNKNOWN, ["de"]),
        ("Przetłumaczone z angielskiego", UNKNOWN, ["en"]),
        ("Překlad: Jan Novák", HUMAN, []),
        ("Перевод с английского: Анна Белова", HUMAN, ["en"]),
        ("Переклад з англійської", UNKNOWN, ["en"]),
        ("Çeviri: Ayşe Kaya", HUMAN, []),
        ("Μετάφραση από τα αγγλικά", UNKNOWN, ["en"]),
        ("ترجمة آلية عن الفرنسية", MACHINE, ["fr"]),
        ("תרגום מכונה מאנגלית", MACHINE, ["en"]),
        ("本文由谷歌翻译", MACHINE, []),
        ("译者：王小明", HUMAN, []),
        ("機械翻訳です", MACHINE, []),
        ("번역: 김민수", HUMAN, []),
        ("Bản dịch từ tiếng Anh", UNKNOWN, ["en"]),
        ("Artikel ini diterjemahkan dari bahasa Inggris", UNKNOWN, ["en"]),
        ("First published in German in the autumn issue", UNKNOWN, ["de"]),
    ],
)
def test_a_note_is_read(words: str, method: TranslationMethod, languages: list[str]) -> None:
    note = read_note(words)
    assert note is not None
    assert (note.method, note.languages) == (method, languages)


@pytest.mark.parametrize(
    "words",
    [
        "The bus line was extended to the harbour.",
        "First published in The Guardian",
        "Lost in translation",
        "Der Übersetzer sagte vor Gericht aus.",
        "El traductor no acudió a la cita.",
        "Photo: Ada Stern",
        "",
    ],
)
def test_a_sentence_is_no_note(words: str) -> None:
    assert read_note(words) is None


def test_a_paragraph_speaks_of_itself_or_not() -> None:
    assert read_paragraph("This article was translated by Ana Reis.")
    assert read_paragraph("Traducción: Marta Ruiz")
    assert not read_paragraph("The novel, translated by Mara Holt, won the prize.")
    assert not read_paragraph("This article " + "is long and " * 40 + "was translated by Ana Reis.")


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("AI carried this Russian report into Turkish; no editor has looked at it.", "tr"),
        ("Esta matéria passou do inglês para o português com ajuda de inteligência artificial.", "pt"),
        ("نُقل هذا النص إلى العربية آليا من الألمانية", "ar"),
        ("Les articles de la presse danoise repris ici sont traduits par une machine.", "fr"),
    ],
)
def test_a_machine_that_made_one_language_of_another_translated(words: str, language: str) -> None:
    note = read_note(words, language)
    assert note is not None
    assert note.method is MACHINE


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("This comment was translated automatically from English.", "es"),
        ("Les sous-titres sont traduits de l'allemand par Léa Roy", "fr"),
        ("The notice said “This page was translated automatically from Spanish”.", "en"),
        ("English Español Tradução automática por Google Tradutor", "pt"),
        ("Read the Spanish version of this article, translated by Ana Reis", "en"),
        ("Powered by Forum. German translation by forum.example", "en"),
    ],
)
def test_what_else_is_translated_or_offered_is_no_note(words: str, language: str) -> None:
    assert read_note(words, language) is None


@pytest.mark.parametrize(
    "paragraph",
    [
        "A tradução de Leonor Sampaio é um prodígio de contenção: nenhuma palavra se põe em bicos de pés nesta obra.",
        "The clerk said that the text, translated from Dutch and back, had been read by nobody at all in the office.",
    ],
)
def test_a_sentence_of_a_text_on_translation_is_no_note(paragraph: str) -> None:
    assert read_paragraph(paragraph, "en") is None


def test_the_quick_look_misses_no_word() -> None:
    for kind in note_words.SPEAKING:
        for word in (word for listed in note_words.words_of(kind).values() for word in listed):
            assert all(beginning.strip() for beginning in beginnings(word)), word


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("traduite?s?\\b", ["traduit"]),
        (
            "(?:originally|first) (?:published|written)",
            ["originally published", "originally written", "first published", "first written"],
        ),
        ("trad\\.", ["trad."]),
        ("ai\\b", [" ai "]),
        ("翻[译譯]", ["翻"]),
    ],
)
def test_a_pattern_begins_as_every_text_that_it_is_found_in(word: str, found: list[str]) -> None:
    assert beginnings(word) == found


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("La edición en inglés la genera una herramienta automática a partir de este texto.", "es"),
        ("Die englische Fassung entsteht automatisch aus diesem Text.", "de"),
        ("Английская версия автоматически создаётся на основе этого текста.", "ru"),
        ("Maj Ödberg, „Zimowe porty”, tłum. Henryka Wasilska, wyd. Latarnia, str. 288", "pl"),
        ("Ana Prat, Els ports d'hivern, traducció d'Oriol Mas, 288 pàgines", "ca"),
        ("Maj Ödberg: Talvisatamat, suom. Liisa Koski, 288 sivua", "fi"),
    ],
)
def test_what_is_made_from_this_text_and_books_of_so_many_pages_are_no_notes(line: str, language: str) -> None:
    assert read_note(line, language) is None
    assert read_paragraph(line, language) is None


def test_words_in_one_pattern_are_found_as_each_by_itself() -> None:
    for kind in ("machine", "this_text", "first_published", "hand"):
        for word in (word for listed in note_words.words_of(kind).values() for word in listed):
            if word.replace(" ", "").isalpha():
                found = pattern(kind).search(f"a {word}")
                assert found is not None and word.startswith(found[0]), word


def test_a_choice_within_a_word_is_no_part_of_what_it_shares_with_its_neighbours() -> None:
    assert pattern("hand", "lv").search("tulkojusi anna")


@pytest.mark.parametrize(
    ("word", "starts"),
    [
        ("künstlicher? intelligenz", ["künstliche"]),
        ("(?:the )?text (?:above|below)", ["the text ", "text "]),
        ("(?:först|ursprungligen) publicera", ["först publicera", "ursprungligen publicera"]),
        ("tulkojis|tulkojusi", [""]),
        (r"\d pages", [""]),
        ("[译譯]者", [""]),
        ("ki\\b", ["ki"]),
    ],
)
def test_what_is_sought_first_of_a_pattern_is_in_every_text_that_it_is_found_in(word: str, starts: list[str]) -> None:
    assert literal_starts(word) == starts


@pytest.mark.parametrize("kind", ["machine", "this_text", "other_things", "first_published", "original", "only"])
def test_no_word_is_missed_for_what_is_sought_first(kind: str) -> None:
    for word in (word for listed in note_words.words_of(kind).values() for word in listed):
        if word.replace(" ", "").isalpha():
            assert holds(kind, f"a {word} b"), word
