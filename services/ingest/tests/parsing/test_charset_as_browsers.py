"""Bytes as browsers read them: what says most about an encoding wins, and one broken byte changes nothing."""

import codecs

import pytest

from babelwire_ingest.content_types import ContentType, check_charset
from babelwire_ingest.errors import Malformed
from babelwire_ingest.parsing import charset

GERMAN = "Die Brücke über die Süßach ist gesperrt, teilte das Straßenamt in Münsterhöhe mit. "
RUSSIAN = "Смотритель маяка вернул ведомству приказ о выключении фонаря. "
CHINESE = "守塔人把熄灯的命令退回了机关，那盏灯多年来照着船只。"
JAPANESE = "灯台守は灯りを消すようにという命令を役所に返した。風の強い夜だった。"
KOREAN = "등대지기는 등불을 끄라는 명령을 관청에 돌려보냈다. 바람이 센 밤이었다. "
GREEK = "Ο φύλακας του φάρου επέστρεψε την εντολή να σβήσει το φως. "


def page(text: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}<title>x</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("iso-8859-1", "cp1252", "„Gut“ – so weit"),
        ("us-ascii", "cp1252", "l’été — là-bas"),
        ("latin5", "cp1254", "“Işık” söndü"),
        ("gb2312", "gb18030", "朱镕基与㐀"),
        ("gbk", "gb18030", "€ 喆"),
        ("shift_jis", "cp932", "①㈱髙島屋～"),
        ("x-sjis", "cp932", "①㈱髙"),
        ("euc-jp", "euc_jis_2004", "①灯台"),
        ("euc-kr", "cp949", "똠방각하 펲시"),
        ("ks_c_5601-1987", "cp949", "똠방각하"),
        ("big5", "big5hkscs", "嘅咗啲"),
        ("tis-620", "cp874", "“ประภาคาร”"),
        ("iso-8859-8-i", "iso8859-8", "מגדלור"),
        ("macintosh", "mac_roman", "là-bas"),
        ("x-mac-cyrillic", "mac_cyrillic", "маяк"),
        ("unicode-1-1-utf-8", "utf-8", "маяк"),
        ("koi8-ru", "koi8_u", "маяк і вітер"),
        ("866", "cp866", "маяк"),
        ("visual", "iso8859-8", "מגדלור"),
    ],
)
def test_a_label_means_what_the_web_means_by_it(label: str, encoding: str, text: str) -> None:
    body = page(text * 3).encode(encoding)
    check_charset(body, ContentType("text/html", label))
    assert charset.decode(body, f"text/html; charset={label}") == page(text * 3)
    declared = page(text * 3, f'<meta charset="{label}">').encode(encoding)
    assert charset.decode(declared, "text/html") == page(text * 3, f'<meta charset="{label}">')


@pytest.mark.parametrize(
    ("label", "encoding", "text"),
    [
        ("utf-8", "utf-8", GERMAN),
        ("utf-8", "utf-8", RUSSIAN),
        ("gb2312", "gb18030", CHINESE),
        ("shift_jis", "cp932", JAPANESE),
        ("euc-kr", "cp949", KOREAN),
        ("windows-1253", "cp1253", GREEK),
        ("big5", "big5hkscs", "守塔人把熄燈的命令退回了機關。"),
    ],
)
@pytest.mark.parametrize("broken", [b"\xff", b"\xc3", b"\xe2\x80"])
def test_one_broken_byte_changes_no_charset(label: str, encoding: str, text: str, broken: bytes) -> None:
    body = (text * 2).encode(encoding) + broken + b". " + text.encode(encoding)
    check_charset(body, ContentType("text/html", label))
    read = charset.decode(body, f"text/html; charset={label}")
    assert read.startswith(text)
    assert read.endswith(text)


def test_a_short_page_whose_last_character_is_cut_stays_utf_8() -> None:
    body = page("Bürgermeister Mü").encode().replace("ü</p>".encode(), b"\xc3</p>")
    check_charset(body, ContentType("text/html", "utf-8"))
    assert charset.decode(body, "text/html; charset=utf-8") == page("Bürgermeister M\ufffd")


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="windows-1251">',
        "<META CHARSET=windows-1251>",
        '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        "<meta content='text/html;charset=\"windows-1251\"' http-equiv=content-type />",
        '<!-- <meta charset="koi8-r"> --><meta charset="windows-1251">',
        '<meta name="description" content="how to set charset=koi8-r"><meta charset="windows-1251">',
        '<meta name="x" charset-note="charset=koi8-r"><meta charset="cp1251">',
    ],
)
def test_a_page_declares_its_charset_as_browsers_look_for_it(head: str) -> None:
    assert charset.decode(page(RUSSIAN, head).encode("cp1251"), "text/html") == page(RUSSIAN, head)


