"""The agencies that sign an article: as its author, in its dateline, at its end."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from babelwire_contracts.content import ClueKind
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.found_origin import FoundOrigin, found
from babelwire_translation_tagging.outlets.outlet import Kind, Outlet
from babelwire_translation_tagging.outlets.registry import OutletRegistry
from babelwire_translation_tagging.source_words import LINE_CHARACTERS

BESIDE_TEXT: Final = "right beside the text"
"""What the place of such a line ends with."""

_BYLINE_LABEL: Final = re.compile(
    r"^\W*(?:by|von|door|par|por|av|af|di|da|od|do|od|autora?|author|auteur|autore|автор|от|від|بقلم|מאת|文|記者)\b\s*[:：]?\s*",
    re.IGNORECASE,
)
_BYLINE_PARTS: Final = re.compile(r"\s*(?:[,|/()]|\s[-–—]\s|\bfor\b)\s*")
_DATELINE_AGENCY: Final = re.compile(r"\(([^()\n]{2,40})\)")
_BODY_DATELINE: Final = re.compile(r"^[^\n.。]{0,90}?\(([^()\n]{2,40})\)\s*[-–—:.]")
_PLACE_AND_AGENCY: Final = re.compile(r"^[^\n(.]{1,40}[,،][^\n(]{1,30}\(([^()\n]{2,40})\)\s")
_CHINESE_DATELINE: Final = re.compile(r"^[（(]?([^\s\d]{2,8}?(?:社|網|网))[^\s。]{0,20}[日]?[電电讯訊]")
_MAX_SIGNATURE: Final = 60
_IN_BRACKETS: Final = re.compile(r"\s*[(（\[][^()\[\]]+[)）\]]\s*")
_SIGNED: Final = re.compile(r"\s*[()（）\[\]]\s*")


def signed(content: TaggedContent, registry: OutletRegistry) -> Iterator[FoundOrigin]:
    """Agencies that sign as author, or in the dateline. A person's name is never an outlet, so only agencies count."""
    lines = [(clue.words[:LINE_CHARACTERS], clue.where) for clue in content.clues_of(ClueKind.BYLINE)]
    lines += [(author[:LINE_CHARACTERS], "authors") for author in content.authors]
    for words, where in lines:
        for name, outlets in _signing(words, registry):
            yield found(name, None, outlets, where=where, words=words)
    for clue in content.clues_of(ClueKind.DATELINE):
        yield from _agencies(_DATELINE_AGENCY.findall(clue.words[:LINE_CHARACTERS]), clue.where, clue.words, registry)
    start = content.body[:LINE_CHARACTERS]
    for pattern in (*((_BODY_DATELINE, _PLACE_AND_AGENCY) if "(" in start else ()), _CHINESE_DATELINE):
        if match := pattern.match(start):
            yield from _agencies([match[1]], "body, dateline", match[0], registry)
    beside = [clue for clue in content.clues_of(ClueKind.CREDIT_LINE) if clue.where.endswith(BESIDE_TEXT)]
    lines = [(clue.words, clue.where) for clue in beside]
    lines.append((content.body[-_MAX_SIGNATURE:].rpartition("\n\n")[2], "body, end"))
    for words, where in lines:
        if 0 < len(words) <= _MAX_SIGNATURE:
            yield from _agencies([words, *_SIGNED.split(words)], where, words, registry)


@lru_cache(maxsize=4096)
def _signing(byline: str, registry: OutletRegistry) -> list[tuple[str, list[Outlet]]]:
    """The agencies that a byline names, and the outlets of one name that is in brackets by itself."""
    parts = _BYLINE_PARTS.split(_BYLINE_LABEL.sub("", byline))
    signing = list(_agencies_named([byline, *reversed(parts)], registry))
    if _IN_BRACKETS.fullmatch(byline) and len(outlets := registry.called(_SIGNED.sub("", byline))) == 1:
        signing.append((_SIGNED.sub("", byline), outlets))
    return signing


def _agencies(names: Iterable[str], where: str, words: str, registry: OutletRegistry) -> Iterator[FoundOrigin]:
    for name, outlets in _agencies_named(names, registry):
        yield found(name, None, outlets, where=where, words=words)


def _agencies_named(names: Iterable[str], registry: OutletRegistry) -> Iterator[tuple[str, list[Outlet]]]:
    for name in names:
        outlets = [outlet for outlet in registry.named(name) if outlet.kind is Kind.AGENCY]
        if outlets:
            yield name.strip(), outlets
