"""Scripts of a text: which one it is written in, and the two ways of writing Chinese."""

import re
from typing import Final

from babel.core import get_global

_SCRIPTS: Final = {
    "Latn": re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]"),
    "Cyrl": re.compile(r"[\u0400-\u052f]"),
    "Arab": re.compile(r"[\u0600-\u06ff\u0750-\u077f]"),
    "Grek": re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]"),
    "Hebr": re.compile(r"[\u0590-\u05ff]"),
    "Deva": re.compile(r"[\u0900-\u097f]"),
    "Guru": re.compile(r"[\u0a00-\u0a7f]"),
    "Mong": re.compile(r"[\u1800-\u18af]"),
}

# Characters of which the traditional form of the same word differs, frequent in news; pairs simplified, traditional.
_CHINESE_PAIRS: Final = (
    "们們这這国國说說时時会會对對来來后後过過发發经經为為无無长長两兩进進问問开開关關门門动動种種现現实實点點员員"
    "应應当當从從还還电電让讓见見学學区區体體东東马馬车車业業产產务務场場报報导導书書记記议議论論选選举舉战戰军軍"
    "单單争爭间間题題总總统統约約级級张張网網线線边邊达達运運远遠连連远遠难難须須预預领領风風飞飛亿億万萬与與专專"
    "严嚴个個临臨义義乐樂习習买買卖賣云雲亚亞亲親仅僅价價众眾优優传傳伤傷华華协協卫衛厅廳历歷厂廠压壓听聽师師"
    "岛島币幣庆慶广廣张張归歸录錄忆憶态態户戶护護担擔择擇据據摄攝数數断斷机機权權条條极極构構标標样樣桥橋检檢"
    "欢歡气氣汉漢灾災灭滅爱愛独獨环環监監盘盤码碼确確离離积積称稱稳穩竞競笔筆签簽简簡类類红紅组組织織结結给給"
    "绝絕续續维維罗羅职職联聯胜勝艺藝节節药藥获獲营營虽雖补補规規视視观觀觉覺计計认認讨討训訓评評识識诉訴词詞"
    "试試话話该該详詳语語请請读讀谁誰调調谈談谢謝财財责責败敗货貨质質贸貿费費资資赛賽转轉轮輪软軟输輸边邊钱錢"
    "银銀铁鐵错錯镇鎮阳陽阵陣际際陆陸险險随隨隐隱页頁项項顾顧频頻额額颜顏饭飯馆館验驗鱼魚鸟鳥黄黃龙龍"
)
_SIMPLIFIED: Final = re.compile(f"[{''.join(sorted(set(_CHINESE_PAIRS[0::2])))}]")
_TRADITIONAL: Final = re.compile(f"[{''.join(sorted(set(_CHINESE_PAIRS[1::2])))}]")

# Languages printed in more than one script, with the one that goes without saying (CLDR's likely subtags);
# None where both are everyday and a reader needs to know.
_USUAL_SCRIPT: Final[dict[str, str | None]] = {
    "sr": None,
    "ckb": None,
    "az": "Latn",
    "bs": "Latn",
    "uz": "Latn",
    "tk": "Latn",
    "kk": "Cyrl",
    "ky": "Cyrl",
    "tg": "Cyrl",
    "tt": "Cyrl",
    "mn": "Cyrl",
    "ku": "Latn",
    "ug": "Arab",
    "ms": "Latn",
    "ha": "Latn",
    "pa": "Guru",
    "sd": "Arab",
    "ks": "Arab",
    "be": "Cyrl",
}


def main_script(text: str) -> str | None:
    """ISO 15924 code of the script most letters are in, among some that alphabets share; None where there is none."""
    counts = {code: len(letters.findall(text)) for code, letters in _SCRIPTS.items()}
    script = max(counts, key=lambda code: counts[code])
    return script if counts[script] else None


def is_written_in(language: str, text: str) -> bool:
    """Whether the letters of `text` are of a script that a language (a BCP 47 tag) may be written in.

    Of a language or a script that is not known here nothing is said against it.
    """
    script = main_script(text)
    subtags = language.split("-")
    if script is None or script.lower() in (subtag.lower() for subtag in subtags[1:]) or subtags[0] in _USUAL_SCRIPT:
        return True
    likely = get_global("likely_subtags").get(subtags[0])
    usual = likely.split("_")[1] if likely is not None and likely.count("_") > 1 else None
    return usual == script or usual not in _SCRIPTS


def with_script(language: str, text: str) -> str:
    """`language` with the script subtag that `text` shows, where the language is written in more than one.

    Chinese without one telling character stays plain.
    """
    if language == "zh":
        simplified, traditional = len(_SIMPLIFIED.findall(text)), len(_TRADITIONAL.findall(text))
        if simplified == traditional:
            return language
        return "zh-Hans" if simplified > traditional else "zh-Hant"
    if language not in _USUAL_SCRIPT:
        return language
    script = main_script(text)
    if language == "ku" and script == "Arab":
        return "ckb-Arab"
    return f"{language}-{script}" if script and script != _USUAL_SCRIPT[language] else language
