"""What a translation leaves as it is is found in any script, and in the order of the text."""

from datetime import UTC, datetime

import pytest

from babelwire_comparison.unchanged.invariants import invariants
from babelwire_comparison.unchanged.names import names
from babelwire_comparison.unchanged.numbers import numbers
from babelwire_contracts import identity
from babelwire_contracts.content import Alternate, Clue, ClueKind, Content, Image
from babelwire_contracts.invariants import MAX_LENGTHS, MAX_NUMBERS, WHOLE

OWN = "0" * 32


def content(body: str, **fields: object) -> Content:
    made = {
        "revision": "r",
        "generation": 1,
        "content_hash": "1" * 32,
        "captured_at": datetime(2026, 3, 1, tzinfo=UTC),
        "title": "A title",
        "body": body,
    }
    return Content(**{**made, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1,500 of 12.000 and 3 400 000", ["1500", "12000", "3400000"]),
        ("5.4, then 5,4", ["54", "54"]),
        ("١٬٥٠٠ و ٧٫٥", ["1500", "75"]),
        ("१२,३४,५६७ लोग, ९ दिन", ["1234567", "9"]),
        ("2018年9月28日", ["2018", "9", "28"]),
        ("10–6 at 09:05", ["10", "6", "9", "5"]),
        ("３２歳", ["32"]),
        ("no number", []),
    ],
)
def test_a_number_is_its_digits_in_every_script(text: str, found: list[str]) -> None:
    assert [number for number, _at in numbers(text)] == found


def test_names_are_words_with_a_capital_that_begin_no_sentence() -> None:
    text = "Yesterday Angela Müller met the UN. “Nobody came,” said O'Brien: Then she left."
    assert [name for name, _at in names(text)] == ["angela", "muller", "obrien"]
    assert [name for name, _at in names("昨日、NATO と Boeing が発表した")] == ["nato", "boeing"]


def test_what_is_found_stands_in_the_order_of_the_text_with_its_place() -> None:
    found = invariants(OWN, content("In 2018 it was 5.\n\n“Yes,” said Ada.\n\n" + "x" * 940), None)
    assert [one.value for one in found.numbers] == ["2018", "5"]
    assert [one.value for one in found.names] == ["ada"]
    assert found.paragraphs == found.sentences == [17, 16, 940]
    assert len(found.quotes) == 1
    assert 0 < found.numbers[0].at < found.numbers[1].at < found.quotes[0] < WHOLE


def test_pages_that_are_linked_are_told_by_their_ids_and_never_the_article_itself() -> None:
    there, own = "https://example.org/tr/1?utm_source=x", "https://example.org/1"
    clues = [
        Clue(kind=ClueKind.BASED_ON, where="json-ld", words="a title", address="https://example.com/source"),
        Clue(kind=ClueKind.ORIGINAL_LINK, where="text", words="read it there"),
    ]
    alternates = [Alternate(url=there, language="tr"), Alternate(url=own, language="en")]
    found = invariants(identity.article_id(own), content("x", alternates=alternates, clues=clues), None)
    assert found.alternates == [identity.article_id("https://example.org/tr/1")]
    assert found.sources == [identity.article_id("https://example.com/source")]


def test_a_picture_is_told_by_the_name_of_its_file_unless_that_says_nothing() -> None:
    names = ("a/Quake-Izmir.JPG?w=3", "b/1.jpg", "c/quake-izmir.jpg")
    images = [Image(url=f"https://cdn.example/{name}") for name in names]
    assert invariants(OWN, content("x", images=images), None).media == ["quake-izmir.jpg"]


def test_of_a_text_without_bounds_a_bounded_part_is_told() -> None:
    found = invariants(OWN, content("\n\n".join(f"Page {number} of Ten." for number in range(100_000))), None)
    assert (len(found.numbers), len(found.paragraphs)) == (MAX_NUMBERS, MAX_LENGTHS)
