"""The articles that a publisher is judged by."""

from typing import Final, NamedTuple

from babelwire_contracts.publishers import PublisherObservation
from babelwire_contracts.sections import SectionVersion

SIZE: Final = 64


class Taken(NamedTuple):
    """What has become of an observation.

    `changed`: the sample is another. `dropped`: the id of the article that has no place any longer. `outdated`: what
    was known of the article is newer.
    """

    changed: bool = False
    dropped: str | None = None
    outdated: bool = False


class Sample:
    """Of all articles of a publisher those with the 64 smallest ids, each as its newest version has it.

    Ids are hashes, so it is a fair sample; and it depends on the set of observations, not on their order or number.
    """

    def __init__(self) -> None:
        self._seen: dict[str, PublisherObservation] = {}
        self._largest: str | None = None

    def __len__(self) -> int:
        return len(self._seen)

    def seen(self) -> list[PublisherObservation]:
        """What is known of each article."""
        return list(self._seen.values())

    def get(self, article_id: str) -> PublisherObservation | None:
        """What is known of an article; None where it has no place here."""
        return self._seen.get(article_id)

    def wants(self, article_id: str, version: SectionVersion) -> bool:
        """Whether an observation of an article could change anything. May be asked in another thread."""
        known = self._seen.get(article_id)
        if known is not None:
            return version > known.version
        return self._largest is None or article_id < self._largest

    def take(self, observation: PublisherObservation) -> Taken:
        """Takes an observation in where it has a place."""
        article_id = observation.article_id
        known = self._seen.get(article_id)
        if known == observation:
            return Taken()
        if known is not None and _order(known) > _order(observation):
            return Taken(outdated=True)
        if known is None and self._largest is not None and article_id > self._largest:
            return Taken(dropped=article_id)
        self._seen[article_id] = observation
        dropped = max(self._seen) if len(self._seen) > SIZE else None
        self.remove(dropped)
        return Taken(changed=True, dropped=dropped)

    def remove(self, article_id: str | None) -> bool:
        """Forgets an article. Returns whether it was known."""
        known = self._seen.pop(article_id, None) if article_id is not None else None
        self._largest = max(self._seen) if len(self._seen) == SIZE else None
        return known is not None


def _order(observation: PublisherObservation) -> tuple[SectionVersion, str, str]:
    """The newest version is the greatest; of two under one version always the same one is."""
    return observation.version, observation.status, observation.method or ""
