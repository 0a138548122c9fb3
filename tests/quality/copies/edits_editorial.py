"""Edits that editors, agencies and sites make, in any language and script; a reader recognises each as a copy."""

import random
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from tests.quality.copies.editorial_misspelling import with_typing_errors
from tests.quality.copies.editorial_phrases import phrases
from tests.quality.copies.editorial_sentences import clause, first_part, halves, joined, sentences
from tests.quality.copies.editorial_typography import retypeset
from tests.quality.copies.editorial_update import with_new_numbers
from tests.quality.copies.kinds import Edit, Text

SHARE_MISSPELT: Final = 0.03
SHARE_CUT_BY_A_SITE: Final = 0.12
SHARE_KEPT_UNDER_A_SUMMARY: Final = 2 / 3
OFTEN: Final = 0.4


def credited(text: Text, rng: random.Random) -> Text:
    """An agency's place and name before the first sentence, a byline above it, and a copyright line at the end."""
    about = ("dateline", "byline", "copyright")
    [dateline, byline, copyright_line] = [phrases(text, one, 1, rng)[0] for one in about]
    first, *others = text.paragraphs
    return text.with_paragraphs([byline, dateline + first, *others, copyright_line])


def presented_anew(text: Text, rng: random.Random) -> Text:
    """The site's own headline and lead, made of what the text says further down; a few late sentences are dropped."""
    said = sentences(joined(text.paragraphs))
    headline = phrases(text, "headline", 1, rng)[0].replace("{clause}", clause(rng.choice(said[1:4] or said)))
    lead = joined([*phrases(text, "lead", 1, rng), *said[1:2]])
    shortened = _without_late_sentences(text, max(1, round(len(said) * SHARE_CUT_BY_A_SITE)), rng)
    return shortened._replace(title=headline, lead=lead)


def interrupted(text: Text, rng: random.Random) -> Text:
    """Teasers, captions and boxes between the paragraphs, as a scraper takes them along."""
    paragraphs = text.paragraphs if len(text.paragraphs) > 1 else halves(text.body)
    for box in phrases(text, "box", rng.randint(2, 4), rng):
        paragraphs.insert(rng.randint(1, len(paragraphs) - 1), box)
    return text.with_paragraphs(paragraphs)


def updated(text: Text, rng: random.Random) -> Text:
    """The agency's next version: new numbers, one or two sentences more, one less."""
    updates = phrases(text, "update", rng.randint(1, 2), rng)
    newer = _without_late_sentences(with_new_numbers(text, rng), 1, rng)
    paragraphs = newer.paragraphs
    for update in updates:
        place = rng.randrange(len(paragraphs))
        paragraphs[place] = joined([paragraphs[place], update])
    return newer.with_paragraphs(paragraphs)


def reparagraphed(text: Text, rng: random.Random) -> Text:
    """Paragraphs merged and split, and sentences moved between neighbours, at times past one another."""
    paragraphs = [sentences(paragraph) for paragraph in text.paragraphs]
    for earlier, later in pairwise(paragraphs):
        if len(earlier) > 1 and rng.random() < OFTEN:
            later.insert(rng.randint(0, 1), earlier.pop())
        elif len(later) > 1 and rng.random() < OFTEN:
            earlier.append(later.pop(0))
    regrouped = text.with_paragraphs(_merged_and_split([joined(parts) for parts in paragraphs], rng))
    return regrouped if regrouped.body != text.body else _split_or_merged_once(text)


def misspelt(text: Text, rng: random.Random) -> Text:
    """Some three words of a hundred mistyped, in the body and at times in the title."""
    title = with_typing_errors(text.title, SHARE_MISSPELT, rng) if rng.random() < OFTEN else text.title
    return text._replace(title=title, body=with_typing_errors(text.body, SHARE_MISSPELT, rng))


def summarised_and_cut(text: Text, rng: random.Random) -> Text:
    """A box on top that repeats some of the body's sentences, and the last third of the body gone."""
    said = sentences(joined(text.paragraphs))
    points = sorted(rng.sample(range(len(said)), min(3, len(said))))
    box = "\n".join([*phrases(text, "summary", 1, rng), *(f"• {said[point]}" for point in points)])
    return text.with_paragraphs([box, *first_part(text.paragraphs, SHARE_KEPT_UNDER_A_SUMMARY)])


EDITS: Final[dict[str, Edit]] = {
    "typography only": retypeset,
    "agency's note and copyright line": credited,
    "another headline and lead": presented_anew,
    "teasers and boxes between paragraphs": interrupted,
    "agency's update": updated,
    "paragraphs regrouped": reparagraphed,
    "typing errors": misspelt,
    "summary on top, last third cut": summarised_and_cut,
}


def _without_late_sentences(text: Text, count: int, rng: random.Random) -> Text:
    """The text without some sentences of its second half; a text of one or two sentences stays whole."""
    paragraphs = [sentences(paragraph) for paragraph in text.paragraphs]
    places = [(at, which) for at, parts in enumerate(paragraphs) for which in range(len(parts))]
    late = places[max(2, len(places) // 2) :]
    for at, which in sorted(rng.sample(late, min(count, len(late))), reverse=True):
        del paragraphs[at][which]
    return text.with_paragraphs([joined(parts) for parts in paragraphs if parts])


def _merged_and_split(paragraphs: Sequence[str], rng: random.Random) -> list[str]:
    regrouped: list[str] = []
    for paragraph in paragraphs:
        if regrouped and rng.random() < OFTEN:
            regrouped[-1] = joined([regrouped[-1], paragraph])
        elif len(sentences(paragraph)) > 1 and rng.random() < OFTEN:
            regrouped += halves(paragraph)
        else:
            regrouped.append(paragraph)
    return regrouped


def _split_or_merged_once(text: Text) -> Text:
    first, *others = text.paragraphs
    if others:
        return text.with_paragraphs([joined([first, others[0]]), *others[1:]])
    return text.with_paragraphs(halves(first))
