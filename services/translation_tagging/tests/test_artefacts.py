"""Marks of translation engines, and clean print that has none."""

import pytest

from babelwire_translation_tagging.artefacts import find_artefacts


def test_a_closing_mark_that_moved_to_the_next_word_tells() -> None:
    (found,) = find_artefacts('"They never listened. and we paid, "said the teacher on the quay.', "en")
    assert found.weight > 0
    assert 'paid, "said' in found.words


def test_clean_quotations_are_none() -> None:
    for text in (
        'He said, "we stay." She said, "we go."',
        '"We stay," he said, "and you go."',
        'The "old" ferry and the "new" one.',
        '"An open quotation that the next paragraph goes on with.',
        "« Que faire ? » demande-t-elle ; « partir ! »",
    ):
        assert find_artefacts(text, "en") == []


def test_one_stray_space_or_stop_is_a_slip_and_two_are_a_habit() -> None:
    assert find_artefacts("The ferry stays , they said.", "en") == []
    assert len(find_artefacts("The ferry stays , they said , for now.", "en")) == 1
    assert find_artefacts("The council decided. and then it slept.", "en") == []
    twice = "The council decided. and then it slept. The engineers objected. but nobody heard."
    assert len(find_artefacts(twice, "en")) == 1


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("He walked in the the room. They looked at at him.", "en"),
        ("O homem devolveu o livro anos anos depois. Está em em boa forma.", "pt"),
        ("The elk stood at the fruktavdelning über the lådan and the dörr.", "en"),
        ('" Loven er lik for alle ", sa han. " Jeg var sen ".', "nb"),
    ],
)
def test_doubled_words_words_left_over_and_moved_marks_are_artefacts(body: str, language: str) -> None:
    assert find_artefacts(body, language)


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("He had had enough. It was very very late, and that that mattered.", "en"),
        ("Die, die die Karten haben, warten. Es sind die die Letzten.", "de"),
        ("The the of a slip stands once.", "en"),
        ("In the café her fiancé made a résumé.", "en"),
        ("Kupu-kupu itu terbang pelan pelan, jauh jauh sekali.", "id"),
        ("Duran Duran and Bora Bora were there.", "en"),
    ],
)
def test_what_writers_write_is_no_artefact(body: str, language: str) -> None:
    assert find_artefacts(body, language) == []
