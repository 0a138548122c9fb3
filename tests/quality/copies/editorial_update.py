"""An agency's update of its own report: the numbers move on, and they do so wherever the text repeats them."""

import random
import re
import unicodedata
from typing import Final

from tests.quality.copies.kinds import Text

COUNT: Final = re.compile(
    r"""
    (?<![\w.,:/'-]) \d{1,3} (?![\w%:/.'-]|,\d)
    | (?<=[^\W\d_a-zA-Z]) \d{1,3} (?![年月日時时点])(?=[^\W\d_a-zA-Z])  # in Chinese, between two words
    """,
    re.VERBOSE,
)
"""A toll, most likely: not part of a year, an amount, a score or a name."""
HOUR: Final = re.compile(r"(?<!\d)(\d{1,2})(?=(?::| h |h)\d\d(?!\d))")
MOST_NUMBERS: Final = 3


def with_new_numbers(text: Text, rng: random.Random) -> Text:
    """Up to three counts raised and one hour made later, the same in title, lead and body."""
    counts = sorted(set(COUNT.findall(text.body)))
    changes = {old: _raised(old, rng) for old in rng.sample(counts, min(MOST_NUMBERS, len(counts)))}
    hour = HOUR.search(text.body)
    hours = {hour[0]: _written_like(hour[0], (_value(hour[0]) + 1) % 24)} if hour else {}

    def updated(words: str) -> str:
        words = COUNT.sub(lambda count: changes.get(count[0], count[0]), words)
        return HOUR.sub(lambda found: hours.get(found[0], found[0]), words)

    return text._replace(title=updated(text.title), lead=text.lead and updated(text.lead), body=updated(text.body))


def _raised(number: str, rng: random.Random) -> str:
    value = _value(number)
    return _written_like(number, value + rng.randint(1, max(2, value // 3)))


def _value(digits: str) -> int:
    return int("".join(str(unicodedata.digit(digit)) for digit in digits))


def _written_like(digits: str, value: int) -> str:
    """The value in the digits of the same script, Arabic or Devanagari as it may be."""
    zero = ord(digits[0]) - unicodedata.digit(digits[0])
    return "".join(chr(zero + int(digit)) for digit in str(value).zfill(len(digits)))
