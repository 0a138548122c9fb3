"""Pages made for tests: a headline, what stands beside it, three paragraphs, and what else a case needs."""

from typing import Final

_LATIN: Final = (
    "The ferry between the two towns sailed again on Monday after nine days in which nobody could cross the strait.",
    "Its crew had asked for a new engine, and the company answered with a new coat of paint, which did not help much.",
    "On the first crossing there were forty passengers, three goats and the mayor, who paid for his own ticket.",
)
_CYRILLIC: Final = (
    "Паром между двумя городами снова вышел в море в понедельник после девяти дней, когда пролив было не пересечь.",
    "Команда просила новый двигатель, а компания ответила новой краской, и это не слишком помогло делу на воде.",
    "В первом рейсе было сорок пассажиров, три козы и мэр, который сам заплатил за свой билет до другого берега.",
)
_ARABIC: Final = (
    "عادت العبارة بين المدينتين إلى الإبحار يوم الاثنين بعد تسعة أيام لم يتمكن فيها أحد من عبور المضيق الضيق.",
    "كان الطاقم قد طلب محركا جديدا، لكن الشركة ردت بطلاء جديد للسفينة، وهو ما لم يساعد كثيرا في الرحلة الأولى.",
    "وفي الرحلة الأولى كان على متنها أربعون راكبا وثلاث عنزات ورئيس البلدية الذي دفع ثمن تذكرته من جيبه الخاص.",
)
_JAPANESE: Final = (
    "二つの町を結ぶフェリーは、九日間にわたって誰も海峡を渡れなかった後、月曜日に運航を再開した。",
    "乗組員は新しいエンジンを求めていたが、会社は新しい塗装で応じ、それはあまり役に立たなかったという。",
    "最初の便には四十人の乗客と三頭のヤギ、そして自分で切符代を払った町長が乗っていたと船長は話している。",
)
_THAI: Final = (
    "เรือข้ามฟากระหว่างสองเมืองกลับมาแล่นอีกครั้งในวันจันทร์ หลังจากเก้าวันที่ไม่มีใครข้ามช่องแคบได้เลยแม้แต่คนเดียว",
    "ลูกเรือขอเครื่องยนต์ใหม่ แต่บริษัทตอบด้วยการทาสีเรือใหม่ ซึ่งไม่ได้ช่วยอะไรมากนักในการเดินทางเที่ยวแรกของเรือ",
    "ในเที่ยวแรกมีผู้โดยสารสี่สิบคน แพะสามตัว และนายกเทศมนตรีซึ่งจ่ายค่าตั๋วของตัวเองก่อนขึ้นเรือไปอีกฝั่งหนึ่ง",
)
_TEXTS: Final = {
    **dict.fromkeys(("ru", "uk", "bg", "sr", "mk", "be", "kk", "mn"), _CYRILLIC),
    **dict.fromkeys(("ar", "fa", "ur", "ps", "he"), _ARABIC),
    **dict.fromkeys(("ja", "zh", "ko"), _JAPANESE),
    "th": _THAI,
}
HEADLINE: Final = "Ferry sails again"


def story(lang: str = "en") -> tuple[str, ...]:
    """Three paragraphs in the script of a language."""
    return _TEXTS.get(lang.split("-", 1)[0], _LATIN)


def news_page(
    beside: str = "",
    *,
    lang: str = "en",
    head: str = "",
    above: str = "",
    inside: str = "",
    below: str = "",
    title: str = HEADLINE,
) -> str:
    """A page with `beside` between headline and text, `inside` the text, `below` the article."""
    first, *others = story(lang)
    paragraphs = "".join(f"<p>{text}</p>" for text in others)
    return f"""<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>{title} | Strait Post</title>{head}
    </head><body><header><a href="/">Home</a> <a href="/sport">Sport</a></header>{above}<main><article><h1>{title}</h1>
    {beside}<p>{first}</p>{inside}{paragraphs}</article></main>{below}
    <footer>© 2019 Strait Post</footer></body></html>"""
