"""The writers whom a byline names: people without their roles and places, else agencies and desks as printed."""

import re
from collections.abc import Iterator
from typing import Final

from babelwire_ingest.parsing import text_cleaning
from babelwire_ingest.parsing.page_text.lines import ends_sentence, has_case, unspaced
from babelwire_ingest.parsing.people.byline_patterns import (
    begins_with_others,
    beside,
    beside_name,
    conjunction,
    korean,
    label,
    prefix,
    sign,
)
from babelwire_ingest.parsing.people.byline_words import (
    has_role,
    is_agency,
    is_byline_word,
    is_desk,
    is_of_others,
    is_plain_name,
    may_begin,
)
from babelwire_ingest.parsing.people.joined import joined_names, named_by_turns
from babelwire_ingest.parsing.people.printed_dates import without_date
from babelwire_ingest.parsing.people.writer import (
    EAST_ASIAN,
    NOT_THEIRS,
    REPORTED,
    Hand,
    Reading,
    Writer,
    hand_of,
    is_place_of_work,
)

_ADDRESSES: Final = re.compile(r"(?:https?://|www\.)\S+|[^\s@<(\[]*@[^\s>)\],;]+|<[^<>]*>")
_WHOLLY: Final = re.compile(r"\s*(?:[(\[（【［〔]([^()\[\]（）【】［］〔〕]+)[)\]）】］〕]|〔([^〔〕]+))\s*")
_BRACKETED: Final = re.compile(r"[(\[（【［〔]([^()\[\]（）【】［］〔〕]*)[)\]）】］〕]?")
_AFTER_DASH: Final = re.compile(r"\s+[–—-]+\s+|\s*//\s*|\s*[–—-]+\s*$|^\s*[–—-]+\s*")
_SEGMENT: Final = re.compile(
    r"\s*[|｜;；\n\t]+\s*|\s+[•·»]\s*|\s*[•»]\s+|(?<=[^\W\d_]{4})(?<!Prof)(?<!Dipl)\.\s+(?=\S)"
)
_COMMA: Final = re.compile(r"\s*[,，،]\s*")
_NAME_OR_PREFIX: Final = frozenset({"de", "di", "von", "av", "af", "per", "do", "da"})
_SUFFIX: Final = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV", re.IGNORECASE)
_PARTICLES: Final = frozenset("van von de der den da di du la le zu zur af av al el bin ten ter dos das do del".split())
_TWO: Final = 2
_NAMES_IN_ONE: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff\uac00-\ud7a3]")
"""Scripts that write the names of a person in one word."""
_LONG: Final = 4
_MAX_BYLINE: Final = 400
_BRACKETS: Final = "()（）[]【】〔〕 "
_MAX_LINE: Final = 120


def read_writers(printed: str, reading: Reading) -> list[Writer]:
    """The writers of a byline in order, each once."""
    if is_plain_name(printed):
        return [Writer(printed, Hand.OUTLET if reading.is_outlet(printed) else Hand.PERSON)]
    text = _ADDRESSES.sub(" ", printed[:_MAX_BYLINE])
    if match := _WHOLLY.fullmatch(text):
        text = match[1] or match[2]
    text = _BRACKETED.sub(_unbracketed, text)
    found: list[Writer] = []
    for chunk in map(without_date, _labelled(text)):
        pieces = [piece for piece in _AFTER_DASH.split(chunk) if piece.strip()]
        found += named_by_turns([names for piece in pieces if (names := list(_in_segments(piece, reading)))], chunk)
    if any(writer.hand is Hand.AGENCY for writer in found):
        found = [writer for writer in found if writer.hand is not Hand.PERSON or not is_one_word(writer)]
    return list({writer.name.casefold(): writer for writer in reversed(found)}.values())[::-1]


def is_one_word(writer: Writer) -> bool:
    """Whether a writer is a person with one name, in a script that parts names."""
    return writer.hand is Hand.PERSON and len(writer.name.split()) == 1 and not _NAMES_IN_ONE.search(writer.name)


def names_writer(line: str) -> bool:
    """Whether a short line is a byline: it begins with a label and its colon, or words for "written by", and names
    people, or has nothing but names and their role.
    """
    if len(line) > _MAX_LINE:
        return False
    bare = line.strip(_BRACKETS)
    if EAST_ASIAN.search(bare) and beside_name().fullmatch(bare):
        return True
    if sign().search(bare) and (match := label().match(bare)):
        if is_of_others(match["label"]) and not is_byline_word(match["label"]):
            return False
    elif not (match := prefix().match(bare)) or " " not in match["word"] or (bare == line and ends_sentence(line)):
        return False
    found = read_writers(bare, Reading(lambda _: False, strict=True))
    return any(writer.hand is Hand.PERSON and not is_one_word(writer) for writer in found)


