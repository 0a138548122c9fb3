"""What the set is made of: texts, edits that make a copy of one, and families of texts that only look alike."""

import random
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Text(NamedTuple):
    """An article's words. `body` is paragraphs joined by blank lines; `language` is a BCP 47 tag."""

    title: str
    lead: str | None
    body: str
    language: str

    @property
    def paragraphs(self) -> list[str]:
        return self.body.split("\n\n")

    def with_paragraphs(self, paragraphs: Sequence[str]) -> "Text":
        return self._replace(body="\n\n".join(paragraphs))


Edit = Callable[[Text, random.Random], Text]
"""Makes a copy of a text: what an editor, a scraper or a machine does to one. The same for the same text and seed."""

LookAlikes = Callable[[random.Random, int], list[Text]]
"""Makes so many texts that share a frame, of which none is a copy of another: their facts differ."""
