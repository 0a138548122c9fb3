"""Pictures as page text shows them: a caption whose credit follows its last sentence."""

import re
from functools import cache
from typing import Final

from babelwire_contracts.content import Image
from babelwire_ingest.parsing.page_text.lines import ends_sentence, has_case
from babelwire_ingest.parsing.people.names import looks_like_name
from babelwire_ingest.parsing.vocabulary import alternatives, terms

_BRACKETED: Final = re.compile(
    r"(?P<caption>.+?)\s*[（(\[](?P<credit>[^()（）\[\]]{2,90})[）)\]]\.?\s*(?P<agency>[^.!?。（(]{0,40})\.?"
)
_AFTER_SENTENCE: Final = re.compile(
    r"(?P<caption>.+[.!?\"”»…。！？])\s*(?:[|/–—-]\s*)?(?P<credit>[^.!?。！？\"”»]{2,60})"
)
_COPYRIGHT: Final = re.compile(r"(?P<caption>.+?)\s*(?:©|\(c\)|Copyright)\s*(?P<credit>[^©]{2,80})")
_MIN_CAPTION_WORDS: Final = 4
_MAX_CAPTION: Final = 900
_MAX_CREDIT_WORDS: Final = 5
_SHORT_WORD: Final = 3


def take_captions(lines: list[str | None]) -> tuple[list[str | None], list[Image]]:
    """The lines with each caption replaced by None, and the pictures, in order."""
    left = list(lines)
    images: list[Image] = []
    for index, line in enumerate(lines):
        if line is None or len(line) > _MAX_CAPTION:
            continue
        following = next((text for text in lines[index + 1 :] if text), "")
        if image := read_caption(line, following):
            left[index] = None
            images.append(image)
    return left, images


def read_caption(line: str, following: str = "") -> Image | None:
    """The picture that a line describes, or None where it is no caption. `following` is the line after it."""
    for rule in (_bracketed, _worded, _copyrighted):
        if image := rule(line):
            return image
    if following[:1].islower() or (following[:1] in {",", ";", '"'} and following[1:2] in {",", " "}):
        return None
    return _after_sentence(line)


def _bracketed(line: str) -> Image | None:
    match = _BRACKETED.fullmatch(line)
    if match is None:
        return None
    caption, credit, agency = match["caption"].strip(), match["credit"].strip(), match["agency"].strip()
    repeated = bool(agency) and agency.casefold() in credit.casefold()
    if agency and not repeated and not _is_outlet(agency):
        return None
    plain = credit in terms("agency")
    marked = "/" in credit or _has_photo_word(credit)
    if not (repeated or marked or (plain and bool(agency)) or (ends_sentence(caption) and plain and not agency)):
        return None
    if not _names_somebody(credit) or not caption:
        return None
    return Image(caption=caption, credit=credit if repeated or not agency else f"{credit} / {agency}")


def _worded(line: str) -> Image | None:
    match = _word_pattern().fullmatch(line)
    if match is None or not looks_like_name(match["credit"].rstrip("."), 8):
        return None
    return Image(caption=match["caption"].strip(" |-–—(") or None, credit=match["credit"].rstrip(".) "))


@cache
def _word_pattern() -> re.Pattern[str]:
    words = alternatives("photo")
    return re.compile(
        rf"(?P<caption>(?:.+?(?:[.!?\"”»…。！？]|\s[|–—(-]))?)\s*\b(?i:{words})\s*[:：]\s*(?P<credit>[^:：]{{2,80}})"
    )


def _copyrighted(line: str) -> Image | None:
    match = _COPYRIGHT.fullmatch(line)
    if match is None or not looks_like_name(match["credit"], 8):
        return None
    return Image(caption=match["caption"].strip(), credit=match["credit"].strip())


def _after_sentence(line: str) -> Image | None:
    match = _AFTER_SENTENCE.fullmatch(line)
    if match is None:
        return None
    caption, credit = match["caption"], _once(match["credit"].strip())
    if len(caption.split()) < _MIN_CAPTION_WORDS or _ends_in_abbreviation(caption):
        return None
    if not _is_outlet(credit):
        return None
    return Image(caption=caption, credit=credit)


def _is_outlet(credit: str) -> bool:
    if credit in terms("agency") or any(part in terms("agency") for part in credit.split(" / ")):
        return True
    return has_case(credit) and looks_like_name(credit, _MAX_CREDIT_WORDS) and not credit[0].isdigit()


def _once(credit: str) -> str:
    words = credit.split()
    half = len(words) // 2
    return " ".join(words[:half]) if half and len(words) % 2 == 0 and words[:half] == words[half:] else credit


def _ends_in_abbreviation(caption: str) -> bool:
    last = caption.rsplit(maxsplit=1)[-1]
    bare = last.rstrip(".")
    return (
        last.endswith(".") and bare[:1].isupper() and ("." in bare or len(bare) <= _SHORT_WORD) and not bare.isupper()
    )


def _has_photo_word(credit: str) -> bool:
    lowered = credit.casefold()
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lowered) for word in terms("photo_word"))


def _names_somebody(credit: str) -> bool:
    return not has_case(credit) or any(word[:1].isupper() for word in re.split(r"[\s/]+", credit))
