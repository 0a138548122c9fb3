"""How long articles are remembered."""

from datetime import timedelta

from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.observations import Observation

from .pipeline import DAY, observation
from .stored import Stored

WINDOW = timedelta(days=45)


def begun() -> Deduplicator:
    deduplicator = Deduplicator(1, Stored(), WINDOW)
    deduplicator.share.own({0, 1, 2})
    deduplicator.begin_anew()
    return deduplicator


def ids(*articles: Observation) -> set[bytes]:
    return {one.article_id for one in articles}


def test_an_article_expires_by_the_newest_of_its_own_partition() -> None:
    deduplicator = begun()
    old, other, newest = observation(0, 0, 0), observation(1, 0, 5), observation(3, 46 * DAY, 9)
    for seen in (old, other, newest):
        deduplicator.observe([seen])
    assert deduplicator.share.expired(10).keys() == ids(old)
    deduplicator.observe([observation(4, 50 * DAY, 9)])
    assert deduplicator.share.expired(10).keys() == ids(old, other)
    assert len(deduplicator.share.expired(1)) == 1
    deduplicator.share.expire(deduplicator.share.expired(10))
    assert (len(deduplicator), deduplicator.share.expired(10)) == (2, {})


def test_one_that_comes_while_its_tombstone_is_written_is_said_anew() -> None:
    deduplicator = begun()
    deduplicator.observe([observation(0, 0, 0)])
    deduplicator.observe([observation(3, 46 * DAY, 9)])
    expired = deduplicator.share.expired(10)
    deduplicator.observe([observation(0, 47 * DAY, 0)])
    deduplicator.share.expire(expired)
    assert len(deduplicator) == 2
    _, (said,) = deduplicator.amend(10)
    assert bytes.fromhex(said.article_id) in expired


def test_an_article_is_forgotten_once_however_often_it_is_said() -> None:
    deduplicator = Deduplicator(1, Stored())
    deduplicator.share.own({1})
    seen = observation(1, 0, 0)
    _, (fingerprint,) = Deduplicator(1, Stored()).observe([seen])
    deduplicator.apply([(fingerprint, 1)])
    deduplicator.share.remove([(seen.article_id, 1), (seen.article_id, 1)])
    deduplicator.begin_anew()
    assert len(deduplicator) == 0
    deduplicator.observe([observation(4, 0, 0), observation(7, 0, 5)])
    assert len(deduplicator) == 2


def test_a_copy_that_is_read_again_has_nobody_but_itself_looked_at() -> None:
    """A thousand copies of one text would be looked at a thousand times."""
    deduplicator = begun()
    seen = [observation(article, article, 0) for article in range(9)]
    _, fingerprints = deduplicator.observe(seen)
    deduplicator.share.own({0, 1, 2})
    for read, looked_at in ((fingerprints[5], {5}), (fingerprints[0], set(range(9)))):
        deduplicator.apply([(read, seen[fingerprints.index(read)].partition)])
        touched = deduplicator._groups.touched(100)
        assert {deduplicator._articles.id(slot) for slot in touched} == ids(*(seen[number] for number in looked_at))
