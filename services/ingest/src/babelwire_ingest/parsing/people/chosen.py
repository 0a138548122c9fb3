"""Which of the writers that bylines name are an article's authors."""

from collections.abc import Iterable
from typing import Final

from babelwire_ingest.parsing.people.writer import Hand, Writer

_MOST: Final = 50


def chosen_names(writers: Iterable[Writer]) -> list[str]:
    """The people, with agencies that stand beside them; where there is no person, agencies and desks.

    Never the paper itself, an account, or a role without a name.
    """
    named = list(writers)
    people = any(writer.hand is Hand.PERSON for writer in named)
    kinds = {Hand.PERSON, Hand.AGENCY} if people else {Hand.AGENCY, Hand.DESK}
    first: dict[str, str] = {}
    for writer in named:
        if writer.hand in kinds:
            first.setdefault(writer.name.casefold(), writer.name)
    return list(first.values())[:_MOST]
