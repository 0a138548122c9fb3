"""Language tags (BCP 47): reading what was declared, and comparing."""

import re
from functools import lru_cache
from typing import Final

import langcodes
from langcodes.tag_parser import LanguageTagError

UNDETERMINED: Final = "und"

_LANGUAGE: Final = re.compile(r"[a-z]{2,3}")
_SAME: Final = {"no": "nb", "tl": "fil", "iw": "he", "in": "id", "cmn": "zh", "arb": "ar"}


@lru_cache(maxsize=1024)
def standard(tag: str | None) -> str | None:
    """A declared tag in its canonical form; None where it is no tag, or says nothing."""
    if not tag:
        return None
    try:
        canonical = str(langcodes.standardize_tag(tag.strip().replace("_", "-")))
    except LanguageTagError:
        return None
    head, _, rest = canonical.partition("-")
    if not _LANGUAGE.fullmatch(head) or head in {UNDETERMINED, "mul", "zxx", "x"}:
        return None
    head = _SAME.get(head, head)
    return f"{head}-{rest}" if rest else head


def primary(tag: str) -> str:
    """The primary subtag: `pt` of `pt-BR`."""
    return tag.split("-", 1)[0]


# Bosnian, Croatian and Serbian; Bokmål, Nynorsk and unmarked Norwegian: a text moves between these unchanged, or a
# detector cannot tell them apart, so that a difference between them is no sign of translation.
_ONE_GROUP: Final = {"hr": "sh", "sr": "sh", "bs": "sh", "nb": "no", "nn": "no", "id": "ms"}


def same_language(one: str, other: str) -> bool:
    """Whether two tags name one language as far as translation goes; script and region do not matter."""
    left, right = primary(one), primary(other)
    return _ONE_GROUP.get(left, left) == _ONE_GROUP.get(right, right)
