"""Texts that share standing parts: a notice, a head and a tail, headings, a table's frame; their facts all differ."""

import random
from typing import Final

from tests.quality.copies.editorial_sentences import clause, sentences
from tests.quality.copies.kinds import LookAlikes, Text
from tests.quality.copies.look_alikes_editorial.frame import families_in

BULLETINS: Final = ("quakes", "traffic", "air")


def headed(look_alikes: LookAlikes) -> LookAlikes:
    """Each text under the beginning of its own first sentence."""

    def make(rng: random.Random, size: int) -> list[Text]:
        texts = look_alikes(rng, size)
        return [text._replace(title=clause(sentences(text.paragraphs[0])[0])) for text in texts]

    return make


def bulletins_in(language: str) -> LookAlikes:
    """Each family is of earthquakes, of traffic or of the air, in a language without capital letters."""
    kinds = [families_in(kind, language) for kind in BULLETINS]
    return lambda rng, size: rng.choice(kinds)(rng, size)


LOOK_ALIKES: Final[dict[str, LookAlikes]] = {
    "articles under one legal notice": headed(families_in("briefs", "de", "en", "ja")),
    "newsletters and live blogs": families_in("newsletters", "en", "es"),
    "listings": families_in("listings", "de", "en"),
    "bulletins in Arabic": bulletins_in("ar"),
    "bulletins in Chinese": bulletins_in("zh"),
    "bulletins in Hebrew": bulletins_in("he"),
    "bulletins in Hindi": bulletins_in("hi"),
    "bulletins in Japanese": bulletins_in("ja"),
    "bulletins in Korean": bulletins_in("ko"),
    "drawn numbers and scores": families_in("numbers", "en", "fr"),
    "horoscopes": families_in("horoscopes", "en", "hi"),
    "interviews under one introduction": families_in("interviews", "en", "fr"),
}
