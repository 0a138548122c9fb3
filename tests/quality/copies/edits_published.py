"""What becomes of a text on its way to readers: a sub-editor's words, a printed page, a feed, a site's pages."""

import random
from typing import Final

from tests.quality.copies.editorial_paraphrase import paraphrased
from tests.quality.copies.editorial_print import as_printed
from tests.quality.copies.editorial_sentences import first_part, halves
from tests.quality.copies.kinds import Edit, Text
from tests.quality.copies.site_phrases import site_phrases

FURNITURE: Final = (0.19, 0.25)
"""The share of the whole text."""
MENU: Final = " | "
PARAGRAPH_BREAK: Final = 2
SHARE_IN_A_FEED: Final = 0.6
PARAGRAPHS_OF_A_PAGE: Final = 5


def with_furniture(text: Text, rng: random.Random) -> Text:
    """Menu, share line and cookies before it, comments and other headlines after it, again and again if it is long."""
    share = rng.uniform(*FURNITURE)
    room = len(text.body) * share / (1 - share)
    menu: list[str] = []
    for word in site_phrases(text, "menu", rng):
        if len(MENU.join(menu)) < room / 4:
            menu.append(word)
    room -= len(MENU.join(menu))
    above, below = site_phrases(text, "above", rng), site_phrases(text, "below", rng)
    before = [MENU.join(menu)]
    after: list[str] = []
    deck: list[str] = []
    while room >= min(map(len, [*above, *below])) + PARAGRAPH_BREAK:
        if not any(len(phrase) + PARAGRAPH_BREAK <= room for phrase in deck):
            deck = rng.sample([*above, *below], len(above) + len(below))
        phrase = next(one for one in deck if len(one) + PARAGRAPH_BREAK <= room)
        deck.remove(phrase)
        (before if phrase in above else after).append(phrase)
        room -= len(phrase) + PARAGRAPH_BREAK
    return text.with_paragraphs([*before, *text.paragraphs, *after])


def as_in_a_feed(text: Text, rng: random.Random) -> Text:
    """The title as the lead too, the first three fifths, and where to read on."""
    read_more = site_phrases(text, "read_more", rng)[0]
    return text.with_paragraphs([*first_part(text.paragraphs, SHARE_IN_A_FEED), read_more])._replace(lead=text.title)


def of_merged_pages(text: Text, rng: random.Random) -> Text:
    """Two pages or more, each after the first with its number and with the last paragraph of the page before."""
    paragraphs = text.paragraphs if len(text.paragraphs) > 1 else halves(text.body)
    mark = site_phrases(text, "page", rng)[0]
    length = min(PARAGRAPHS_OF_A_PAGE, (len(paragraphs) + 1) // 2)
    starts = range(length, len(paragraphs), length)
    mark = mark.replace("{pages}", str(len(starts) + 1))
    merged = paragraphs[:length]
    for page, start in enumerate(starts, start=2):
        merged += [mark.replace("{page}", str(page)), *paragraphs[start - 1 : start + length]]
    return text.with_paragraphs(merged)


EDITS: Final[dict[str, Edit]] = {
    "two sentences paraphrased": paraphrased,
    "scraped with page furniture": with_furniture,
    "quotes and hyphenation as in print": as_printed,
    "feed's version": as_in_a_feed,
    "merged pages": of_merged_pages,
}
