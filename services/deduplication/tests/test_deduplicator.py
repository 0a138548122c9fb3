"""The same documents from the same set of articles, whatever happened on the way."""

from contextlib import nullcontext
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from babelwire_contracts.codec import encode
from babelwire_contracts.corrections import Verdict
from babelwire_contracts.sections import DuplicateKind
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.observations import Observation

from .greedy import expected, narrowed
from .latest import latest_changes
from .pipeline import DAY, PARTITIONS, TEXTS, World, observation
from .stored import Stored

Step = tuple[str, int] | tuple[str, int, int] | tuple[str, int, int, Verdict | None]
"""What befalls a world: its name, and with which numbers."""

articles = st.integers(0, 8)
observations = st.builds(
    observation,
    articles,
    st.integers(0, 5),
    st.integers(0, len(TEXTS) - 1),
    published=st.none() | st.sampled_from([0, 1, 2, 3, -20 * DAY, -40 * DAY, -60 * DAY]),
    content=st.integers(0, 1),
    addressed=st.booleans(),
)
steps = st.one_of(
    st.tuples(st.just("follow"), st.integers(0, 2), st.integers(1, 5)),
    st.tuples(st.just("amend"), st.integers(0, 2)),
    st.tuples(st.just("crash_in_amend"), st.integers(0, 2), st.integers(0, 2)),
    st.tuples(st.just("restart"), st.integers(0, 2)),
    st.tuples(st.just("lose_disk"), st.integers(0, 2)),
    st.tuples(st.just("save"), st.integers(0, 2)),
    st.tuples(st.just("hand_over"), st.integers(0, PARTITIONS - 1), st.integers(0, 2)),
    st.tuples(st.just("redeliver"), st.integers(0, 30)),
    st.tuples(st.just("crash_in_delivery"), st.integers(0, 30)),
    st.tuples(st.just("heed"), st.integers(0, 2)),
)
corrections = st.tuples(st.just("correct"), articles, articles, st.sampled_from([*Verdict, None]))


def unique(seen: list[Observation]) -> list[Observation]:
    """One content per capture time of an article, for one capture has one content."""
    return list({(item.article_id, item.captured_at): item for item in seen}.values())


def take(world: World, step: Step, delivered: list[Observation]) -> None:
    count = len(world.instances)
    match step:
        case ("follow", index, records):
            world.follow(index % count, records)
        case ("amend", index):
            world.amend(index % count)
        case ("crash_in_amend", index, after):
            world.amend(index % count, crash_after=after)
        case ("restart", index):
            world.restart(index % count)
        case ("lose_disk", index):
            world.restart(index % count, lost=True)
        case ("save", index):
            world.save(index % count)
        case ("hand_over", partition, index):
            world.hand_over(partition, index % count)
        case ("redeliver", which) if delivered:
            world.deliver([delivered[which % len(delivered)]])
        case ("heed", index):
            world.heed(index % count)
        case ("correct", one, other, verdict) if one != other:
            world.correct(one, other, verdict)
        case ("crash_in_delivery", which) if delivered:
            again = [delivered[which % len(delivered)]]
            world.deliver(again, crash=True)
            world.deliver(again)


def lived(world: World, history: list[tuple[list[Observation], list[Step]]]) -> World:
    """A world after a history, at rest."""
    delivered: list[Observation] = []
    for batch, then in history:
        if batch:
            world.deliver(batch)
        delivered.extend(batch)
        for step in then:
            take(world, step, delivered)
    world.settle()
    return world


histories = st.lists(st.tuples(st.lists(observations, min_size=1, max_size=4), st.lists(steps, max_size=4)), max_size=8)
corrected_histories = st.lists(
    st.tuples(st.lists(observations, max_size=4), st.lists(st.one_of(steps, corrections), max_size=6)), max_size=8
)


def check(history: list[tuple[list[Observation], list[Step]]], instances: int) -> None:
    """Lives through a history, and compares what it leaves behind with what its set of articles says."""
    allowed = {id(item) for item in unique([item for batch, _ in history for item in batch])}
    history = [([item for item in batch if id(item) in allowed], then) for batch, then in history]
    world = lived(World(instances), history)
    seen = [item for batch, _ in history for item in batch]
    assert world.documents() == expected(seen, world.standing())
    assert world.revised() == latest_changes(seen)
    # Whoever reads all of its own fingerprints back writes the very same, in the same order.
    other = lived(World(instances, passing_over_echoes=False), history)
    assert (world.decided, world.fingerprints) == (other.decided, other.fingerprints)


@settings(max_examples=60, deadline=None)
@given(histories)
def test_any_history_leaves_the_documents_of_its_set(history: list[tuple[list[Observation], list[Step]]]) -> None:
    check(history, 3)


