"""Words are those of the text in form NFKC, though few texts are ever normalised."""

import hashlib
import unicodedata

import pytest
from babelwire_deduplication.shingles import words_of
from babelwire_deduplication.signatures import reduce_texts
from babelwire_deduplication.text_folding import UNSETTLED, folding_table
from hypothesis import given
from hypothesis import strategies as st

SETTLED = [code for code in range(len(folding_table()) - 1) if not folding_table()[code] & UNSETTLED]

scripts = st.sampled_from([0x20, 0xA0, 0x300, 0x600, 0x900, 0xE00, 0x1100, 0x2000, 0x3040, 0x3130, 0xAC00, 0xFF00])
characters = st.one_of(
    st.builds(lambda first, offset: chr(first + offset), scripts, st.integers(0, 0xFF)),
    st.characters(),
    st.sampled_from("Åﬁ№½…™가\u1112\u1161\u11ab\uffc2e\u0301カ\u3099ｶﾞ"),
)
texts = st.lists(st.text(characters, min_size=1, max_size=8), max_size=30).map(" ".join)


def nfkc(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@given(st.lists(st.tuples(texts, st.none() | texts, texts), min_size=1, max_size=3))
def test_words_are_those_of_the_normal_form(articles: list[tuple[str, str | None, str]]) -> None:
    normal = [(nfkc(title), lead and nfkc(lead), nfkc(body)) for title, lead, body in articles]
    assert reduce_texts(articles) == reduce_texts(normal)


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
    ("text", "digest"),
    [
        ("The ferry's 3rd return, ½ price: Straße, İstanbul", "bf3e4cf07c21f7b0"),
        ("渡船々星期六恢复航行〇豈𠮷", "a88b91e967faeabb"),
        ("フェリーはﾌｪﾘｰﾊﾞｽ土曜日に運航を再開した", "d71e0f3acd24e10a"),
        ("เรือข้ามฟากกลับมา", "ed257eb70fffd3ec"),
        ("ເຮືອຂ້າມຟາກກັບມາ", "bb0958a1359fed03"),
        ("ကူးတို့သင်္ဘော ပြန်လာပြီ", "627731427499546a"),
        ("សាឡាងត្រឡប់មកវិញ", "62a551725a924da9"),
        ("연락선이 토요일에 돌아왔다", "444cd212d8b866f3"),
        ("العبّارة تعود يوم السبت", "d9bba3c19e0a4ada"),
        ("ꩠꩡ ꧡꧢ ㄅㄆ ꀀꀁ 𛀂𛀃 〡〢 ー゛", "cc27bbd2503b4d45"),
    ],
)
def test_the_words_of_a_text_stay_what_they_were(text: str, digest: str) -> None:
    """Those of the fingerprints that are kept: other words need another scheme and a raised generation."""
    (words,) = words_of([("", text)])
    assert hashlib.sha256(words.hashes.tobytes() + words.shingles.tobytes()).hexdigest()[:16] == digest