def test_what_says_more_wins() -> None:
    text = page(RUSSIAN, '<meta charset="koi8-r">')
    assert charset.decode(codecs.BOM_UTF8 + text.encode(), "text/html; charset=windows-1251") == text
    assert charset.decode(text.encode("cp1251"), "text/html; charset=windows-1251") == text
    assert charset.decode(text.encode("koi8-r"), "text/html; charset=klingon") == text
    declared_16 = page(RUSSIAN, '<meta charset="utf-16">')
    assert charset.decode(declared_16.encode(), "text/html") == declared_16


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_an_xml_declaration_without_a_mark_tells_wide_encodings(encoding: str) -> None:
    text = f"<?xml version='1.0' encoding='{encoding[:6]}'?><rss>{RUSSIAN}</rss>"
    assert charset.decode(text.encode(encoding), "application/rss+xml") == text


@pytest.mark.parametrize(
    ("declared", "encoding", "text"),
    [
        ("utf-8", "cp1252", "Le gardien du phare a passé l’été là-bas, très loin, écrit-il à sa mère."),
        ("iso-8859-1", "utf-8", GERMAN),
        ("utf-8", "cp1251", RUSSIAN * 4),
        ("windows-1251", "utf-8", RUSSIAN),
    ],
)
def test_a_wrong_xml_declaration_is_not_believed(declared: str, encoding: str, text: str) -> None:
    body = f"<?xml version='1.0' encoding='{declared}'?><rss><channel><title>{text}</title></channel></rss>"
    assert text in charset.decode(body.encode(encoding), "application/rss+xml")


def test_the_door_refuses_what_is_mostly_wrong() -> None:
    with pytest.raises(Malformed, match="not utf-8 at byte"):
        check_charset((RUSSIAN * 3).encode("cp1251"), ContentType("text/html", "utf-8"))
    with pytest.raises(Malformed, match="not euc-kr at byte"):
        check_charset((RUSSIAN * 3).encode(), ContentType("text/html", "euc-kr"))


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Fyrvaktaren återvände i går till ön där han har bott i många år, säger hans granne på västkusten."),
        (
            "iso8859-2",
            "Latarnik odesłał urzędowi nakaz zgaszenia światła, które od wielu lat świeci statkom w ciemność.",
        ),
        ("cp1250", "Strážce majáku vrátil úřadu příkaz ke zhasnutí lucerny, která už mnoho let svítí lodím u břehů."),
        (
            "cp1257",
            "Švyturio prižiūrėtojas grąžino žinybai įsakymą išjungti žibintą, kuris jau daug metų šviečia laivams.",
        ),
        ("cp1253", "Ο φύλακας του φάρου επέστρεψε στην υπηρεσία την εντολή να σβήσει το φως που φωτίζει τα πλοία."),
        (
            "cp1254",
            "Fener bekçisi, yıllardır gemilere ışık tutan feneri söndürme emrini daireye geri gönderdi, dedi muhtar.",
        ),
        ("cp1255", "שומר המגדלור החזיר למשרד את הצו לכבות את הפנס שמאיר לאוניות כבר שנים רבות ברציפות."),
        ("cp1256", "أعاد حارس المنارة إلى الدائرة الأمر بإطفاء الفانوس الذي يضيء للسفن منذ سنوات عديدة متتالية."),
        ("cp932", "灯台守は、長年船を照らしてきた灯りを消すようにという命令を役所に返した。風の強い夜だった。"),
        ("cp949", "등대지기는 등불을 끄라는 명령을 관청에 돌려보냈다. 다른 어떤 파수꾼도 그렇게 하지 않았다."),
        ("big5", "守塔人把熄燈的命令退回了機關，那盞燈多年來一直照著過往的船隻。"),
    ],
)
def test_what_nothing_declares_is_told_by_its_letters(encoding: str, text: str) -> None:
    assert charset.decode(page(text).encode(encoding), "text/html") == page(text)


@pytest.mark.parametrize(
    "declared", ["<html lang=es>", "<html xml:lang='es-MX'>", "<rss><language>es</language>", "<rss><dc:language>ES-ar"]
)
def test_the_language_of_a_document_decides_between_encodings_that_both_fit(declared: str) -> None:
    text = "El guardián pasó aquí todo el año; mañana volverá a la península, según dijo la señora del almacén."
    assert text in charset.decode(f"{declared}<p>{text}".encode("cp1252"))
    russian = f"{declared}<p>{RUSSIAN}"
    assert charset.decode(russian.encode("cp1251")) == russian
