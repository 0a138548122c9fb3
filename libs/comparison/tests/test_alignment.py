"""What two texts share, as spans of the texts themselves."""

import random

import pytest

from babelwire_comparison.alignment import MAX_CHARACTERS, Alignment, Span, align
from babelwire_comparison.words import words_of

ENGLISH = (
    "The ferry Aurelia left Port Calder a little after seven in the morning with two hundred passengers.",
    "It is the first ship on the route that runs on batteries alone, and it is ten minutes slower than the others.",
    "The order was placed in 2019 and cancelled twice before the shipyard in Velde went through a change of owners.",
)
GERMAN = (
    "Die Fähre Aurelia verließ Port Calder kurz nach sieben Uhr morgens mit zweihundert Fahrgästen an Bord.",
    "Sie ist das erste Schiff auf dieser Strecke, das allein mit Batterien fährt, und zehn Minuten langsamer.",
    "Der Auftrag wurde 2019 erteilt und zweimal zurückgezogen, bevor die Werft in Velde den Eigentümer wechselte.",
)
ARABIC = (
    "غادرت العبارة أوريليا ميناء كالدر بعد السابعة صباحا بقليل وعلى متنها مئتا راكب وفرقة مدرسية.",
    "وهي أول سفينة على هذا الخط تعمل بالبطاريات وحدها، وتستغرق الرحلة إلى الجزيرة خمسين دقيقة.",
    "قدم الطلب في عام ٢٠١٩ ثم ألغي مرتين قبل أن ينتقل حوض بناء السفن إلى مالك آخر في المدينة.",
)
JAPANESE = (
    "里浜鉄道で十五日、全線の運転が再開された。午前六時すぎに里浜駅を出た一番列車には大勢の住民が乗り込んだ。",
    "鉄橋は二年前の豪雨で流され、一部の区間で運休が続いていた。復旧の費用は国と県が半分ずつ負担した。",
    "沿線の高校に通う生徒は「朝の一時間を取り戻した気分です」と話し、窓の外の川を写真に収めていた。",
)
THAI = (
    "เรือเฟอร์รี่ออเรเลียออกจากท่าเรือหลังเจ็ดโมงเช้าเล็กน้อยพร้อมผู้โดยสารสองร้อยคน",
    "เป็นเรือลำแรกในเส้นทางนี้ที่ใช้แบตเตอรี่เพียงอย่างเดียว และช้ากว่าเรือลำอื่นสิบนาที",
    "คำสั่งซื้อมีขึ้นเมื่อสองปีก่อนและถูกยกเลิกสองครั้งก่อนที่อู่ต่อเรือจะเปลี่ยนเจ้าของ",
)
Paragraphs = tuple[str, ...]
LANGUAGES = pytest.mark.parametrize(
    "text", [ENGLISH, GERMAN, ARABIC, JAPANESE, THAI], ids=["en", "de", "ar", "ja", "th"]
)


def shared(found: Alignment, text: str) -> list[str]:
    return [text[slice(*passage.one)] for passage in found.passages]


def changed(found: Alignment, one: str, other: str) -> list[tuple[str, str, str]]:
    return [(each.kind, one[slice(*each.one)], other[slice(*each.other)]) for each in found.differences]


@LANGUAGES
def test_paragraphs_in_another_order_are_found_and_said_to_have_moved(text: Paragraphs) -> None:
    one, other = "\n\n".join(text), "\n\n".join((text[2], text[0], text[1]))
    found = align(one, other)
    assert found.share_one == found.share_other == 1
    assert [passage.moved for passage in found.passages] == [False, True]
    assert [words_of(part).folded for part in shared(found, one)] == [
        words_of(text[0] + text[1]).folded,
        words_of(text[2]).folded,
    ]


@LANGUAGES
def test_what_is_left_out_is_found_in_its_place(text: Paragraphs) -> None:
    one, other = "\n\n".join(text), "\n\n".join((text[0], text[2]))
    found = align(one, other)
    ((kind, left, right),) = changed(found, one, other)
    assert (kind, words_of(left).folded, right) == ("deleted", words_of(text[1]).folded, "")
    assert [passage.moved for passage in found.passages] == [False, False]
    assert found.differences[0].other.start == len(text[0].rstrip(".。"))
    assert found.share_other == 1 > found.share_one


@LANGUAGES
def test_other_news_in_the_same_language_share_nothing(text: Paragraphs) -> None:
    found = align(text[0], text[1])
    assert (found.passages, found.share_one, found.share_other) == ([], 0, 0)
    assert [each.kind for each in found.differences] == ["replaced"]


