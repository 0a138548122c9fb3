"""Menus in a page's text: lists of languages, of sections, of countries, one short line after another."""

from typing import Final

from babelwire_ingest.parsing.page_text.lines import Line, ends_sentence, unspaced

_MIN_LINES: Final = 10
"""So many lines in a row of so few words, without a sentence's end or a number, are none of an article's text."""
_MAX_WORDS: Final = 3
_MAX_UNSPACED: Final = 12


def without_menus(lines: list[Line]) -> list[Line]:
    """The lines that stand in no menu."""
    kept: list[Line] = []
    run: list[Line] = []
    for line in lines:
        if _is_entry(line.text):
            run.append(line)
            continue
        kept += [] if len(run) >= _MIN_LINES else run
        run = []
        kept.append(line)
    return kept + ([] if len(run) >= _MIN_LINES else run)


def _is_entry(text: str) -> bool:
    if ends_sentence(text) or any(map(str.isdigit, text)):
        return False
    return len(text) <= _MAX_UNSPACED if unspaced(text) else len(text.split()) <= _MAX_WORDS
