"""Where sentences end, and what stands between two lines of one, in scripts with spaces between words and without."""

import pytest

from babelwire_ingest.parsing.page_text.lines import ends_sentence, glue, is_prose


@pytest.mark.parametrize(
    ("left", "right", "whole"),
    [
        ("The ferry", "sails", "The ferry sails"),
        ("渡船", "恢复", "渡船恢复"),
        ("渡船恢复。", "周六", "渡船恢复。周六"),
        ("フェリー", "運航", "フェリー運航"),
        ("เรือ", "ข้าม", "เรือข้าม"),
        ("សាឡាង", "ត្រឡប់", "សាឡាងត្រឡប់"),
        ("សាឡាង។", "ត្រឡប់", "សាឡាង។ ត្រឡប់"),
        ("သင်္ဘော", "ပြန်", "သင်္ဘောပြန်"),
        ("연락선이", "돌아왔다", "연락선이 돌아왔다"),
        ("渡船", "BBC", "渡船 BBC"),
        ("", "sails", "sails"),
    ],
)
def test_lines_of_one_sentence(left: str, right: str, whole: str) -> None:
    assert glue(left, right) == whole


@pytest.mark.parametrize(
    "text",
    ["It sails.", "渡船恢复。", "नाव लौटी।", "សាឡាងត្រឡប់មកវិញ។", "ပြန်လာပြီ။", "ጀልባው ተመለሰ።"],
)
def test_a_sentence_ends_with_the_mark_of_its_script(text: str) -> None:
    assert ends_sentence(text)
    assert not ends_sentence(text[:-1])


def test_a_few_characters_of_a_script_without_spaces_are_prose() -> None:
    assert is_prose("សាឡាងត្រឡប់មកវិញនៅថ្ងៃសៅរ៍។")
    assert not is_prose("The ferry returns.")
