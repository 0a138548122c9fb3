"""Edits on the way to readers leave copies, and do to a text what they are named after."""

import random
import unicodedata

import pytest
from tests.quality.copies.edits_published import EDITS
from tests.quality.copies.kinds import Edit, Text
from tests.quality.copies.site_phrases import SITES, site_phrases
from tests.quality.copies.test_editorial import LONG_TEXTS, SEEDS, TEXTS, kept

each_edit = pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
each_text = pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.language)
each_long_text = pytest.mark.parametrize("text", LONG_TEXTS, ids=lambda text: text.language)


@each_edit
@each_text
def test_an_edit_changes_any_text_and_does_so_alike_for_one_seed(edit: Edit, text: Text) -> None:
    for seed in SEEDS:
        copy = edit(text, random.Random(seed))
        assert copy.body != text.body
        assert copy == edit(text, random.Random(seed))
        assert copy.language == text.language
        assert all(copy.paragraphs)
        assert "{" not in copy.body


@each_edit
@each_long_text
def test_a_copy_has_most_of_the_words(edit: Edit, text: Text) -> None:
    for seed in SEEDS:
        assert kept(text, edit(text, random.Random(seed))) >= 0.55


@each_long_text
def test_a_paraphrase_touches_two_sentences_and_no_number(text: Text) -> None:
    for seed in SEEDS:
        copy = EDITS["two sentences paraphrased"](text, random.Random(seed))
        assert 1 <= sum(one != other for one, other in zip(text.paragraphs, copy.paragraphs, strict=True)) <= 2
        assert [one for one in copy.body if one.isdigit()] == [one for one in text.body if one.isdigit()]


@each_long_text
def test_furniture_is_a_fifth_of_the_text_and_stands_around_it(text: Text) -> None:
    for seed in SEEDS:
        copy = EDITS["scraped with page furniture"](text, random.Random(seed))
        assert text.body in copy.body
        assert not copy.body.startswith(text.body)
        assert 0.12 <= 1 - len(text.body) / len(copy.body) <= 0.26


@each_text
def test_print_is_the_same_letters(text: Text) -> None:
    for seed in SEEDS:
        copy = EDITS["quotes and hyphenation as in print"](text, random.Random(seed))
        assert letters(copy) == letters(text)


@each_long_text
def test_a_feed_has_the_beginning_and_the_title_for_a_lead(text: Text) -> None:
    copy = EDITS["feed's version"](text, random.Random(1))
    assert copy.lead == text.title
    assert copy.paragraphs[0] == text.paragraphs[0]
    assert copy.paragraphs[-1] in site_phrases(text, "read_more", random.Random(1))


@each_long_text
def test_merged_pages_have_one_paragraph_twice_at_least_and_lack_none(text: Text) -> None:
    copy = EDITS["merged pages"](text, random.Random(1))
    assert set(text.paragraphs) <= set(copy.paragraphs)
    assert len(copy.paragraphs) > len(set(copy.paragraphs))


def test_every_language_has_the_same_phrases() -> None:
    assert len({frozenset(phrases) for phrases in SITES.values()}) == 1


def letters(text: Text) -> list[str]:
    plain = unicodedata.normalize("NFKC", text.body)
    return [letter for letter in plain if letter.isalnum()]
