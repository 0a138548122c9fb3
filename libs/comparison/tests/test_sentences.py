import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_comparison.sentences import Changes, as_worded, changes, sentences
from babelwire_comparison.words import words_of

TEXTS = st.text(st.sampled_from('.!。？।؟…Aabกๆ牛」)"1 \n'), max_size=40)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He came. She left! “Did they?” he asked.", ["He came.", "She left!", "“Did they?” he asked."]),
        ("It cost 3.5 million. (Really.) Done… Next", ["It cost 3.5 million.", "(Really.)", "Done…", "Next"]),
        ("J. K. Rowling wrote. Others read.", ["J. K. Rowling wrote.", "Others read."]),
        ("A heading\nA line. Another", ["A heading", "A line.", "Another"]),
        ("彼は来た。「行く！」雨だ？はい", ["彼は来た。", "「行く！」", "雨だ？", "はい"]),
        ("هل في القاهرة؟ نعم. انتهى۔ بعد", ["هل في القاهرة؟", "نعم.", "انتهى۔", "بعد"]),
        ("यह सच है। क्या? हाँ॥ और", ["यह सच है।", "क्या?", "हाँ॥", "और"]),
        ("บริษัท Apple เปิดตัว สินค้าใหม่\nวันนี้", ["บริษัท Apple เปิดตัว", "สินค้าใหม่", "วันนี้"]),
        (" \n ", []),
    ],
)
def test_sentences_end_where_their_script_says(text: str, found: list[str]) -> None:
    assert sentences(text) == found


@given(TEXTS)
def test_no_character_is_lost_or_told_twice(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            "The bridge is closed. Nobody was hurt.",
            "THE BRIDGE IS CLOSED! Two people were hurt. Police are there.",
            Changes(added=["Two people were hurt.", "Police are there."], removed=["Nobody was hurt."]),
        ),
        (
            "橋は閉鎖された。けが人はいない。",
            "橋は閉鎖された。二人がけがをした。",
            Changes(["二人がけがをした。"], ["けが人はいない。"]),
        ),
        ("الجسر مغلق؟ لم يصب أحد.", "لم يصب أحد؛\nأصيب شخصان.", Changes(["أصيب شخصان."], ["الجسر مغلق؟"])),
        ("सड़क बंद है। कोई घायल नहीं।", "कोई घायल नहीं। सड़क बंद है।", Changes([], [])),
        ("สะพานปิด ไม่มีผู้บาดเจ็บ", "สะพานปิด มีผู้บาดเจ็บสองคน", Changes(["มีผู้บาดเจ็บสองคน"], ["ไม่มีผู้บาดเจ็บ"])),
        ("Die Stra\u00adße ist zu.", "Die Straße ist zu", Changes([], [])),
        ("One. One. One.", "Two. Two.", Changes(["Two."], ["One."])),
        ("Here. * * *", "Here. —", Changes([], [])),
    ],
)
def test_what_a_revision_changes_is_told_by_sentences(before: str, after: str, expected: Changes) -> None:
    assert changes(before, after) == expected


@given(TEXTS, TEXTS)
def test_what_one_revision_adds_the_way_back_removes(before: str, after: str) -> None:
    there, back = changes(before, after), changes(after, before)
    assert (there.added, there.removed) == (back.removed, back.added)
    old = {tuple(words_of(sentence).folded) for sentence in sentences(before)}
    assert not any(tuple(words_of(sentence).folded) in old for sentence in there.added)


@pytest.mark.parametrize("text", ["a. ", "。", ".", '."', "。」", "ก ", ". . x"])
def test_signs_in_great_number_are_read_in_one_pass(text: str) -> None:
    assert "".join("".join(sentences(text * 40_000)).split()) == "".join((text * 40_000).split())


def test_sentences_are_given_as_another_text_has_them_in_its_order() -> None:
    told = ["Two came.", "NOBODY stayed.", "One went."]
    assert as_worded(told, "One went. Nobody stayed! And three. TWO came.") == [
        "One went.",
        "Nobody stayed!",
        "TWO came.",
    ]
    assert as_worded(told, "two came") == ["two came", "NOBODY stayed.", "One went."]
