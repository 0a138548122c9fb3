"""Writers named inside the first or the last paragraph of a text, as papers of East Asia print them."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from babelwire_ingest.parsing.people.byline_patterns import label
from babelwire_ingest.parsing.people.byline_words import alternatives, is_agency, is_byline_word
from babelwire_ingest.parsing.people.writer import Hand, Reading, Writer
from babelwire_ingest.parsing.people.writers import read_writers

_BRACKET: Final = r"(?P<bracket>[(（\[【［〔](?P<inside>[^()（）\[\]【】［］〔〕。！？]{2,40})[)）\]】］〕])"
_FIRST: Final = re.compile(rf"[^。！？()（）]{{0,30}}?{_BRACKET}")
_LAST: Final = re.compile(rf"(?P<end>[。！？」』”.!?])\s*{_BRACKET}\s*$")
_EAST_ASIAN: Final = re.compile(r"[\u3040-\u9fff\uac00-\ud7a3]")
_JAPANESE_NAMES: Final = re.compile(
    r"[\u3005\u4e00-\u9fff][\u3005\u3040-\u30ff\u4e00-\u9fff]{2,5}(?:[、・][^、・]{3,6})*"
)
_NO_NAMES: Final = re.compile(
    r"敬称略|おわり|終わり|つづく|続く|完|一部|連載|随時|写真|関連|以下|抜粋|以上|文中|いずれ|掲載|記事|面に|詳報|共同|時事|既報|聞き手"
    r"|[年月日時分回円人]$"
)


def signatures(first: str, last: str, reading: Reading) -> Iterator[tuple[str, list[Writer]]]:
    """The words in which the first paragraph, or else the last, names writers, with these."""
    if not _EAST_ASIAN.search(first[:60]) and not _EAST_ASIAN.search(last[-60:]):
        return
    if (match := _before_report().match(first)) and (writers := read_writers(match["byline"], reading)):
        yield match["byline"], writers
        return
    for match, closes in ((_FIRST.match(first), False), (_LAST.search(last), True)):
        if match is not None and (writers := _bracketed(match["inside"], reading, closes=closes)):
            yield match["bracket"], writers
            return


def _bracketed(inside: str, reading: Reading, *, closes: bool) -> list[Writer]:
    labelled = label().match(inside) or _beside_role().search(inside)
    bare = closes and reading.language == "ja" and _JAPANESE_NAMES.fullmatch(inside) and not _NO_NAMES.search(inside)
    if not labelled and not bare and not is_agency(inside):
        return []
    found = read_writers(inside, reading)
    return [writer for writer in found if writer.hand in {Hand.PERSON, Hand.AGENCY} and not is_byline_word(writer.name)]


@cache
def _before_report() -> re.Pattern[str]:
    """In Korean a place or paper in brackets, the names, the role, and a sign of equality."""
    return re.compile(
        rf"\s*(?:[(\[][^()\[\]]{{2,40}}[)\]])?\s*(?P<byline>[\uac00-\ud7a3·,\s]{{2,24}}(?:{alternatives('role_beside')}))\s*[=＝]"
    )


@cache
def _beside_role() -> re.Pattern[str]:
    terms = alternatives("role_beside")
    return re.compile(rf"^(?:{terms})|^[\u4e00-\u9fff]{{2,6}}(?:记者|記者)|(?:{terms})$")
