"""Lines around an article's text that say whose it is: source, credits, byline."""

from dataclasses import dataclass, field
from typing import Final

from babelwire_contracts.content import Clue, ClueKind
from babelwire_ingest.parsing.page_text.boilerplate import Kind, classify

_AFTER: Final = 12
_CLUES: Final = {
    Kind.SOURCE: ClueKind.SOURCE_LINE,
    Kind.CREDITS: ClueKind.CREDIT_LINE,
    Kind.BYLINE: ClueKind.BYLINE,
}


@dataclass
class Surroundings:
    """What the lines around an article's text name."""

    sources: list[str] = field(default_factory=list)
    credits: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    translators: list[str] = field(default_factory=list)
    clues: list[Clue] = field(default_factory=list)


def read_surroundings(lines: list[str], title: str, paragraphs: list[str]) -> Surroundings:
    """Read the visible lines from the title to a little after the article's text; those inside are its own."""
    found = Surroundings()
    start = lines.index(title) if title in lines else 0
    last = next((at for at in range(len(lines) - 1, -1, -1) if lines[at] in paragraphs[-3:]), len(lines))
    article_text = set(paragraphs)
    for number, line in enumerate(lines[start : last + 1 + _AFTER], start=start + 1):
        mark = None if line in article_text else classify(line)
        if mark is None:
            continue
        if mark.kind is Kind.TRANSLATED:
            # The line itself is a clue of `provenance_lines`.
            found.translators += mark.names
        if (kind := _CLUES.get(mark.kind)) is None:
            continue
        found.clues.append(Clue(kind=kind, where=f"visible line {number}", words=line))
        into = {Kind.CREDITS: found.credits, Kind.BYLINE: found.authors, Kind.SOURCE: found.sources}
        names = into[mark.kind]
        names += [name for name in mark.names if name not in names]
    return found