def _unbracketed(match: re.Match[str]) -> str:
    return f"{NOT_THEIRS} " if is_of_others(match[1].strip(" .:")) else " "


def _labelled(text: str) -> Iterator[str]:
    """The parts of a byline that a label gives to writers, or no label to anybody."""
    at, of_writers = 0, True
    for found in label().finditer(text) if sign().search(text) else ():
        yield from _chunk(text[at : found.start()], of_writers=of_writers)
        at = found.end()
        of_writers = not is_of_others(found["label"]) or is_byline_word(found["label"])
    yield from _chunk(text[at:], of_writers=of_writers)


def _chunk(text: str, *, of_writers: bool) -> Iterator[str]:
    chunk = text_cleaning.line(text.replace("\n", " | "))
    # A sentence's end before the next label.
    chunk = chunk[:-1] if chunk.endswith(".") and len(chunk[:-1].rpartition(" ")[2]) >= _LONG else chunk
    if of_writers and chunk and not begins_with_others(chunk):
        yield chunk


def _in_segments(text: str, reading: Reading) -> Iterator[Writer]:
    for number, segment in enumerate(part for part in _SEGMENT.split(_unprefixed(text, reading)) if part):
        if begins_with_others(segment):
            continue
        found = list(_in_list(_unprefixed(segment, reading), reading))
        # Behind a bar stand places too, and they stand together.
        if not number or not any(map(is_one_word, found)):
            yield from (writer for writer in found if not number or not is_place_of_work(writer, reading))


def _unprefixed(text: str, reading: Reading) -> str:
    match = prefix().match(text) if may_begin(text, "byline", "about_writer") else None
    # "Per" is a name but in Catalan.
    if match is None or (match["word"].casefold() == "per" and reading.language != "ca"):
        return text
    rest = text[match.end() :]
    if is_desk(text) or is_agency(rest):
        return text if is_desk(text) and not is_desk(rest) else rest
    return text if match["word"].casefold() in _NAME_OR_PREFIX and len(rest.split()) == 1 else rest


def _in_list(segment: str, reading: Reading) -> Iterator[Writer]:
    if people := [name for match in korean().finditer(segment) for name in re.split(r"\s*[·,]\s*", match["names"])]:
        yield from (Writer(name, hand_of(name, reading)) for name in people)
        return
    segment = REPORTED.sub("", segment) if unspaced(segment) and "／" in segment else segment
    items = _COMMA.split(beside().sub("", segment) if EAST_ASIAN.search(segment) else segment)
    if turned := _turned(items, reading):
        yield Writer(turned, Hand.PERSON)
        return
    named: Writer | None = None
    for number, item in enumerate(items):
        if number and named and _SUFFIX.fullmatch(item):
            named = Writer(f"{named.name}, {item}", named.hand)
            continue
        for writer in joined_names(item, reading, first=number == 0):
            if number and named and _is_affiliation(writer, named, reading):
                continue
            if named:
                yield named
            named = writer
    if named:
        yield named


def _turned(items: list[str], reading: Reading) -> str | None:
    """The name of "Last, First"."""
    if len(items) != _TWO or not all(items):
        return None
    last, first = items[0].split(), items[1].split()
    plain = all(hand_of(item, reading) is Hand.PERSON and not has_role(item) for item in items)
    simple = len(last) == 1 or (len(last) <= _TWO + 1 and {word.casefold() for word in last[:-1]} <= _PARTICLES)
    cased = items[0][:1].casefold() != items[0][:1].upper() and items[1][:1].isupper()
    if not plain or not simple or not cased or len(first) > _TWO or _SUFFIX.fullmatch(items[1]) or items[1].isupper():
        return None
    return f"{items[1]} {items[0]}" if conjunction().search(f" {items[1]} ") is None else None


def _is_affiliation(writer: Writer, before: Writer, reading: Reading) -> bool:
    if unspaced(writer.name) or before.hand is not Hand.PERSON or len(before.name.split()) == 1:
        return False
    # A name in another script than the writer's is a paper's.
    foreign = has_case(writer.name) != has_case(before.name)
    return foreign or len(writer.name.split()) == 1 or is_place_of_work(writer, reading)