@pytest.mark.parametrize(
    ("one", "other", "changes"),
    [
        (
            "The council met on Monday and voted on the bridge in the evening.",
            "The council met on Tuesday and voted on the old bridge.",
            [("replaced", "Monday", "Tuesday"), ("inserted", "", "old"), ("deleted", "in the evening", "")],
        ),
        (
            "Der Rat tagte am Montag und stimmte über die Straßenbrücke ab.",
            "DER RAT TAGTE AM DIENSTAG UND STIMMTE ÜBER DIE STRASSENBRÜCKE AB.",
            [("replaced", "Montag", "DIENSTAG")],
        ),
        (
            "市議会は月曜日に開かれ、新しい橋の建設について採決した。",
            "市議会は火曜日に開かれ、橋の建設について採決した。",
            [("replaced", "月", "火"), ("deleted", "新しい", "")],
        ),
        (
            "اجتمع المجلس يوم الاثنين وصوت على الجسر الجديد في المدينة",
            "اجتمع المجلس يوم الثلاثاء وصوت على الجسر الجديد في المدينة",
            [("replaced", "الاثنين", "الثلاثاء")],
        ),
        (
            "สภาเมืองประชุมเมื่อวันจันทร์และลงมติเรื่องสะพานแห่งใหม่",
            "สภาเมืองประชุมเมื่อวันศุกร์และลงมติเรื่องสะพานแห่งใหม่",
            [("replaced", "จันท", "ศุก")],
        ),
    ],
)
def test_changed_words_are_named(one: str, other: str, changes: list[tuple[str, str, str]]) -> None:
    assert changed(align(one, other), one, other) == changes


def test_a_text_reworded_in_every_third_word_is_still_aligned() -> None:
    words = " ".join(ENGLISH).split()
    reworded = [word if place % 3 else f"other{place}" for place, word in enumerate(words)]
    found = align(" ".join(words), " ".join(reworded))
    assert found.share_one == pytest.approx(2 / 3, abs=0.03)
    assert {each.kind for each in found.differences} == {"replaced"}


def test_words_of_no_meaning_that_agree_by_chance_are_no_passages() -> None:
    one = "In the morning the mayor of the town went to the harbour."
    other = "The price of bread rose in the spring, and the bakers of Velde went to court."
    assert align(one, other).passages == []


def test_a_passage_that_stands_twice_is_shared_twice() -> None:
    refrain = "so say we all of us here"
    one, other = f"{refrain}. Then came the rain. {refrain}.", f"{refrain}. Nobody knew why. {refrain}."
    assert shared(align(one, other), one) == [refrain, refrain]
    assert shared(align(one, refrain), one) == [refrain]


def test_what_moved_and_was_changed_is_found_in_pieces() -> None:
    rest = "so say we all of us who live by the harbour"
    one, other = f"Rain fell on Monday in the whole town. {rest}", f"{rest} rain fell on Tuesday in the whole town"
    found = align(one, other)
    assert [part for part, passage in zip(shared(found, one), found.passages, strict=True) if passage.moved] == [
        "Rain fell on",
        "in the whole town",
    ]
    assert changed(found, one, other) == [("deleted", "Monday", ""), ("inserted", "", "Tuesday")]


def test_what_moved_parts_the_difference_that_it_stands_in() -> None:
    one = "a1 a2 a3 a4 a5 a6 gone m1 m2 m3 m4 away b1 b2 b3 b4 b5 b6"
    other = "m1 m2 m3 m4 a1 a2 a3 a4 a5 a6 came b1 b2 b3 b4 b5 b6"
    assert changed(align(one, other), one, other) == [
        ("inserted", "", "came"),
        ("deleted", "gone", ""),
        ("deleted", "away", ""),
    ]


@pytest.mark.parametrize(("word", "times"), [("buffalo ", 50_000), ("牛", 120_000), ("a b ", 40_000)])
def test_text_that_repeats_itself_is_aligned_as_far_as_is_looked(word: str, times: int) -> None:
    found = align(word * times, word * (times - 1))
    assert found.partial
    assert len(found.passages) == 1
    assert found.passages[0].one == found.passages[0].other == Span(0, len((word * times)[:MAX_CHARACTERS].rstrip()))


def test_blocks_that_repeat_with_changes_are_aligned_block_by_block() -> None:
    one, other = ("buffalo " * 20 + "herd ") * 500, ("buffalo " * 21 + "flock ") * 500
    found = align(one, other)
    assert found.share_one > 0.9
    assert not any(passage.moved for passage in found.passages)


def test_long_texts_of_many_passages_are_aligned() -> None:
    chosen = random.Random(1)
    characters = [chr(0x4E00 + chosen.randrange(2000)) for _ in range(MAX_CHARACTERS)]
    pieces = ["".join(characters[at : at + 40]) for at in range(0, len(characters), 40)]
    one = "".join(pieces)
    chosen.shuffle(pieces)
    found = align(one, "".join(pieces))
    assert found.share_one > 0.99
    assert not found.partial


def test_texts_without_words_share_nothing() -> None:
    assert align("", "") == align("…", "!") == Alignment([], [], 0, 0, partial=False)
    assert [each.kind for each in align("", "A word.").differences] == ["inserted"]
