"""Look-alikes that share standing parts: so much of them is the same, and so little of what they tell."""

import random
import re
from collections import Counter
from itertools import combinations, pairwise

import pytest
from tests.quality.copies.kinds import LookAlikes, Text
from tests.quality.copies.look_alikes_standing import LOOK_ALIKES
from tests.quality.copies.test_editorial import SEEDS

LEAST_CHARACTERS = 180
SHARED_ON_AVERAGE = 0.2
MOST_SHARED = 0.45
"""By all but one pair in a hundred."""
WORD = re.compile(r"[^\W\d](?:[^\W\d]|[\u0900-\u0963])*|\d+")

each_kind = pytest.mark.parametrize("look_alikes", LOOK_ALIKES.values(), ids=LOOK_ALIKES)


@each_kind
@pytest.mark.parametrize("size", [2, 3, 40])
def test_a_family_has_the_size_asked_for_and_is_the_same_for_one_seed(look_alikes: LookAlikes, size: int) -> None:
    texts = look_alikes(random.Random(size), size)
    assert len(texts) == len({text.body for text in texts}) == size
    assert texts == look_alikes(random.Random(size), size)
    assert len({text.language for text in texts}) == 1


@each_kind
def test_no_slot_stays_open_and_bodies_are_long_enough_to_compare(look_alikes: LookAlikes) -> None:
    for seed in SEEDS:
        for text in look_alikes(random.Random(seed), 40):
            assert not re.search(r"[{}]", text.title + text.body)
            assert len(text.body) >= LEAST_CHARACTERS
            assert text.title


@each_kind
def test_two_members_share_few_facts(look_alikes: LookAlikes) -> None:
    for seed in SEEDS:
        members = facts(look_alikes(random.Random(seed), 40))
        shared = sorted(len(one & other) / min(len(one), len(other)) for one, other in combinations(members, 2))
        assert sum(shared) / len(shared) <= SHARED_ON_AVERAGE
        assert shared[-len(shared) // 100] <= MOST_SHARED


@pytest.mark.parametrize(
    ("kind", "place", "least", "most"),
    [("articles under one legal notice", -1, 0.4, 0.6), ("interviews under one introduction", 0, 0.2, 0.3)],
)
def test_a_standing_paragraph_is_the_same_word_for_word_and_so_much_of_the_text(
    kind: str, place: int, least: float, most: float
) -> None:
    for seed in range(10):
        texts = LOOK_ALIKES[kind](random.Random(seed), 40)
        assert len({text.paragraphs[place] for text in texts}) == 1
        assert all(least <= len(text.paragraphs[place]) / len(text.body) <= most for text in texts)


def test_bulletins_without_capitals_have_none_and_are_of_three_things() -> None:
    kinds = [kind for kind in LOOK_ALIKES if kind.startswith("bulletins in ")]
    assert len(kinds) == 6
    for kind in kinds:
        texts = [LOOK_ALIKES[kind](random.Random(seed), 2)[0] for seed in range(20)]
        assert not any(letter.isupper() for text in texts for letter in text.title + text.body)
        assert len({text.body[-12:] for text in texts}) == 3


def facts(texts: list[Text]) -> list[set[tuple[str, str]]]:
    """Pairs of neighbouring words that less than half of the family have."""
    pairs = [set(pairwise(WORD.findall(text.body))) for text in texts]
    members = Counter(pair for one in pairs for pair in one)
    return [{pair for pair in one if members[pair] < len(texts) / 2} for one in pairs]
