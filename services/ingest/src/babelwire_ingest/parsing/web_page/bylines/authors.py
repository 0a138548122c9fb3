"""Who wrote a page's article, as it declares it and prints it."""

from collections.abc import Iterator
from typing import Final

from babelwire_contracts.content import Clue, ClueKind
from babelwire_ingest.parsing.people.chosen import chosen_names
from babelwire_ingest.parsing.people.writer import Hand, Reading
from babelwire_ingest.parsing.web_page.bylines.declared import (
    Byline,
    PageSaid,
    in_contributors,
    in_json_ld_author,
    in_json_ld_creator,
    in_json_ld_page,
    in_markup,
    in_metas,
    in_payload,
    in_profiles,
    translators,
)
from babelwire_ingest.parsing.web_page.bylines.printed import printed_bylines

_ORGANISED: Final = frozenset({Hand.AGENCY, Hand.DESK})
_MAX_WORDS: Final = 300


def authors(page: PageSaid) -> tuple[list[str], list[Clue]]:
    """The writers' names, and the bylines they stand in, as printed.

    The first source that names a person: JSON-LD's author, then its creator, microdata and RDFa, meta elements, the
    byline that the page prints, the data of a script, the address of a profile. Where none does, the first that names
    an agency or a desk. Contributors count whom the printed byline names too.
    """
    without_person: list[Byline] = []
    clues: list[Clue] = []
    reading = Reading(page.site.is_exactly, page.language)
    for source in _SOURCES:
        known = any(writer.hand in _ORGANISED for line in without_person for writer in line.writers)
        found = list(source(page._replace(known=known), reading))
        clues += [Clue(kind=ClueKind.BYLINE, where=line.where, words=line.words[:_MAX_WORDS]) for line in found]
        writers = [writer for line in found for writer in line.writers]
        if any(writer.hand is Hand.PERSON for writer in writers):
            names = chosen_names(writers)
            if source is in_json_ld_author:
                names += _contributors(page, reading, names)
            return [name for name in names if name not in translators(page)], _distinct(clues)
        without_person += found
    for line in without_person:
        alike = [writer for one in without_person if one.where == line.where for writer in one.writers]
        if names := chosen_names(alike):
            return names, _distinct(clues)
    return [], _distinct(clues)


def _contributors(page: PageSaid, reading: Reading, known: list[str]) -> list[str]:
    named = chosen_names(writer for line in in_contributors(page, reading) for writer in line.writers)
    if not named:
        return []
    printed = {writer.name for line in _printed(page, reading) for writer in line.writers}
    return [name for name in named if name in printed and name not in known]


def _printed(page: PageSaid, reading: Reading) -> Iterator[Byline]:
    if page.heading is not None:
        for line in printed_bylines(page.heading, reading, guess=not page.known):
            yield Byline("byline element", line.words, tuple(line.writers))


def _distinct(clues: list[Clue]) -> list[Clue]:
    return list({clue.words: clue for clue in reversed(clues)}.values())[::-1]


_SOURCES: Final = (
    in_json_ld_author,
    in_json_ld_creator,
    in_json_ld_page,
    in_markup,
    in_metas,
    _printed,
    in_payload,
    in_profiles,
)
