"""Language tags as this service takes and compares them."""

from typing import Final

from babelwire_text.canonical_tags import canonical
from babelwire_text.language_tags import UNDETERMINED, primary, without_variety

_SAY_NOTHING: Final = frozenset({UNDETERMINED, "mul", "zxx"})

# Bosnian, Croatian and Serbian, and Indonesian and Malay as the varieties of Norwegian: a text moves between these
# unchanged, or a detector cannot tell them apart, so that a difference between them is no sign of translation.
_ONE_GROUP: Final = {"hr": "sh", "sr": "sh", "bs": "sh", "id": "ms"}


def declared_tag(text: str | None) -> str | None:
    """A declared tag in its canonical form; None where it is no tag, or says nothing."""
    tag = canonical(text)
    if tag is None or primary(tag) in _SAY_NOTHING:
        return None
    # The detectors know Norwegian by its two written forms, and the plain tag nearly always means this one.
    return "nb" + tag[2:] if primary(tag) == "no" else tag


def same_language(one: str, other: str) -> bool:
    """Whether two tags name one language as far as translation goes; script and region do not matter."""
    left, right = without_variety(one), without_variety(other)
    return _ONE_GROUP.get(left, left) == _ONE_GROUP.get(right, right)
