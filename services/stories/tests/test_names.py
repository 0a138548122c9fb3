"""Names by their sound, in whatever script."""

import pytest

from babelwire_stories.names import names_of, skeleton


@pytest.mark.parametrize(
    "written",
    ["Pütürge", "Пютюрге", "بوتورغه", "پوتورگه", "ピュトゥルゲ", "पुतुर्गे"],
)
def test_a_name_sounds_the_same_in_all_scripts(written: str) -> None:
    assert skeleton(written) == "ptrk"


def test_names_differ_by_their_consonants() -> None:
    assert len({skeleton(each) for each in ("Malatya", "Bingöl", "İzmir", "Elazığ")}) == 4


def test_words_with_a_capital_are_names_where_a_script_has_capitals() -> None:
    assert set(names_of("The governor of Malatya visited Pütürge'de kalanlar.").values()) == {"Malatya", "Pütürge"}


def test_articles_and_particles_written_together_with_a_name_are_none_of_it() -> None:
    assert "mrt" in names_of("في ولاية الملاطية")
    assert "mrt" in names_of("말라티아에서 지진이")


def test_chinese_spells_foreign_names_by_certain_characters() -> None:
    assert names_of("土耳其马拉蒂亚省发生地震") == {"mrt": "马拉蒂亚"}


def test_a_text_without_names_has_none() -> None:
    assert names_of("") == names_of("12, 5! 🙂") == {}