@settings(max_examples=60, deadline=None)
@given(histories)
def test_so_it_does_where_many_texts_share_what_they_are_found_by(
    history: list[tuple[list[Observation], list[Step]]],
) -> None:
    with narrowed():
        check(history, 3)


@settings(max_examples=100, deadline=None)
@given(corrected_histories, st.sampled_from([1, 3]), st.booleans())
def test_so_it_does_where_operators_correct_it(
    history: list[tuple[list[Observation], list[Step]]], instances: int, narrow: bool
) -> None:
    with narrowed() if narrow else nullcontext():
        check(history, instances)


def test_an_instance_alone_passes_over_all_its_echoes() -> None:
    world = World(instances=1)
    world.deliver([observation(article, 0, article % len(TEXTS)) for article in range(9)])
    world.follow(0)
    assert world.passed_over == len(world.fingerprints) == 9


def test_what_another_owner_wrote_before_the_echo_is_seen() -> None:
    """The lower of two versions that stands last in the topic is what a successor would find after compaction."""
    one, other = Deduplicator(1, Stored()), Deduplicator(2, Stored())
    _, (own,) = one.observe([observation(1, 0, 0)])
    _, (higher,) = other.observe([observation(1, 0, 0)])
    one.apply([(higher, 1)])
    assert not one.is_echo(own.article_id, encode(own))
    one.apply([(own, 1)])
    (amended,) = one.amend(10).amended
    assert amended.fingerprint.version > higher.version


@settings(max_examples=25, deadline=None)
@given(st.lists(observations, max_size=12), st.randoms(), st.integers(1, 3))
def test_order_batches_and_instances_do_not_matter(seen: list[Observation], chance: Random, instances: int) -> None:
    seen = unique(seen)
    chance.shuffle(seen)
    world = World(instances)
    while seen[len(world.decided) :]:
        begin = len(world.decided)
        world.deliver(seen[begin : begin + chance.randint(1, 5)])
    world.settle()
    assert world.documents() == expected(seen)
    assert world.revised() == latest_changes(seen)


@settings(max_examples=25, deadline=None)
@given(st.lists(observations, min_size=1, max_size=8))
def test_a_replay_changes_nothing_and_amends_nothing(seen: list[Observation]) -> None:
    seen = unique(seen)
    world = World(instances=2)
    world.deliver(seen)
    world.settle()
    before = world.sections()
    for item in seen:
        world.deliver([item])
    assert world.settle() == 0
    assert world.sections() == before


def test_a_late_older_revision_changes_nothing_but_gets_its_own_decision() -> None:
    deduplicator = Deduplicator(1, Stored())
    original, revised, older = observation(1, 0, 0), observation(2, 5, 5), observation(2, 3, 0)
    deduplicator.observe([original])
    deduplicator.observe([revised])
    (section,), fingerprints = deduplicator.observe([older])
    assert section.duplicate.kind is DuplicateKind.EXACT
    assert section.version.revision == older.revision
    assert [fingerprint.version.revision for fingerprint in fingerprints] == [revised.revision]
    assert fingerprints[0].first_captured_at == older.captured_at
    (again,), _ = deduplicator.observe([revised])
    assert again.duplicate.kind is DuplicateKind.NONE


def test_two_revisions_in_one_batch() -> None:
    deduplicator = Deduplicator(1, Stored())
    sections, fingerprints = deduplicator.observe([observation(1, 4, 0), observation(1, 2, 5), observation(1, 4, 0)])
    assert [section.version.n for section in sections] == [0, 0, 0]
    assert [fingerprint.version.revision for fingerprint in fingerprints] == [observation(1, 4, 0).revision]
    assert fingerprints[0].first_captured_at == observation(1, 2, 5).captured_at


def test_a_raised_generation_overrides_and_a_lower_one_does_not() -> None:
    first, raised = Deduplicator(1, Stored()), Deduplicator(2, Stored())
    _, fingerprints = first.observe([observation(1, 0, 0)])
    raised.apply((fingerprint, 1) for fingerprint in fingerprints)
    (section,), higher = raised.observe([observation(1, 0, 0)])
    assert (section.version.generation, section.version.n) == (2, 0)
    first.apply((fingerprint, 1) for fingerprint in higher)
    (section,), none = first.observe([observation(1, 0, 0)])
    assert section.version.generation == 1
    assert none == []


def test_what_two_owners_left_in_conflict_is_decided_anew() -> None:
    one, other = Deduplicator(1, Stored()), Deduplicator(1, Stored())
    article, copy = observation(1, 0, 0), observation(2, 1, 0)
    one.observe([article])
    _, (alone,) = other.observe([copy])
    (section,), _ = one.observe([copy])
    assert section.version == alone.version
    one.apply([(alone, 2)])
    (amended,) = one.amend(10).amended
    assert amended.fingerprint.version.n == 1
    assert amended.fingerprint.decision == section.duplicate
