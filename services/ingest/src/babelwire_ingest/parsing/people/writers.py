"""The writers whom a byline names: people without their roles and places, else agencies and desks as printed."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.page_text.lines import unspaced
from babelwire_ingest.parsing.people.byline_patterns import (
    beside,
    byline_word,
    conjunction,
    korean,
    label,
    of_others,
    others_prefix,
    place,
    prefix,
)
from babelwire_ingest.parsing.people.byline_words import (
    has_outlet_word,
    has_role,
    is_agency,
    is_desk,
    without_paper,
    without_role,
)
from babelwire_ingest.parsing.people.names import looks_like_name


class Hand(Enum):
    """Who a name in a byline is."""

    PERSON = auto()
    AGENCY = auto()
    DESK = auto()
    OUTLET = auto()


@dataclass(frozen=True)
class Writer:
    """A name in a byline, as printed."""

    name: str
    hand: Hand


IsOutlet = Callable[[str], bool]

_ADDRESSES: Final = re.compile(r"(?:https?://|www\.)\S+|[^\s@<(\[]*@[^\s>)\],;]+|<[^<>]*>")
_WHOLLY: Final = re.compile(r"\s*[(\[（【［]([^()\[\]（）【】［］]+)[)\]）】］]\s*")
_BRACKETED: Final = re.compile(r"[(\[（【［][^()\[\]（）【】［］]*[)\]）】］]?")
_AFTER_DASH: Final = re.compile(r"\s+[–—-]+\s+|\s*//\s*|\s*[–—-]+\s*$|^\s*[–—-]+\s*")
_SEGMENT: Final = re.compile(r"\s*[|｜;；\n\t]+\s*|\s+[•·»]\s*|\s*[•»]\s+")
_COMMA: Final = re.compile(r"\s*[,，،]\s*")
_ENUMERATED: Final = re.compile(r"\s*[、与與／]\s*|(?<=[\u4e00-\u9fff])\s*[和及]\s*(?=[\u4e00-\u9fff])|\s*/\s*")
_REPORTED: Final = re.compile(r"[\u4e00-\u9fff]*(?:报道|報導|報道|电|電|讯|訊|綜合報導)$")
_NAMES_HAN: Final = re.compile(r"[\u4e00-\u9fff]{2,4}(?:\s+[\u4e00-\u9fff]{2,4}){2,}")
_SUFFIX: Final = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV", re.IGNORECASE)
_PARTICLES: Final = frozenset("van von de der den da di du la le zu zur af av al el bin ten ter dos das do del".split())
_NAME_OR_PREFIX: Final = frozenset({"de", "di", "von", "av", "af", "per", "do", "da"})
_HOMONYMS: Final = frozenset({"en", "i", "a", "e"})
"""Words for "and" that elsewhere stand before a place."""
_SENTENCE_END: Final = re.compile(r"[!?:;…。！？]$|(?<=[^\W\d_]{4})\.$")
_DOMAIN: Final = re.compile(r"(?:^|.*[\s/])[\w-]{2,}\.[a-z]{2,}(?:[\s/].*|$)", re.ASCII | re.DOTALL)
_TWO: Final = 2
_MAX_WORDS: Final = 5
_MAX_SAID: Final = 8
_MAX_NAME: Final = 60
_MAX_BYLINE: Final = 400


def read_writers(printed: str, is_outlet: IsOutlet, *, strict: bool = False) -> list[Writer]:
    """The writers of a byline in order; `strict` where the text may be no byline: then names must look like names."""
    text = _ADDRESSES.sub(" ", printed[:_MAX_BYLINE])
    if match := _WHOLLY.fullmatch(text):
        text = match[1]
    text = _BRACKETED.sub(" ", text)
    found: list[Writer] = []
    for chunk in _labelled(text):
        pieces = [piece for piece in _AFTER_DASH.split(chunk) if piece.strip()]
        # Beside a dash stands a place, a date or a paper: one word where the name has several.
        read = [names for piece in pieces if (names := list(_in_segments(piece, is_outlet, strict=strict)))]
        found += next((names for names in read if not all(map(_is_one_word, names))), read[0] if read else [])
    if any(writer.hand is Hand.AGENCY for writer in found):
        found = [writer for writer in found if writer.hand is not Hand.PERSON or not _is_one_word(writer)]
    return list({writer.name.casefold(): writer for writer in reversed(found)}.values())[::-1]


def _is_one_word(writer: Writer) -> bool:
    return writer.hand is Hand.PERSON and len(writer.name.split()) == 1 and not unspaced(writer.name)


def _labelled(text: str) -> Iterator[str]:
    """The parts of a byline that a label gives to writers, or no label to anybody."""
    at, of_writers = 0, True
    for found in label().finditer(text):
        yield from _chunk(text[at : found.start()], of_writers=of_writers)
        at = found.end()
        of_writers = not of_others().fullmatch(found["label"]) or byline_word().fullmatch(found["label"]) is not None
    yield from _chunk(text[at:], of_writers=of_writers)


def _chunk(text: str, *, of_writers: bool) -> Iterator[str]:
    chunk = text_cleaning.line(text.replace("\n", " | "))
    if of_writers and chunk and not others_prefix().match(chunk):
        yield chunk


def _in_segments(text: str, is_outlet: IsOutlet, *, strict: bool) -> Iterator[Writer]:
    for number, segment in enumerate(part for part in _SEGMENT.split(_unprefixed(text)) if part):
        for writer in _in_list(_unprefixed(segment), is_outlet, strict=strict):
            beside = number and (len(writer.name.split()) == 1 or _is_place_of_work(writer, is_outlet))
            if not beside or unspaced(writer.name):
                yield writer


def _unprefixed(text: str) -> str:
    match = prefix().match(text)
    if match is None or match["word"].casefold() == "per":
        return text
    rest = text[match.end() :]
    if is_desk(text) or is_agency(rest):
        return text if is_desk(text) and not is_desk(rest) else rest
    return text if match["word"].casefold() in _NAME_OR_PREFIX and len(rest.split()) == 1 else rest


def _in_list(segment: str, is_outlet: IsOutlet, *, strict: bool) -> Iterator[Writer]:
    if people := [name for match in korean().finditer(segment) for name in re.split(r"\s*·\s*", match["names"])]:
        yield from (Writer(name, _hand(name, is_outlet)) for name in people)
        return
    segment = _REPORTED.sub("", segment) if unspaced(segment) and "／" in segment else segment
    items = _COMMA.split(beside().sub("", segment) if not segment.isascii() else segment)
    if turned := _turned(items, is_outlet):
        yield Writer(turned, Hand.PERSON)
        return
    named: Writer | None = None
    for number, item in enumerate(items):
        if number and named and _SUFFIX.fullmatch(item):
            named = Writer(f"{named.name}, {item}", named.hand)
            continue
        for writer in _joined(item, is_outlet, strict=strict, first=number == 0):
            if number and named and _is_affiliation(writer, named, is_outlet):
                continue
            if named:
                yield named
            named = writer
    if named:
        yield named


def _turned(items: list[str], is_outlet: IsOutlet) -> str | None:
    """The name of "Last, First"."""
    if len(items) != _TWO or not all(items):
        return None
    last, first = items[0].split(), items[1].split()
    plain = all(_hand(item, is_outlet) is Hand.PERSON and not has_role(item) for item in items)
    simple = len(last) == 1 or (len(last) <= _TWO + 1 and {word.casefold() for word in last[:-1]} <= _PARTICLES)
    cased = items[0][:1].casefold() != items[0][:1].upper() and items[1][:1].isupper()
    if not plain or not simple or not cased or len(first) > _TWO or _SUFFIX.fullmatch(items[1]) or items[1].isupper():
        return None
    return f"{items[1]} {items[0]}" if conjunction().search(f" {items[1]} ") is None else None


def _is_affiliation(writer: Writer, before: Writer, is_outlet: IsOutlet) -> bool:
    if unspaced(writer.name) or before.hand is not Hand.PERSON or len(before.name.split()) == 1:
        return False
    return len(writer.name.split()) == 1 or _is_place_of_work(writer, is_outlet)


def _is_place_of_work(writer: Writer, is_outlet: IsOutlet) -> bool:
    if writer.hand is not Hand.PERSON or has_outlet_word(writer.name):
        return True
    words = writer.name.split()
    if not writer.name.isupper() and any(
        word.split("-")[0].isupper() and len(word.split("-")[0]) > 1 for word in words
    ):
        return True
    runs = (words[start:end] for start in range(len(words)) for end in range(start + 1, len(words) + 1))
    return any(is_outlet(" ".join(run)) for run in runs)


def _joined(item: str, is_outlet: IsOutlet, *, strict: bool, first: bool) -> Iterator[Writer]:
    """The writers that the words for "and", or a slash, join."""
    placed = False
    for part, word in _parts(item):
        if word in _HOMONYMS and len(part.split()) == 1:
            continue
        name = part
        if match := place().fullmatch(part):
            name, placed = match["name"], True
        elif placed and word and len(part.split()) == 1:
            continue
        if not first and has_role(name) and not is_agency(name):
            continue
        if writer := _writer(name, is_outlet, strict=strict):
            if word in {"avec", "mit", "with", "con", "com"} and writer.hand is not Hand.PERSON:
                continue
            yield writer


def _parts(item: str) -> Iterator[tuple[str, str | None]]:
    at, word = 0, None
    item = f" {item}"
    for match in conjunction().finditer(item):
        yield from _enumerated(item[at : match.start()], word)
        at, word = match.end(), (match["word"] or match["capital"] or "&").casefold()
    yield from _enumerated(item[at:], word)


def _enumerated(text: str, word: str | None) -> Iterator[tuple[str, str | None]]:
    for part in _ENUMERATED.split(text):
        names = part.split() if _NAMES_HAN.fullmatch(part) else [part]
        yield from ((name.strip(" ,"), word) for name in names)


def _writer(text: str, is_outlet: IsOutlet, *, strict: bool) -> Writer | None:
    if not text.isascii():
        text = _REPORTED.sub("", beside().sub("", text)) or text
    hand = _hand(text, is_outlet)
    if hand is Hand.PERSON and len(text.split()) > _MAX_SAID:
        return None
    if hand is Hand.PERSON and has_role(text):
        text = without_role(text) or text
        hand = Hand.DESK if has_role(text) else _hand(text, is_outlet)
    if hand is Hand.PERSON:
        text = without_paper(text, is_outlet)
    text = text.strip(" ,–—-*·")
    words = text.split() if not byline_word().fullmatch(text) else []
    if not words or len(words) > _MAX_WORDS or len(text) > _MAX_NAME or not any(map(str.isalpha, text)):
        return None
    if strict and hand is not Hand.AGENCY and not looks_like_name(text, _MAX_WORDS):
        return None
    if hand is Hand.PERSON:
        if _SENTENCE_END.search(text) or (any(map(str.isdigit, text)) and (strict or len(words) > 1)):
            return None
        if len(words) == 1 and text.isascii() and not text[0].isupper():
            # The name of an account, which is no person's.
            return None if strict else Writer(text, Hand.DESK)
    return Writer(text, hand)


def _hand(text: str, is_outlet: IsOutlet) -> Hand:
    if is_agency(text):
        return Hand.AGENCY
    if is_outlet(text) or _DOMAIN.fullmatch(text):
        return Hand.OUTLET
    if is_desk(text) and not has_role(text):
        return Hand.DESK
    return Hand.PERSON
