"""Language tags (BCP 47) as text: their form, and what they have in common."""

import re
from typing import Final

UNDETERMINED: Final = "und"

LANGUAGE_TAG: Final = "[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*"
"""The form of a tag, for `re` and for JSON Schema."""

_LANGUAGE_TAG: Final = re.compile(LANGUAGE_TAG)
_NORWEGIAN: Final = ("nb", "nn", "no")


def read_tag(text: str | None) -> str | None:
    """A tag as it was written, with hyphens for underscores; None for what does not have the form of one."""
    tag = (text or "").strip().replace("_", "-")
    return tag if _LANGUAGE_TAG.fullmatch(tag) else None


def primary(tag: str) -> str:
    """The primary language subtag: `pt` of `pt-BR`."""
    return tag.replace("_", "-").partition("-")[0].lower()


def varieties(tag: str) -> tuple[str, ...]:
    """The primary subtags under which texts of this language are found."""
    own = primary(tag)
    return _NORWEGIAN if own in _NORWEGIAN else (own,)


def without_variety(tag: str) -> str:
    """The language that stands for all its varieties: `en` of `en-GB`, `no` of `nb`."""
    return varieties(tag)[-1]
