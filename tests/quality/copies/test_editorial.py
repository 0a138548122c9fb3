"""Editorial edits leave copies; editorial look-alikes are none."""

import random
import re
import unicodedata
from collections import Counter
from itertools import combinations, pairwise

import pytest
from tests.quality.copies.editorial_sentences import is_unspaced, joined, sentences
from tests.quality.copies.edits_editorial import EDITS
from tests.quality.copies.kinds import Edit, LookAlikes, Text
from tests.quality.copies.look_alikes_editorial import LOOK_ALIKES

ENGLISH = LOOK_ALIKES["election results by municipality"](random.Random(1), 1)[0]
ARABIC = Text(
    "ارتفاع عدد المصابين في حريق السوق",
    None,
    "قالت السلطات المحلية إن 12 شخصا أصيبوا في حريق في السوق القديم. وهرعت فرق الإطفاء إليه عند الساعة 14:30.\n\n"
    "وأضاف مدير الدفاع المدني أن النيران التهمت عشرات المتاجر الخشبية. ولم تعرف أسباب الحريق بعد، والشرطة تحقق.\n\n"
    "ودعت البلدية التجار إلى تقديم طلبات التعويض خلال أسبوع. وقال أحد الباعة إنه فقد كل بضاعته في ساعة واحدة.",
    "ar",
)
HINDI = Text(
    "बाढ़ से कई गाँव डूबे",
    "राहत का काम जारी है।",
    "राज्य के उत्तरी ज़िलों में लगातार बारिश के बाद नदी का पानी गाँवों में घुस गया। प्रशासन ने 38 नावें भेजी हैं।\n\n"
    "ज़िला अधिकारी ने बताया कि स्कूलों में शिविर बनाए गए हैं। वहाँ भोजन और दवाइयाँ बाँटी जा रही हैं। लोग सावधान रहें।\n\n"
    "मौसम विभाग के अनुसार अगले दो दिन तक बारिश जारी रहेगी। किसानों की फ़सल को भारी नुकसान हुआ है।",
    "hi",
)
THAI = Text(
    "ฝนตกหนักทั่วกรุงเทพฯ",
    None,
    "เมื่อวานนี้เกิดฝนตกหนักทั่วกรุงเทพมหานคร ทำให้น้ำท่วมถนนหลายสาย เจ้าหน้าที่เร่งระบายน้ำทั้งคืน และขอให้หลีกเลี่ยงเส้นทาง\n\n"
    "ผู้ว่าราชการกล่าวว่า เครื่องสูบน้ำ 25 เครื่องทำงานเต็มกำลัง คาดว่าจะคลี่คลายภายในสองวัน โรงเรียนบางแห่งปิดเรียน",
    "th",
)
CHINESE = Text(
    "山区公路塌方，交通中断",
    None,
    "昨日下午，连日暴雨导致山区公路发生塌方，约35辆汽车被困。消防人员赶到现场救援。所有乘客已安全撤离。\n\n"
    "交通部门表示，抢修工作正在进行。预计两天后恢复通车。当地政府提醒司机绕行，并注意天气变化。",
    "zh",
)
KOREAN = Text(
    "도심 공사장 화재로 교통 통제",
    None,
    "어제 오후 도심의 한 공사장에서 불이 나 인근 도로가 통제됐다. 소방 당국은 장비 27대를 투입해 불을 껐다.\n\n"
    "인명 피해는 없는 것으로 확인됐다. 경찰은 용접 작업 중 불꽃이 튄 것으로 본다. 시는 창문을 닫으라고 당부했다.",
    "ko",
)
TEXTS = [ENGLISH, ARABIC, HINDI, THAI, CHINESE, KOREAN, Text("Kurz", None, "Ein Satz ohne Zahl.", "de")]
LONG_TEXTS = TEXTS[:-1]
SEEDS = range(5)

each_edit = pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
each_kind = pytest.mark.parametrize("look_alikes", LOOK_ALIKES.values(), ids=LOOK_ALIKES)


@each_edit
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.language)
def test_an_edit_changes_any_text_and_does_so_alike_for_one_seed(edit: Edit, text: Text) -> None:
    for seed in SEEDS:
        copy = edit(text, random.Random(seed))
        assert copy != text
        assert copy == edit(text, random.Random(seed))
        assert copy.language == text.language
        assert all(copy.paragraphs)


@each_edit
@pytest.mark.parametrize("text", LONG_TEXTS, ids=lambda text: text.language)
def test_a_copy_has_another_body_with_most_of_the_words(edit: Edit, text: Text) -> None:
    for seed in SEEDS:
        copy = edit(text, random.Random(seed))
        assert copy.body != text.body
        assert kept(text, copy) >= 0.6


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.language)
def test_other_typography_is_the_same_words(text: Text) -> None:
    for seed in SEEDS:
        assert kept(text, EDITS["typography only"](text, random.Random(seed))) == 1


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.language)
def test_sentences_joined_again_are_the_paragraph(text: Text) -> None:
    for paragraph in text.paragraphs:
        assert joined(sentences(paragraph)) == paragraph


@each_kind
@pytest.mark.parametrize("size", [2, 3, 40, 100])
def test_a_family_has_the_size_asked_for_and_is_the_same_for_one_seed(look_alikes: LookAlikes, size: int) -> None:
    texts = look_alikes(random.Random(size), size)
    assert len(texts) == len({text.body for text in texts}) == size
    assert texts == look_alikes(random.Random(size), size)
    assert len({text.language for text in texts}) == 1


@each_kind
def test_no_slot_stays_open_and_bodies_have_the_length_of_news(look_alikes: LookAlikes) -> None:
    for seed in SEEDS:
        for text in look_alikes(random.Random(seed), 40):
            assert not re.search(r"[{}]", "".join([text.title, text.lead or "", text.body]))
            assert 80 <= len(text.body.split()) <= 400


@each_kind
def test_no_two_members_share_all_their_numbers(look_alikes: LookAlikes) -> None:
    for seed in (1, 2):
        numbers = [Counter(re.findall(r"\d+", text.body)) for text in look_alikes(random.Random(seed), 100)]
        assert not any(one == other for one, other in combinations(numbers, 2))


def test_the_stories_of_a_pair_share_a_quotation_and_little_else() -> None:
    for seed in SEEDS:
        texts = LOOK_ALIKES["two stories that share quotations"](random.Random(seed), 40)
        for one, other in zip(texts[::2], texts[1::2], strict=True):
            assert quotations(one) & quotations(other)
            assert kept(one, other) < 0.6


def quotations(text: Text) -> set[str]:
    return {quoted.strip(" .,") for quoted in re.findall(r'["«]([^"»]{12,})["»]', text.body)}


def kept(text: Text, copy: Text) -> float:
    """The share of the text's words that the copy has."""
    words = plain_words(text)
    return (words & plain_words(copy)).total() / words.total()


def plain_words(text: Text) -> Counter[str]:
    """Words without their typography; pairs of letters where the script has no spaces."""
    plain = unicodedata.normalize("NFC", text.body).translate({0xAD: None, 0xFEFF: None, 0x2019: "'"}).casefold()
    if is_unspaced(text.body) or text.language == "th":
        letters = "".join(plain.split())
        return Counter(map("".join, pairwise(letters)))
    return Counter(re.sub(r"[^\w'\u0900-\u097f]+", " ", plain).split())
