"""What SCALE may say."""

import pytest

from babelwire_stack.errors import InvalidSetting
from babelwire_stack.services import parse_scale


@pytest.mark.parametrize(
    ("text", "scale"),
    [
        ("", {}),
        ("indexing=3", {"indexing": 3}),
        ("indexing=3, deduplication=2", {"indexing": 3, "deduplication": 2}),
        ("translation-tagging=2", {"translation_tagging": 2}),
        ("deduplication=6,search=12", {"deduplication": 6, "search": 12}),
    ],
)
def test_it_names_services_and_numbers(text: str, scale: dict[str, int]) -> None:
    assert parse_scale(text) == scale


@pytest.mark.parametrize(
    "text",
    ["indexin=3", "kafka=3", "indexing", "indexing=0", "indexing=x", "indexing=-1", "=2", "indexing=7", "search=13"],
)
def test_anything_else_is_refused_with_the_way_out(text: str) -> None:
    with pytest.raises(InvalidSetting, match="SCALE"):
        parse_scale(text)
