"""The outlet that a source line names, or a link to the original."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from babelwire_contracts.content import Clue
from babelwire_translation_tagging.found_origin import (
    FoundOrigin,
    found,
    is_under,
    matching,
    one_line,
    place_in,
    without_addresses,
)
from babelwire_translation_tagging.language_names import languages_named
from babelwire_translation_tagging.outlets.registry import OutletRegistry
from babelwire_translation_tagging.printed_outlets import mentioned_in, outlet_name
from babelwire_translation_tagging.source_words import (
    BETWEEN_NAMES,
    BRACKETS,
    LABEL,
    LABEL_WITHIN,
    LINE_CHARACTERS,
    MOST_WORDS,
    QUOTES,
    SORTS,
)
from babelwire_translation_tagging.tags import declared_tag

_COLON: Final = re.compile("[:：=＝]|[-–—] ")
_NEXT_LABEL: Final = re.compile(r"\s+[^\W\d_]{2,12}\s*[:：].*")
"""A label behind a name, with what it is for: "来源：新华社 责任编辑：王萌"."""
_IN_LANGUAGE: Final = re.compile(r"\s(?:in|auf|en|em|på|po|v|w|на|по|na|a)\s\S+$", re.IGNORECASE)
"""A service of an outlet in a language: "Deutsche Welle auf Serbisch"."""
_HOST: Final = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}", re.IGNORECASE)


def in_source_line(words: str, where: str, registry: OutletRegistry, hosts: Sequence[str] = ()) -> FoundOrigin | None:
    """The first name of a source line, without what stands in brackets behind it; a language there is the text's."""
    line = _NEXT_LABEL.sub("", LABEL.sub("", one_line(words[:LINE_CHARACTERS]) or ""))
    if not line.strip(QUOTES):
        return None
    bare = without_addresses(line)
    first = BETWEEN_NAMES.split(BRACKETS.sub(" ", bare))[0].strip(QUOTES)
    inside = [match[1].strip() for match in BRACKETS.finditer(bare)]
    said = [text for text in (line, first, _IN_LANGUAGE.sub("", first), *inside) if text]
    known = next((text for text in (*said, *_without_sort(first), *_in_marks(first)) if registry.named(text)), None)
    name = known or first or next(iter(inside), line)
    host = place_in(line) or (name.lower() if _HOST.fullmatch(name) else None)
    rest = line.replace(name, " ")
    if known is None and not hosts:
        if mentioned := next(mentioned_in(line, registry), None):
            return found(mentioned[0], None, [mentioned[1]], where=where, words=words)
        if any(letter.isdigit() for letter in name) or len(name.split()) > MOST_WORDS:
            return None
    languages = [language for language in languages_named(rest) if not registry.named(rest.strip(QUOTES))]
    return found(
        name if name == line else first or name,
        hosts[0] if hosts else None,
        matching(registry, name, [*hosts, *([host] if host else [])]),
        where=where,
        host=host,
        language=languages[0] if len(languages) == 1 else None,
    )


def _without_sort(name: str) -> Iterator[str]:
    """A name without the word for what sort of outlet it is, before or behind: "newspaper Le Monde"."""
    before, _, rest = name.partition(" ")
    if before in SORTS:
        yield rest
    rest, _, behind = name.rpartition(" ")
    if behind in SORTS:
        yield rest


def _in_marks(name: str) -> Iterator[str]:
    """A Chinese name without the marks of titles, and without the word for a site: "德国《商报》网站" """
    if "《" in name:
        bare = name.replace("《", "").partition("》")
        yield bare[0]
        yield name.partition("《")[2].partition("》")[0]


def source_within(words: str) -> str | None:
    """The part of a line that is a source line, from its label on; None where the line holds none."""
    match = LABEL_WITHIN.search(words[:LINE_CHARACTERS]) if _COLON.search(words) else None
    return match[1] if match else None


def in_link(clue: Clue, registry: OutletRegistry, own: frozenset[str]) -> FoundOrigin | None:
    """The site that a link to the original leads to, with the language that the link names.

    A link within the page's own site names an outlet only by its words; `own` are the site's domains.
    """
    words = clue.words[:LINE_CHARACTERS]
    host = place_in(clue.address) or place_in(words)
    named = declared_tag(clue.language) or next(iter(languages_named(words)), None)
    mentioned = next(mentioned_in(clue.outlet or words, registry), None)
    if host is None or is_under(host, own):
        if mentioned is None:
            return None
        return found(mentioned[0], None, [mentioned[1]], where=clue.where, words=words, language=named)
    outlet = registry.at(host)
    name = clue.outlet or (mentioned[0] if mentioned else None)
    outlets = [outlet] if outlet else [mentioned[1]] if mentioned else []
    return found(name or outlet_name(words), None, outlets, where=clue.where, host=host, words=words, language=named)


def is_of_text(clue: Clue) -> bool:
    """Whether a line stands by the text, and not at the head or foot of the site."""
    return not clue.where.endswith(("above the headline", "at the foot"))
