"""What templates do to a text, and the text that a piece of HTML holds."""

import json
import re
import textwrap
from typing import Final

from lxml import html
from markupsafe import Markup, escape

_LONG_WORD: Final = re.compile(r"(?<![\w&#])[^\W\d_]{12,}(?![\w;])")
_OUTSIDE_TAGS: Final = re.compile(r"(?P<text>[^<]+)|(?P<tag><[^>]*>)")
_SENTENCE: Final = re.compile(r"\A.+?[.!?。！？؟।…။።](?=[\s\"”»）」]|\Z|(?<=[。！？။።]))", re.DOTALL)
_BETWEEN_LINES: Final = re.compile(r">\s*\n\s*<")
_READINGS: Final = {
    "知事": "ちじ", "市長": "しちょう", "地震": "じしん", "台風": "たいふう", "漁業": "ぎょぎょう",
    "住民": "じゅうみん", "記者": "きしゃ", "会見": "かいけん", "調査": "ちょうさ", "避難": "ひなん",
    "発表": "はっぴょう", "計画": "けいかく", "開発": "かいはつ", "研究": "けんきゅう", "市内": "しない",
}  # fmt: skip


def plain(fragment: str) -> str:
    """The words of inline HTML, with single spaces; readings of ruby are left out."""
    return " ".join(without_readings(html.fragment_fromstring(fragment, create_parent="div")).split())


def without_readings(tree: html.HtmlElement) -> str:
    """All text of a tree that nobody else has, but the readings of its ruby."""
    for reading in [*tree.iter("rt", "rp")]:
        reading.drop_tree()
    return str(tree.text_content())


def as_json(value: object) -> Markup:
    """JSON in its own script, as most systems write it: in UTF-8, and with no end tag inside."""
    return Markup(json.dumps(value, ensure_ascii=False).replace("</", "<\\/"))


def as_ascii_json(value: object) -> Markup:
    """JSON as PHP and Python write it unasked: every letter beyond ASCII escaped."""
    return Markup(json.dumps(value).replace("/", "\\/"))


def with_drop_cap(fragment: str) -> Markup:
    """The first letter in an element of its own, where the text begins with a capital that another letter follows."""
    text = str(escape(fragment))
    if len(text) > 1 and text[0].isupper() and text[1].isalpha():
        return Markup(f'<span class="drop-cap">{text[0]}</span>{text[1:]}')
    return Markup(text)


def with_soft_hyphens(fragment: str) -> Markup:
    """Long words with a soft hyphen in their middle."""

    def halved(word: re.Match[str]) -> str:
        half = len(word[0]) // 2
        return f"{word[0][:half]}&shy;{word[0][half:]}"

    def hyphenated(run: re.Match[str]) -> str:
        return _LONG_WORD.sub(halved, run[0]) if run["text"] else run[0]

    return Markup(_OUTSIDE_TAGS.sub(hyphenated, str(escape(fragment))))


def with_ruby(fragment: str) -> Markup:
    """Some words with their readings above, each where it stands first."""

    def read(run: re.Match[str]) -> str:
        text = run[0]
        if run["text"]:
            for word in [word for word in waiting if word in text]:
                ruby = f"<ruby>{word}<rp>（</rp><rt>{waiting.pop(word)}</rt><rp>）</rp></ruby>"
                text = text.replace(word, ruby, 1)
        return text

    waiting = dict(_READINGS)
    return Markup(_OUTSIDE_TAGS.sub(read, str(escape(fragment))))


def without_line_breaks(page: str) -> Markup:
    """The page as minifiers leave it: no line breaks between tags."""
    return Markup(_BETWEEN_LINES.sub("><", page))


def first_sentence(text: str) -> str:
    """Up to the first full stop that ends a word, or nothing."""
    found = _SENTENCE.match(text)
    return found[0] if found else ""


def hard_wrapped(text: str) -> Markup:
    """Lines of 68 letters at most, as telex machines printed them; inline HTML stays as it is."""
    return Markup(textwrap.fill(str(escape(text)), 68, break_long_words=False, break_on_hyphens=False))
