"""Names as they sound: the consonants of what may be a name, alike in Cyrillic, Arabic, Han and Latin letters.

Names go over from one script to the other by their sound, and vowels with the least care (Arabic leaves them out), so
that what is compared are classes of consonants, as Soundex and its successors do (Knuth, TAOCP 3, section 6).
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from anyascii import anyascii

_LEAST: Final = 3
"""Consonants of a name that is told from others by them."""

_LONGEST: Final = 24

_CASED: Final = r"[^\W\d_]"
_WORD: Final = re.compile(
    r"(?P<katakana>[\u30a1-\u30fa\u30fc]{3,})"
    r"|(?P<han>[\u3400-\u9fff]+)"
    r"|(?P<hangul>[\uac00-\ud7a3]{2,})"
    r"|(?P<arabic>[\u0620-\u065f\u066e-\u06d3\u06fa-\u06ff\u200c]{3,})"
    r"|(?P<indic>[\u0900-\u0dff\u200c\u200d]{3,})"
    r"|(?P<cased>[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3](?:[’']?[^\W\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3])+)"
)
_SPELLING_HAN: Final = frozenset(
    "阿埃艾安奥巴班邦贝本比宾波伯博布查达戴丹德登迪蒂丁杜顿多俄厄恩尔法范菲费芬冯佛夫弗福盖甘冈戈格根古哈汉豪赫黑亨胡怀霍基吉加贾杰卡凯坎康"
    "考科克肯孔库夸奎拉莱赖兰朗劳勒雷里利莉廉列琳留龙隆卢鲁路伦罗洛吕马玛迈麦曼芒梅门蒙米密缪莫墨姆穆纳娜内尼涅宁纽农努诺欧帕潘庞培佩彭皮珀普"
    "齐奇恰乔切丘热瑞茹若萨塞桑森沙莎尚圣什史士舒朔斯丝苏索塔泰坦汤唐特腾提廷图土托陀瓦万旺威韦维温翁沃乌西希锡夏谢辛雅亚延扬耶叶伊因英尤于约"
    "泽扎曾詹章珍兹祖佐屈绍戛弥喀"
)
"""Characters by which Chinese spells foreign names; three of them in a row are one."""

_ARABIC_PREFIX: Final = re.compile(r"^(?:[وبفك]?ال|و?لل)(?=.{3})|^و(?=.{4})")
_APOSTROPHE: Final = re.compile(r"[’']")
_PARTICLES: Final = re.compile(r"(?:에서|으로|에게|까지|부터|이라|[은는이가을를의에도와과로])$")
_DIGRAPHS: Final = (
    ("tsch", "s"), ("tch", "s"), ("dzh", "s"), ("sch", "s"), ("zh", "s"), ("dj", "s"), ("ch", "s"), ("sh", "s"),
    ("kh", "k"), ("gh", "k"), ("ph", "f"), ("th", "t"), ("ts", "s"), ("tz", "s"), ("ck", "k"), ("qu", "k"),
    ("ce", "s"), ("ci", "s"), ("cy", "s"),
)  # fmt: skip
_CLASSES: Final = str.maketrans(
    {
        **dict.fromkeys("bp", "p"),
        **dict.fromkeys("fv", "f"),
        **dict.fromkeys("dt", "t"),
        **dict.fromkeys("gkqc", "k"),
        "x": "ks",
        **dict.fromkeys("jsz", "s"),
        **dict.fromkeys("lr", "r"),
        "m": "m",
        "n": "n",
        **dict.fromkeys("aeiouywh'’`", None),
    }
)
_TWICE: Final = re.compile(r"(.)\1+")


@lru_cache(maxsize=1 << 14)
def skeleton(word: str) -> str:
    """The consonants of a word by class: of eight letters, "ptrk" for Pütürge, بوتورغه and ピュトゥルゲ."""
    latin = anyascii(word[:_LONGEST]).lower()
    for written, sounds in _DIGRAPHS:
        latin = latin.replace(written, sounds)
    return _TWICE.sub(r"\1", latin.translate(_CLASSES))


def names_of(text: str) -> dict[str, str]:
    """What may be names in a text, by how they sound, each as it is written there first.

    Where a script has capitals, words with one that do not stand only at the beginnings of sentences; words of other
    scripts all, without the articles and particles written as parts of them; of Han what spells a foreign name.
    """
    found: dict[str, str] = {}
    for word in _candidates(text):
        sounds = skeleton(word)
        if len(sounds) >= _LEAST:
            found.setdefault(sounds, word)
    return found


def _candidates(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word = match[0]
        if match.lastgroup == "cased":
            if not word[0].islower() or not word.islower():
                yield max(_APOSTROPHE.split(word), key=len)
        elif match.lastgroup == "han":
            yield from _spelled(word)
        elif match.lastgroup == "arabic":
            yield _ARABIC_PREFIX.sub("", word)
        elif match.lastgroup == "hangul":
            yield _PARTICLES.sub("", word)
        else:
            yield word


def _spelled(han: str) -> Iterator[str]:
    """The runs of characters that spell sounds."""
    run = ""
    for character in han + " ":
        if character in _SPELLING_HAN:
            run += character
            continue
        if len(run) >= _LEAST:
            yield run
        run = ""
