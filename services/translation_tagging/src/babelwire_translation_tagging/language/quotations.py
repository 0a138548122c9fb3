"""What of a paragraph is not somebody else's words."""

import re
from typing import Final

_SHORTEST: Final = 20
"""Shorter ones are titles and single words, which are in the language of what stands around them often enough."""
_MARKS: Final = ("“", "„", "«", "»", '"', "「", "『", "‹", "‟")
_QUOTED: Final = re.compile(
    "|".join(
        f"{opening}[^{opening}{closing}]{{{_SHORTEST},}}(?:[{closing}]|$)"
        for opening, closing in (
            ("„", "“”"),
            ("“", "”"),
            ("«", "»"),
            ("»", "«"),
            ('"', '"'),
            ("「", "」"),
            ("『", "』"),
        )
    )
)


def unquoted(text: str) -> str:
    """A paragraph without its quotations; one that does not end in it is quoted to its end."""
    return _QUOTED.sub(" ", text) if any(mark in text for mark in _MARKS) else text
