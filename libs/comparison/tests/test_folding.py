"""Words are those of the text in form NFKC without what nobody sees, though few texts are ever settled."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from babelwire_comparison.folding import UNSETTLED, folding_table, settled
from babelwire_comparison.reduction import reduce_texts

from .alike import reduced, same

SETTLED = [code for code in range(len(folding_table()) - 1) if not folding_table()[code] & UNSETTLED]

SENTENCE = "The ferry cooperative of Straße 3 reopened its café on Saturday; five officials cheered. "

scripts = st.sampled_from([0x20, 0xA0, 0x300, 0x600, 0x900, 0xE00, 0x1100, 0x2000, 0x3040, 0x3130, 0xAC00, 0xFF00])
characters = st.one_of(
    st.builds(lambda first, offset: chr(first + offset), scripts, st.integers(0, 0xFF)),
    st.characters(),
    st.sampled_from("Åﬁ№½…™가\u1112\u1161\u11ab\uffc2e\u0301カ\u3099ｶﾞ\u00ad\u200d\u200b\ufeff"),
)
texts = st.lists(st.text(characters, min_size=1, max_size=8), max_size=60).map(" ".join)


def nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@settings(deadline=None)
@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=3))
def test_words_and_runs_are_those_of_the_settled_text(articles: list[tuple[str, str]]) -> None:
    for change in (nfkc, settled):
        changed = reduce_texts([(change(heading), change(rest)) for heading, rest in articles])
        for one, other in zip(reduce_texts(articles), changed, strict=True):
            assert same(one, other)


def test_settled_characters_fold_as_their_normal_form_does() -> None:
    table = folding_table()
    for code in SETTLED:
        folded = {int(table[ord(other)]) for other in nfkc(chr(code))}
        assert folded == {int(table[code])}, chr(code)


def test_a_text_of_settled_characters_is_in_normal_form_but_for_single_ones() -> None:
    text = "".join(map(chr, SETTLED))
    for whole in (text, text[::-1], "".join(sorted(text, key=lambda one: ord(one) * 0x9E3779B1 % 2**32))):
        assert nfkc(whole) == "".join(map(nfkc, whole))


@pytest.mark.parametrize(
    "changed",
    [
        SENTENCE.replace("cooperative", "co\u00adopera\u00adtive"),
        SENTENCE.replace("ferry", "fer\u200dry").replace("reopened", "re\u2060opened"),
        "\ufeff" + SENTENCE.replace("café", "\u200ecafé\u200f"),
        SENTENCE.replace("fi", "ﬁ").replace("ff", "ﬀ"),
        "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in SENTENCE),
        SENTENCE.replace("ff", "f\u00adf"),
        unicodedata.normalize("NFD", SENTENCE),
    ],
    ids=["soft hyphens", "joiners", "marks of direction", "ligatures", "full width", "within a ligature", "decomposed"],
)
def test_what_a_reader_sees_the_same_is_the_same(changed: str) -> None:
    assert changed != SENTENCE
    assert same(reduced(changed * 8), reduced(SENTENCE * 8))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ｶﾞﾗｽのﾊﾞｽ", "ガラスのバス"),
        ("가나다", "\u1100\u1161\u1102\u1161\u1103\u1161"),
        ("café à la crème", "cafe\u0301 a\u0300 la cre\u0300me"),
        ("¼ of it", "1⁄4 of it"),
        ("ΌΔΟΣ", "όδος"),
        ("می\u200cخواهم", "میخواهم"),
    ],
)
def test_forms_of_one_text_have_the_same_words(one: str, other: str) -> None:
    assert same(reduced(one), reduced(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("كتاب جديد", "كـتـاب جديد"), ("resume", "résumé"), ("كُتِبَ", "كتب"), ("straße", "strasse"), ("ı", "i")],
    ids=["tatweel", "accents", "vowel signs", "sharp s", "dotless i"],
)
def test_what_a_reader_sees_differ_is_left_as_it_is(one: str, other: str) -> None:
    assert not same(reduced(one), reduced(other))
