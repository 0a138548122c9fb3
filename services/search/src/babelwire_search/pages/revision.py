"""What a revision of an article changed, as the article's page shows it."""

from dataclasses import dataclass
from typing import Any

from babelwire_search.pages import wording


@dataclass(frozen=True, slots=True)
class Changed:
    """Sentences that are new and sentences that are gone; `since` is the version before, in words."""

    since: str
    since_at: str | None
    added: list[str]
    removed: list[str]
    more: bool


def changed(revised: dict[str, Any] | None) -> Changed | None:
    """What `revised` of a document says, or None where nothing is known to have changed."""
    if revised is None:
        return None
    since_at = str(revised["since"])[: len("2026-11-19T07:42:00.000000Z")]
    try:
        moment = wording.parsed(since_at)
    except ValueError:
        moment = None
    return Changed(
        since=f"the version of {wording.clock_time(moment)}" if moment else "the version before",
        since_at=since_at if moment else None,
        added=revised["added"],
        removed=revised["removed"],
        more=revised["more"],
    )
