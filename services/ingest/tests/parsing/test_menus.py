import pytest

from babelwire_ingest.parsing import NotAnArticle
from babelwire_ingest.parsing.page_text.lines import read_lines
from babelwire_ingest.parsing.page_text.menus import without_menus

from .conftest import Parse

LANGUAGES = (
    "Afrikaans|Bahasa Indonesia|Bosanski|Català|Čeština|Dansk|Deutsch|Eesti|Español|Français|Gaeilge|Hausa|isiZulu|"
    "Íslenska|Kiswahili|Magyar|Tiếng Việt|Türkçe|Ελληνικά|Русский|ქართული|Հայերեն|עברית|العربية|"
    "हिन्दी|ไทย|ភាសាខ្មែរ|မြန်မာ|한국어|日本語"
).split("|")
STORY = (
    "The bees of Amber Hill have refused eleven new hives, and hang in the apple tree beside the twelfth of them.\n\n"
    "The maker says that the wood must weather first, and that he has never met a bee that could wait for it."
)


def test_a_list_of_languages_above_the_text_is_no_part_of_it(parsed: Parse) -> None:
    text = "\n".join(["Menu", *LANGUAGES]) + "\n\nBees refuse the new hives\n\n" + STORY
    content = parsed(text, "text/plain; charset=utf-8").content
    assert (content.title, content.body) == ("Bees refuse the new hives", STORY)


def test_nor_below_it(parsed: Parse) -> None:
    text = "Bees refuse the new hives\n\n" + STORY + "\n\n" + "\n".join(LANGUAGES)
    content = parsed(text, "text/plain; charset=utf-8").content
    assert (content.title, content.body) == ("Bees refuse the new hives", STORY)


def test_a_few_short_lines_are_none() -> None:
    lines = read_lines("\n\n".join([*LANGUAGES[:9], STORY]))
    assert without_menus(lines) == lines


def test_nor_are_lines_with_numbers() -> None:
    lines = read_lines("\n\n".join([f"Team {name} 3" for name in LANGUAGES]))
    assert without_menus(lines) == lines


def test_a_text_of_nothing_but_a_menu_is_no_article(parsed: Parse) -> None:
    with pytest.raises(NotAnArticle, match="menu"):
        parsed("\n\n".join(LANGUAGES), "text/plain; charset=utf-8")
