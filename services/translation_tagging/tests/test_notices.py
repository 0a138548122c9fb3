"""Notices in the words of many languages, most of which no rule has a wording for."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from babelwire_translation_tagging.notes import read_note

NOTICES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "notices.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("notice", NOTICES["translations"]["notices"], ids=lambda notice: notice["words"])
def test_a_notice_says_who_translated_and_from_which_language(notice: dict[str, str]) -> None:
    note = read_note(notice["words"], notice["text_language"])
    assert note is not None
    assert note.method == notice["method"]
    assert note.original(notice["text_language"]) == notice["original"]


@pytest.mark.parametrize("notice", NOTICES["others"]["notices"], ids=lambda notice: notice["words"])
def test_a_line_that_does_not_speak_of_this_text_is_no_note(notice: dict[str, str]) -> None:
    assert read_note(notice["words"], notice["text_language"]) is None
