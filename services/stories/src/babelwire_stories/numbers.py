"""The numbers of a text, whatever digits and separators it writes them with."""

import re
import unicodedata
from typing import Final

_NUMBER: Final = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+(?:[.,:٫٬’']\d+)*")
_GROUPED: Final = re.compile(r"^\d{1,3}(?:[.,٬’' \u00a0\u202f]\d{3})+$")
_YEAR: Final = re.compile(r"(?<![\d.,:٫٬])\d{4}(?![\d:٫٬]|[.,]\d)")
_YEARS: Final = range(1900, 2101)
_YEAR_DIGITS: Final = 4


def numbers_of(text: str) -> dict[str, str]:
    """The numbers of a text by their value ("5.8" for 5,8 and ۵٫۸; "1100" for 1.100 and 1,100), each as it is written
    there first. Years are none, nor are the numbers of one digit, of which every text has some.
    """
    found: dict[str, str] = {}
    for match in _NUMBER.finditer(text):
        value = _value(match[0])
        if value is not None:
            found.setdefault(value, match[0])
    return found


def years_of(text: str) -> set[int]:
    """The years that a text names, of our calendar."""
    digits = (_digits(match[0]) for match in _YEAR.finditer(text))
    return {int(each) for each in digits if int(each) in _YEARS}


def _value(written: str) -> str | None:
    digits = _digits(written)
    if _GROUPED.match(digits):
        digits = re.sub(r"\D", "", digits)
    else:
        whole, *rest = re.split(r"\D+", digits)
        fraction = "".join(rest).rstrip("0")
        digits = f"{whole}.{fraction}" if fraction else whole
    digits = digits.lstrip("0") or "0"
    if len(digits) == 1 or (digits.isdigit() and len(digits) == _YEAR_DIGITS and int(digits) in _YEARS):
        return None
    return digits


def _digits(written: str) -> str:
    return "".join(str(unicodedata.digit(each)) if each.isdigit() else each for each in written)
