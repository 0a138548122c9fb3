"""What a revision changed, between two states of an article and between instances that know different ones."""

import time
from itertools import permutations

import msgspec
import pytest

from babelwire_contracts.sections import Revised, SectionVersion
from babelwire_deduplication.decision_log import Due
from babelwire_deduplication.deduplicator import Deduplicator
from babelwire_deduplication.revisions import Revision, united
from babelwire_deduplication.texts import Kept, packed

from .latest import latest_changes
from .pipeline import observation
from .stored import Stored

BEFORE = "The bridge is closed. Nobody was hurt."
AFTER = "The bridge is closed. Two people were hurt."
CHANGED = Revised(since="r1", added=["Two people were hurt."], removed=["Nobody was hurt."])


def state(number: int, text: str, revised: Revised | None = None, *, generation: int = 1, n: int = 0) -> Revision:
    """Revision r1, r2, … of an article."""
    version = SectionVersion(revision=f"r{number}", content_generation=generation, n=n)
    return Revision(version, Kept(text=packed(text) if text else b"", revised=revised))


@pytest.mark.parametrize(
    ("newer", "older", "expected"),
    [
        (state(2, AFTER), state(1, BEFORE), CHANGED),
        (state(2, BEFORE), state(1, BEFORE), None),
        (state(2, BEFORE.replace(". N", ".\n\nN").upper()), state(1, BEFORE), None),
        (state(3, AFTER), state(2, AFTER, CHANGED), CHANGED),
        (state(3, AFTER, CHANGED), state(2, AFTER), CHANGED),
        (state(3, AFTER, CHANGED), state(2, BEFORE), msgspec.structs.replace(CHANGED, since="r2")),
        (state(3, AFTER, msgspec.structs.replace(CHANGED, since="r2")), state(1, BEFORE), None),
        (state(2, AFTER, generation=2), state(1, BEFORE), None),
        (state(2, "", generation=1), state(1, BEFORE), None),
        (state(2, AFTER), state(1, ""), None),
        (state(2, "By another parser.", generation=2), state(2, AFTER, CHANGED), CHANGED),
        (state(2, AFTER, n=1), state(2, AFTER, CHANGED), CHANGED),
    ],
)
def test_what_two_states_of_an_article_say(newer: Revision, older: Revision, expected: Revised | None) -> None:
    if expected is None:
        expected = newer.kept.revised
    assert united(newer, older) == expected


def test_no_more_is_told_than_can_be_read() -> None:
    many = [f"Sentence number {number} is new." for number in range(21)]
    found = united(state(2, " ".join(many)), state(1, "x" * 501))
    assert found == Revised(since="r1", added=many[:20], removed=["x" * 500], more=True)
    found = united(state(2, " ".join(many[:20])), state(1, "x" * 500))
    assert found == Revised(since="r1", added=many[:20], removed=["x" * 500])


def test_of_a_text_of_a_million_words_only_the_beginning_is_compared() -> None:
    words = "Word. " * 1_000_000
    began = time.monotonic()
    assert united(state(2, words + "Other."), state(1, words)) is None
    found = united(state(2, "Other. " + words), state(1, words))
    assert time.monotonic() - began < 10
    assert found is not None
    assert (found.added[0], found.more) == ("Other.", True)


def test_an_older_revision_that_comes_late_amends_what_the_newest_changed() -> None:
    deduplicator = Deduplicator(1, Stored())
    first, late, newest = (observation(1, minute, text) for minute, text in ((0, 0), (1, 3), (2, 5)))
    for seen in (first, newest):
        (shown,), _ = deduplicator.observe([seen])
    assert shown.revised is not None
    assert (shown.version.n, shown.revised.since) == (0, first.revision)
    (own,), (fingerprint,) = deduplicator.observe([late])
    assert (own.version.revision, own.revised) == (late.revision, None)
    assert (fingerprint.version.n, fingerprint.amendment_due) == (1, True)
    (amended,) = deduplicator.amend(10).amended
    assert amended.section.version == fingerprint.version
    assert amended.section.revised == latest_changes([first, late, newest])[first.article_id.hex()]
    deduplicator.settle(Due([amended], []))
    for seen in (late, first):
        assert deduplicator.observe([seen])[1] == []


def test_what_two_owners_know_of_is_united() -> None:
    """Both had the partition for a moment: what each was given is what the revisions say together, in either order."""
    first, late, newest = (observation(1, minute, text) for minute, text in ((0, 0), (1, 3), (2, 5)))
    expected = latest_changes([first, late, newest])[first.article_id.hex()]
    for given in permutations([[late], [first, newest]]):
        writers = [Deduplicator(1, Stored()) for _ in given]
        for writer in writers:
            writer.begin_anew()
        written = [writer.observe(seen)[1] for writer, seen in zip(writers, given, strict=True)]
        last, before = writers[1], written[0]
        last.apply((fingerprint, 1) for fingerprint in before)
        (amended,) = last.amend(10).amended
        assert amended.section.revised == amended.fingerprint.revised == expected
        assert amended.section.version.n == 1
        follower = Deduplicator(1, Stored())
        follower.apply((fingerprint, 1) for fingerprint in [*before, *written[1], amended.fingerprint])
        (again,), _ = follower.observe([newest])
        assert again == amended.section


def test_one_version_never_says_two_things() -> None:
    one, other = Deduplicator(1, Stored()), Deduplicator(1, Stored())
    one.observe([observation(1, 0, 0)])
    (said,), _ = one.observe([observation(1, 1, 5)])
    (unsaid,), (alone,) = other.observe([observation(1, 1, 5)])
    assert (said.version, unsaid.revised) == (unsaid.version, None)
    one.apply([(alone, 1)])
    (amended,) = one.amend(10).amended
    assert (amended.section.revised, amended.section.version.n) == (said.revised, 1)


def test_a_short_text_is_kept_for_the_next_revision() -> None:
    deduplicator = Deduplicator(1, Stored())
    deduplicator.observe([observation(1, 0, 9)])
    (section,), _ = deduplicator.observe([observation(1, 1, 7)])
    assert section.revised is not None
    assert section.revised.removed == ["Too short."]


def test_a_re_crawl_in_capitals_words_what_was_added_as_the_newest_has_it() -> None:
    """In whatever order the three come: the first, one with another text, and the same text in capitals."""
    seen = [observation(1, 0, 3), observation(1, 1, 8), observation(1, 2, 0)]
    for order in permutations(seen):
        deduplicator = Deduplicator(1, Stored())
        shown = {section.version: section for one in order for section in deduplicator.observe([one])[0]}
        while deduplicator.to_amend:
            shown |= {item.section.version: item.section for item in deduplicator.amend(10).amended}
        assert shown[max(shown)].revised == latest_changes(seen)[seen[0].article_id.hex()]
