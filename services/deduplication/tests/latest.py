"""What revisions changed, by looking at all of them at once."""

from collections import defaultdict
from collections.abc import Iterable

from babelwire_comparison.sentences import changes
from babelwire_contracts.sections import Revised
from babelwire_deduplication.observations import Observation


def latest_changes(observations: Iterable[Observation]) -> dict[str, Revised | None]:
    """What the newest revision of each article changed against the newest before it with other sentences."""
    written: dict[str, dict[str, str]] = defaultdict(dict)
    for seen in observations:
        written[seen.article_id.hex()][seen.revision] = seen.written
    return {article_id: _latest(texts) for article_id, texts in written.items()}


def _latest(texts: dict[str, str]) -> Revised | None:
    newest, *older = sorted(texts, reverse=True)
    for since in older:
        found = changes(texts[since], texts[newest])
        if found.added or found.removed:
            return Revised(since=since, added=found.added, removed=found.removed)
    return None
