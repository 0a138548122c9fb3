"""What a text is reduced to: the same wherever it stands and whoever prints it, and in every release."""

import hashlib
import random

import numpy as np
import pytest

from babelwire_comparison.folding import DIGIT, UPPER
from babelwire_comparison.reduction import (
    MAX_CHARACTERS,
    MIN_CHARACTERS,
    MIN_WORDS,
    RUN,
    SCHEME,
    SKETCH,
    UNSPACED_RUN,
    Reduced,
    parted,
    reduce_texts,
)

from .alike import reduced, same

LONG = (
    "The council of the island voted on Monday to keep its only lighthouse lit, after a petition that nearly all of "
    "its four hundred inhabitants had signed. The lamp costs less than feared, the keeper told the assembly. It had "
    "burned for a hundred and twelve years without a night of rest, and fishermen said that no screen could replace it."
)
WRITTEN = [
    "The ferry's 3rd return, ½ price: Straße, İstanbul. ",
    "渡船々星期六恢复航行〇豈𠮷。",
    "フェリーはﾌｪﾘｰﾊﾞｽ土曜日に運航を再開した。",
    "เรือข้ามฟากกลับมา ",
    "ເຮືອຂ້າມຟາກກັບມາ ",
    "ကူးတို့သင်္ဘော ပြန်လာပြီ။ ",
    "សាឡាងត្រឡប់មកវិញ។ ",
    "연락선이 토요일에 돌아왔다. ",
    "العبّارة تعود يوم السبت. ",
    "ꩠꩡ ꧡꧢ ㄅㄆ ꀀꀁ 𛀂𛀃 〡〢 ー゛ ",
]
DIGESTS = [
    "75f92f23d7870985",
    "c9bdd313cc73b100",
    "f0bb43f1dd40386a",
    "9e268aaaaf9cbaad",
    "1c1459cc80eb9bc8",
    "5344ee1252948a38",
    "55728be51f2d0f13",
    "7becfe20dddbcd73",
    "be4954f12e5ca87d",
    "198a050b2368b5eb",
]


def digest(text: Reduced) -> str:
    hashes = [one.astype("<u4").tobytes() for one in (text.words, text.runs, text.sketch)]
    return hashlib.sha256(b"".join([text.text_hash, text.kinds.tobytes(), *hashes])).hexdigest()[:16]


@pytest.mark.parametrize(("text", "kept"), list(zip(WRITTEN, DIGESTS, strict=True)))
def test_what_a_text_is_reduced_to_stays_what_it_was(text: str, kept: str) -> None:
    """Fingerprints outlive releases: another digest needs another `SCHEME`, and their articles a raised generation."""
    found = reduced(text * 16)
    assert len(found.runs) > SKETCH
    assert (SCHEME, digest(found)) == (2, kept)


def test_a_text_under_another_headline_is_the_same_text() -> None:
    assert reduced(LONG).text_hash == reduced(LONG.upper().replace(",", " -"), "Quite another one").text_hash
    assert same(reduced(LONG), reduced(LONG.replace(", ", " -\n"), "Quite another one"))


def test_a_short_text_under_another_headline_is_not() -> None:
    one, other = reduced("Please log in.", "Subscribe"), reduced("Please log in.", "Farewell")
    assert one.text_hash != other.text_hash
    assert (len(one.runs), len(one.sketch)) == (0, 0)


def test_a_lead_counts_wherever_it_is_printed() -> None:
    lead, rest = LONG.split(". ", 1)
    assert same(reduced(rest, lead=lead + "."), reduced(LONG))


def test_a_text_is_short_up_to_a_number_of_words_or_characters() -> None:
    words = [f"word{number}" for number in range(MIN_WORDS)]
    assert len(reduced(" ".join(words)).runs)
    assert not len(reduced(" ".join(words[:-1])).runs)
    assert len(reduced("渡" * MIN_CHARACTERS).runs)
    assert not len(reduced("渡" * (MIN_CHARACTERS - 1)).runs)


def test_runs_are_of_letters_whatever_stands_between_them() -> None:
    letters = sum(map(str.isalnum, LONG))
    assert len(reduced(LONG).runs) == letters - RUN + 1
    assert (
        reduced(LONG).runs.tolist() == reduced(LONG.replace("island", "is-land").replace(" had ", "had ")).runs.tolist()
    )
    japanese = "フェリーは土曜日に運航を再開した。" * 8
    assert len(reduced(japanese).runs) == sum(map(str.isalnum, japanese)) - UNSPACED_RUN + 1


def upper(encoded: int) -> int:
    """The upper half of the hash that an entry of a sketch stands for, as far as it says, but for three bits."""
    zeros, after = 15 - (encoded >> 28), encoded & ((1 << 28) - 1)
    return (after << 21 if zeros == 15 else (1 << 63 - zeros) | (after << 35 - zeros)) >> 35


@pytest.mark.parametrize("words", [40, 300, 9000, 60_000])
def test_a_sketch_is_of_the_least_runs_each_once(words: int) -> None:
    chance = random.Random(words)
    text = reduced(" ".join("".join(chance.choices("abcdefghij", k=6)) for _ in range(words)))
    assert sorted(set(text.sketch.tolist())) == text.sketch.tolist()
    assert [upper(one) for one in text.sketch.tolist()] == [
        one >> 3 for one in sorted(set(text.runs.tolist()))[:SKETCH]
    ]


def test_a_text_of_few_runs_has_them_all_in_its_sketch() -> None:
    text = reduced("abcdefghi " * 50)
    assert len(text.sketch) == len(set(text.runs.tolist())) == 9


def test_facts_are_numbers_and_capitals_in_the_midst_of_a_sentence() -> None:
    told = 'On Monday Anna paid 3 euros to Ärzte. Berlin fell. Das 2nd "Quite" so: Yes, Émile III said X. '
    text = reduced(told * 3)
    words = "on monday anna paid 3 euros to ärzte berlin fell das 2nd quite so yes émile iii said x".split() * 3
    kinds = dict(zip(words, text.kinds.tolist(), strict=True))
    assert {word for word, kind in kinds.items() if kind == UPPER} == {"monday", "anna", "ärzte", "émile", "iii", "x"}
    assert {word for word, kind in kinds.items() if kind == DIGIT} == {"3", "2nd"}


def test_reduction_does_not_depend_on_the_batch() -> None:
    texts = [parted("Headline", None, text * count) for text in WRITTEN for count in (1, 16, 900)]
    for one, text in zip(reduce_texts(texts), texts, strict=True):
        assert same(one, reduce_texts([text])[0])


def test_what_is_past_the_bound_is_not_looked_at() -> None:
    text = "wind " * (MAX_CHARACTERS // 5)
    assert same(reduced(text), reduced(text + "and waves"))


@pytest.mark.parametrize("text", ["", "\n", "  ", "…", "\ud800", "\U0010ffff" * 50, "a" * 100_000, "的" * 3, "\u00ad"])
def test_odd_texts_are_reduced_too(text: str) -> None:
    found = reduced(text, text, text)
    assert len(found.text_hash) == 8
    assert found.runs.dtype == found.sketch.dtype == np.uint32
    assert len(found.sketch) == 0
