"""Whom a line names as the translator of the text that it stands by."""

import re
from typing import Final

from babelwire_ingest.parsing.page_text.lines import has_case
from babelwire_ingest.parsing.people.byline_patterns import before_translator, label, translator
from babelwire_ingest.parsing.people.byline_words import is_of_others, is_of_translators, may_begin
from babelwire_ingest.parsing.people.names import all_names, split_names
from babelwire_ingest.parsing.vocabulary import holds

_HANGUL_NAME: Final = re.compile("[\uac00-\ud7a3]{2,4}")
_BEFORE: Final = " ([（【*–—-•"
_LABELS: Final = re.compile("[:：＝=／]")
_MAX_WORDS: Final = 4
_MAX_BETWEEN: Final = 4
_MAX_LINE: Final = 160
_ENDS: Final = re.compile(r"\s*[|｜;；()（）【】\n]\s*|\s{2,}|\s+[–—-]\s+|\.\s*$")


def translators(line: str) -> list[str]:
    """The translators' names in a short line that names some; empty for any other line."""
    if len(line) > _MAX_LINE:
        return []
    if may_begin(line.lstrip(_BEFORE), "translator") and (names := _first_named(line)):
        return names
    if not _LABELS.search(line) or not holds("translated_stem", line.casefold()):
        return []
    labels = list(label().finditer(line))
    for number, found in enumerate(labels):
        if is_of_translators(found["label"]):
            end = labels[number + 1].start() if number + 1 < len(labels) else len(line)
            if names := _names(line[found.end() : end]):
                return names
    return []


def _first_named(line: str) -> list[str]:
    """The names behind a translator's word at the beginning of a line, with the languages that may stand between."""
    if (term := translator().match(line)) is None:
        return []
    rest = line[term.end() :]
    for found in before_translator().finditer(rest):
        if len(rest[: found.start()].split()) > _MAX_BETWEEN:
            break
        if names := _names(rest[found.end() :]):
            return names
    names = _names(rest) if rest[:1].isspace() else []
    return names if names and _is_sure(term["term"], names) else []


def _names(text: str) -> list[str]:
    printed = _ENDS.split(text.strip(), maxsplit=1)[0].strip()
    if others := next((found for found in label().finditer(printed) if is_of_others(found["label"])), None):
        printed = printed[: others.start()].strip()
    if not printed or any(map(str.isdigit, printed)) or not all_names(printed, _MAX_WORDS):
        return []
    return split_names(printed)


def _is_sure(term: str, names: list[str]) -> bool:
    """Whether a word without a sign behind it is the label of these names, and no beginning of a sentence."""
    if " " in term or term.endswith("โดย") or all(has_case(name) and " " in name for name in names):
        return True
    return all(_HANGUL_NAME.fullmatch(name) for name in names)
