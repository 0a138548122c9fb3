"""What a vector is made from."""

import pytest

from babelwire_contracts.embeddings import MAX_TEXT
from babelwire_embedding.beginnings import beginning, cut, text_hash


@pytest.mark.parametrize(
    ("title", "lead", "body", "made"),
    [
        ("Storm", "Ferries stop.", "The harbour is closed.\n\nNobody knows why.", 4),
        ("Storm", None, "The  harbour\nis closed.", "Storm\n\nThe harbour is closed."),
        ("Storm", "The harbour", "The harbour is closed.", "Storm\n\nThe harbour is closed."),
        ("Storm", "", "", "Storm"),
        ("🙂", None, " \n\n ", "🙂"),
        ("", None, "", ""),
    ],
)
def test_title_lead_and_the_start_of_the_body_each_once(
    title: str, lead: str | None, body: str, made: str | int
) -> None:
    text = beginning(title, lead, body)
    assert text == made if isinstance(made, str) else len(text.split("\n\n")) == made


def test_it_is_cut_where_a_sentence_ends() -> None:
    text = beginning("A storm", None, "Nobody at the harbour knows when. " * 4000)
    assert MAX_TEXT * 2 // 3 < len(text) <= MAX_TEXT
    assert text.endswith("knows when.")


def test_where_no_sentence_ends_it_is_cut_between_words_and_at_last_between_characters() -> None:
    assert cut("ferry " * 100, 50) == "ferry ferry ferry ferry ferry ferry ferry ferry"
    assert cut("港" * 100, 50) == "港" * 50
    assert cut("First. " + "ferry" * 100, 50) == "First. " + ("ferry" * 100)[:43]
    assert cut("港に船が入る。" * 100, 50) == "港に船が入る。" * 7


def test_a_million_characters_are_looked_at_no_further_than_is_taken() -> None:
    text = beginning("港" * 1_000_000, "港" * 1_000_000, "港" * 1_000_000)
    assert len(text) == MAX_TEXT


def test_one_text_has_one_hash() -> None:
    assert text_hash("Deprem") == text_hash("Deprem")
    assert text_hash("Deprem") != text_hash("deprem")
    assert len(text_hash("Deprem")) == 32
