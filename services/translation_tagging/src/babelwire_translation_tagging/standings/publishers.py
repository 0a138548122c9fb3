"""All that is known of publishers, in memory: what lies on the two topics, each read whole."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from babelwire_contracts.publishers import PublisherObservation, PublisherStanding
from babelwire_contracts.sections import SectionVersion
from babelwire_contracts.topics import PUBLISHERS_OBSERVED, PUBLISHERS_STANDING
from babelwire_messaging.handling import Position, Publish
from babelwire_translation_tagging.standings.rule import Said, follows
from babelwire_translation_tagging.standings.sample import Sample


class _Placed(NamedTuple):
    standing: PublisherStanding
    position: Position


class Publishers:
    """Publishers by registrable domain: the articles each is judged by, and what was last said of it.

    What stands on the topics otherwise than it is known here (two owners in the midst of a rebalance, articles that
    have lost their place) is kept in mind until somebody puts it in order.
    """

    def __init__(self) -> None:
        self._samples: dict[str, Sample] = {}
        self._standings: dict[str, _Placed] = {}
        self._dropped: defaultdict[str, set[str]] = defaultdict(set)
        self._outdated: defaultdict[str, set[str]] = defaultdict(set)
        self._misstated: set[str] = set()

    def domains(self) -> set[str]:
        """All of whom anything is known."""
        return self._samples.keys() | self._standings.keys()

    def standing(self, domain: str | None) -> PublisherStanding | None:
        """What was last said of a publisher; None where nothing ever was. May be asked in another thread."""
        placed = self._standings.get(domain) if domain is not None else None
        return placed.standing if placed is not None else None

    def standings(self) -> Iterator[tuple[PublisherStanding, Position]]:
        """All that was ever said of publishers, each with where it stands."""
        yield from self._standings.values()

    def wants(self, domain: str, article_id: str, version: SectionVersion) -> bool:
        """Whether an observation of an article could change anything. May be asked in another thread."""
        sample = self._samples.get(domain)
        return sample is None or sample.wants(article_id, version)

    def observe(self, domain: str, article_id: str, observation: PublisherObservation | None) -> None:
        """Takes a record of `publishers.observed` in; None where an article is not to count any longer."""
        _discard(self._dropped, domain, article_id)
        _discard(self._outdated, domain, article_id)
        if observation is None:
            if domain in self._samples:
                self._samples[domain].remove(article_id)
            return
        taken = self._samples.setdefault(domain, Sample()).take(observation)
        if taken.dropped is not None:
            self._dropped[domain].add(taken.dropped)
        if taken.outdated:
            self._outdated[domain].add(article_id)

    def learn(self, standing: PublisherStanding, position: Position) -> bool:
        """Takes a record of `publishers.standing` in. Returns whether it says something new.

        Of an owner that was none any longer comes a count that is known: that counts for nothing, and whatever holds
        has to be said under a higher one.
        """
        before = self._standings.get(standing.domain)
        if before is not None and (before.position.offset >= position.offset or before.standing == standing):
            return False
        if before is not None and before.standing.n >= standing.n:
            self._misstated.add(standing.domain)
            return False
        self._misstated.discard(standing.domain)
        self._standings[standing.domain] = _Placed(standing, position)
        return True

    def due(self, domain: str) -> list[Publish]:
        """What the owner of a publisher has to write: what follows from its articles now, and what is in disorder."""
        sample = self._samples.get(domain, Sample())
        standing = self._next(domain, follows(sample.seen()))
        said = [] if standing is None else [Publish(PUBLISHERS_STANDING, domain, standing)]
        again = [known for one in sorted(self._outdated.get(domain, ())) if (known := sample.get(one)) is not None]
        gone = [f"{domain}:{article_id}" for article_id in sorted(self._dropped.get(domain, ()))]
        return [
            *said,
            *(Publish(PUBLISHERS_OBSERVED, known.key, known) for known in again),
            *(Publish(PUBLISHERS_OBSERVED, key, None) for key in gone),
        ]

    def _next(self, domain: str, said: Said) -> PublisherStanding | None:
        """The standing that comes after the last; None where that says the same, and nobody says otherwise."""
        last = self.standing(domain) or PublisherStanding(domain=domain, n=0)
        disputed = domain in self._misstated
        if said == Said(last.translates, last.method) and not disputed:
            return None
        return PublisherStanding(
            domain=domain,
            translates=said.translates,
            method=said.method,
            n=last.n + 1,
            method_n=last.method_n if said.method == last.method and not disputed else last.n + 1,
        )


def _discard(sets: defaultdict[str, set[str]], domain: str, article_id: str) -> None:
    if domain in sets:
        sets[domain].discard(article_id)
        if not sets[domain]:
            del sets[domain]
