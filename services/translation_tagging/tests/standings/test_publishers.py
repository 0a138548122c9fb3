"""What is known of publishers from the two topics, and what their owner has to write."""

import random

import pytest

from babelwire_contracts.codec import decode, encode
from babelwire_contracts.publishers import PublisherObservation, PublisherStanding
from babelwire_contracts.sections import TranslationMethod
from babelwire_contracts.topics import PUBLISHERS_OBSERVED, PUBLISHERS_STANDING
from babelwire_messaging.handling import Position, Publish
from babelwire_translation_tagging.standings.publishers import Publishers
from babelwire_translation_tagging.standings.sample import SIZE

from .seen import DOMAIN, ORIGINAL, SILENT, TRANSLATED, article_id, articles, observed

MACHINE = TranslationMethod.MACHINE


class Topics:
    """Both topics as they lie in the log, one partition each, and instances that read them."""

    def __init__(self) -> None:
        self.log: list[tuple[str, str, bytes | None]] = []

    def write(self, messages: list[Publish]) -> None:
        for each in messages:
            self.log.append((each.topic.name, each.key, None if each.message is None else encode(each.message)))

    def observe(self, *observations: PublisherObservation) -> None:
        self.write([Publish(PUBLISHERS_OBSERVED, one.key, one) for one in observations])

    def compacted(self) -> list[tuple[int, tuple[str, str, bytes | None]]]:
        latest = {record[:2]: at for at, record in enumerate(self.log)}
        return [(at, record) for at, record in enumerate(self.log) if latest[record[:2]] == at and record[2]]

    def read(self, publishers: Publishers, *, since: int = 0, compacted: bool = False) -> int:
        records = self.compacted() if compacted else list(enumerate(self.log))
        for at, (topic, key, value) in records:
            if at < since:
                continue
            if topic == PUBLISHERS_STANDING.name:
                publishers.learn(decode(value, PublisherStanding), Position(topic, 0, at))
            else:
                known = None if value is None else decode(value, PublisherObservation)
                domain, article = key.split(":")
                publishers.observe(domain, article, known)
        return len(self.log)

    def settled(self, publishers: Publishers) -> Publishers:
        """An owner, once it has written all that was due."""
        read = self.read(publishers)
        for _ in range(5):
            if not (due := publishers.due(DOMAIN)):
                return publishers
            self.write(due)
            read = self.read(publishers, since=read)
        raise AssertionError("there is always more to write")


def test_a_standing_follows_from_the_articles_and_counts_its_changes() -> None:
    topics, owner = Topics(), Publishers()
    topics.observe(*articles(10))
    assert topics.settled(owner).standing(DOMAIN) is None
    topics.observe(*articles(30))
    assert topics.settled(owner).standing(DOMAIN) == PublisherStanding(domain=DOMAIN, translates=True, n=1)
    topics.observe(*(observed(number, TRANSLATED, MACHINE, revision=1) for number in range(30)))
    by_machine = PublisherStanding(domain=DOMAIN, translates=True, method=MACHINE, n=2, method_n=2)
    assert topics.settled(owner).standing(DOMAIN) == by_machine
    topics.observe(*(observed(number, ORIGINAL, revision=2) for number in range(5)))
    assert topics.settled(owner).standing(DOMAIN) == PublisherStanding(domain=DOMAIN, n=3, method_n=3)


def test_an_instance_that_begins_knows_what_the_others_know_and_has_nothing_to_write() -> None:
    chance = random.Random(4)
    topics, owner = Topics(), Publishers()
    for _ in range(30):
        topics.observe(
            *(
                observed(chance.randint(0, 200), TRANSLATED if chance.random() < 0.97 else SILENT, MACHINE)
                for _ in range(20)
            )
        )
        topics.settled(owner)
    begun = Publishers()
    topics.read(begun, compacted=True)
    assert begun.standing(DOMAIN) == owner.standing(DOMAIN)
    assert begun.standing(DOMAIN) is not None
    assert begun.due(DOMAIN) == []
    assert len([record for _at, record in topics.compacted() if record[0] == PUBLISHERS_OBSERVED.name]) == SIZE


def test_the_order_of_arrival_and_a_replay_change_nothing_in_the_end() -> None:
    chance = random.Random(9)
    seen = [*articles(90, silent=2, machine=90), *(observed(number, TRANSLATED, revision=3) for number in range(3))]
    ends = set()
    for _ in range(10):
        topics, owner = Topics(), Publishers()
        arriving = [*seen, *seen[::4]]
        chance.shuffle(arriving)
        for at in range(0, len(arriving), 7):
            topics.observe(*arriving[at : at + 7])
            topics.settled(owner)
        before = owner.standing(DOMAIN)
        topics.observe(*seen)
        assert topics.settled(owner).standing(DOMAIN) == before
        assert before is not None
        ends.add((before.translates, before.method))
    assert ends == {(True, MACHINE)}


def test_an_older_observation_that_came_last_is_put_right() -> None:
    topics, owner = Topics(), Publishers()
    newer, older = observed(1, ORIGINAL, revision=2), observed(1, TRANSLATED, revision=1)
    topics.observe(newer, older)
    topics.settled(owner)
    ((_at, (_topic, _key, value)),) = topics.compacted()
    assert decode(value, PublisherObservation) == newer


@pytest.mark.parametrize("n", [1, 2])
def test_what_an_owner_says_that_is_none_any_longer_counts_for_nothing(n: int) -> None:
    topics, owner = Topics(), Publishers()
    topics.observe(*articles(30))
    topics.settled(owner)
    topics.observe(*(observed(number, TRANSLATED, MACHINE, revision=1) for number in range(30)))
    topics.settled(owner)
    topics.write([Publish(PUBLISHERS_STANDING, DOMAIN, PublisherStanding(domain=DOMAIN, translates=True, n=n))])
    topics.settled(owner)
    begun = Publishers()
    topics.read(begun, compacted=True)
    said_again = PublisherStanding(domain=DOMAIN, translates=True, method=MACHINE, n=3, method_n=3)
    assert begun.standing(DOMAIN) == owner.standing(DOMAIN) == said_again


def test_articles_that_are_taken_away_count_no_longer() -> None:
    topics, owner = Topics(), Publishers()
    topics.observe(*articles(30))
    topics.settled(owner)
    topics.write([Publish(PUBLISHERS_OBSERVED, f"{DOMAIN}:{article_id(number)}", None) for number in range(25)])
    assert topics.settled(owner).standing(DOMAIN) == PublisherStanding(domain=DOMAIN, n=2)
