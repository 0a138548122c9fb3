"""What a revision of an article changed: a function of the revisions known, never of the order they came in."""

from dataclasses import dataclass
from typing import Final

import msgspec

from babelwire_comparison.sentences import as_worded, changes
from babelwire_contracts.sections import Revised, SectionVersion
from babelwire_deduplication.texts import Kept, unpacked

MOST_CHARACTERS: Final = 100_000
"""So much of each text is compared: 0.1 s where it has spaces between words, up to 0.6 s where it has none."""

MOST_SENTENCES: Final = 20
"""So many that were added are told, and so many that were removed."""

MOST_IN_SENTENCE: Final = 500
"""Characters of a sentence that are told."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A revision of an article: its text, and what it changed as far as that is known."""

    version: SectionVersion
    kept: Kept


def united(newer: Revision, older: Revision) -> Revised | None:
    """What the newer of two states of one article changed, by all that is known of either.

    That is against the newest revision before it of which the sentences are others. Of two contents of one revision,
    and of two revisions with the same sentences, what one changed the other did too. Texts that parsers of two
    generations made are not compared: what differs in them need not be the article.
    """
    known = newer.kept.revised
    if known is not None and older.version.revision <= known.since:
        return known
    if older.version.revision < newer.version.revision and older.kept.text != newer.kept.text:
        if not (older.kept.text and newer.kept.text):
            return known
        texts = [unpacked(one.kept.text) for one in (older, newer)]
        found = changes(*(text[:MOST_CHARACTERS] for text in texts))
        if found.added or found.removed:
            if older.version.content_generation != newer.version.content_generation:
                return known
            is_cut = max(map(len, texts)) > MOST_CHARACTERS
            return _told(older.version.revision, [found.added, found.removed], is_cut=is_cut)
    earlier = older.kept.revised
    if earlier is None or (known is not None and earlier.since <= known.since):
        return known
    return _reworded(earlier, newer.kept) if newer.kept.text != older.kept.text else earlier


def _reworded(revised: Revised, kept: Kept) -> Revised:
    """The same changes, with what was added as the newest text has it: it may be in other cases."""
    added = as_worded(revised.added, unpacked(kept.text)[:MOST_CHARACTERS]) if kept.text else revised.added
    return msgspec.structs.replace(revised, added=[sentence[:MOST_IN_SENTENCE] for sentence in added])


def _told(since: str, changed: list[list[str]], *, is_cut: bool) -> Revised:
    told = [[sentence[:MOST_IN_SENTENCE] for sentence in sentences[:MOST_SENTENCES]] for sentences in changed]
    return Revised(since=since, added=told[0], removed=told[1], more=is_cut or told != changed)
