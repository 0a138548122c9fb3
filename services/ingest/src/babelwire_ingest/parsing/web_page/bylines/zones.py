"""Where a byline may stand: between headline and text, over the headline, and below the text."""

from collections.abc import Sequence
from functools import cached_property
from itertools import islice
from typing import Final

from lxml.html import HtmlElement

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.web_page.bylines.lines import LineReader, PrintedLine

_LEVELS: Final = 4
_MOST_PROSE: Final = 3
_MOST_LINES: Final = 400


class Zones:
    """The lines of a page by where they stand to its headline and text, each read when it is first asked for."""

    def __init__(self, heading: HtmlElement) -> None:
        self._heading = heading
        self._reader = LineReader(heading)
        self._title = text_cleaning.line(str(heading.text_content()))
        self.first = ""
        """The first sentence of the text."""

    @cached_property
    def under(self) -> list[PrintedLine]:
        """The lines between headline and text, and among the first sentences of that."""
        found: list[PrintedLine] = []
        sentences = 0
        for line in islice(self._reader.following(self._heading), _MOST_LINES):
            if line.is_prose:
                self.first = self.first or line.text
                sentences += 1
                if sentences == _MOST_PROSE:
                    break
            found.append(line)
        return found

    @cached_property
    def _inside(self) -> list[PrintedLine]:
        return list(islice(self._reader.inside(_container(self._heading)), _MOST_LINES))

    @cached_property
    def _edges(self) -> tuple[int, int]:
        """The numbers of the headline, and of the text's last sentence, in the element that holds both."""
        at = next((number for number, line in enumerate(self._inside) if line.text == self._title), 0)
        return at, _end_of_text(self._inside, at)

    @property
    def over(self) -> list[PrintedLine]:
        """The lines above the headline."""
        return self._inside[: self._edges[0]]

    @property
    def below(self) -> list[PrintedLine]:
        """The lines below the text."""
        return self._inside[max(self._edges) + 1 :]

    @property
    def last(self) -> str:
        """The last sentence of the text."""
        return self._inside[self._edges[1]].text if self._edges[1] < len(self._inside) else ""

    @property
    def quoted(self) -> bool:
        """Whether a quotation ends the text: what stands below it names who said that."""
        at = self._edges[1]
        return any(line.is_quotation for line in self._inside[at : at + 2])

    @cached_property
    def page(self) -> list[str]:
        """All texts of these lines, the title first."""
        return [self._title, *(line.text for line in self.under), *(line.text for line in self._inside)]


def _end_of_text(lines: Sequence[PrintedLine], start: int) -> int:
    """The number of the last sentence in the smallest element that holds half of the prose: others are comments."""
    prose = [number for number in range(start, len(lines)) if lines[number].is_prose]
    if not prose:
        return len(lines)
    held: dict[HtmlElement, int] = {}
    last: dict[HtmlElement, int] = {}
    for number in prose:
        for around in lines[number].within[0].iterancestors():
            held[around] = held.get(around, 0) + len(lines[number].text)
            last[around] = number
    half = sum(len(lines[number].text) for number in prose) / 2
    smallest = next(around for around in lines[prose[0]].within[0].iterancestors() if held[around] >= half)
    return last[smallest]


def _container(heading: HtmlElement) -> HtmlElement:
    around = next(heading.iterancestors("article", "main"), None)
    if around is not None:
        return around
    above = [element for element in heading.iterancestors() if element.tag not in {"body", "html"}]
    return [heading, *islice(above, _LEVELS)][-1]
