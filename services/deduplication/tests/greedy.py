"""The rule itself: from the eldest article on, each with all representatives before it, no index and no memory."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import pytest

from babelwire_comparison.comparing import Comparison, compare
from babelwire_comparison.reduction import SKETCH, Reduced
from babelwire_contracts.corrections import Verdict
from babelwire_contracts.sections import Duplicate
from babelwire_deduplication import candidates, crowd, crowds, groups
from babelwire_deduplication.decisions import linked, near_duplicate, same_content, same_text
from babelwire_deduplication.observations import Observation

LEAST_SHARE: Final = 0.1
_compared: dict[tuple[bytes, bytes], Comparison] = {}


class Found(NamedTuple):
    """What a text is found by: the beginning of its hash, and its sketch; and the partition of its article."""

    hash: int
    sketch: tuple[int, ...]
    partition: int = 0

    @classmethod
    def of(cls, text: Reduced, partition: int) -> "Found":
        return cls(int.from_bytes(text.text_hash[:4], "little"), tuple(text.sketch.tolist()), partition)


@contextmanager
def narrowed(most: int = 1, crowded: int = 3) -> Iterator[None]:
    """What few representatives of a partition hold is a frame while entered, and what few texts hold has a crowd."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(crowd, "MOST", most)
        patch.setattr(candidates, "MOST", most)
        patch.setattr(crowds, "_LEAST", max(crowded, most + 1))
        yield


def most_alike(own: Found, seniors: Sequence[Found], most: int) -> list[int]:
    """Which of the representatives senior to a text it is compared with; both by seniority."""
    alike = [senior for senior in seniors if senior.partition == own.partition]
    holders = Counter(feature for senior in alike for feature in {senior.hash, *senior.sketch})
    frame = {feature for feature in (own.hash, *own.sketch) if holders[feature] > crowd.MOST}
    likely = []
    for index, senior in enumerate(seniors):
        full = [text.sketch[-1] for text in (own, senior) if len(text.sketch) == SKETCH]
        ours, theirs = ({one for one in text.sketch if one <= min(full, default=one)} - frame for text in (own, senior))
        shared = set(own.sketch) & set(senior.sketch) - frame
        same = own.hash == senior.hash
        weight = len(shared) + 3 * (same and own.hash not in frame)
        if weight > 2 and (same or len(shared) >= max(3, LEAST_SHARE * min(len(ours), len(theirs)))):
            likely.append((-weight, index))
    return sorted(index for _, index in sorted(likely)[:most])


def expected(
    observations: Iterable[Observation],
    corrections: Mapping[tuple[bytes, bytes], Verdict] | None = None,
    window: timedelta = timedelta(days=45),
) -> dict[str, Duplicate]:
    """The decisions on a set of observations under corrections of pairs of their articles."""
    found = _Decided(observations, corrections or {}, window)
    for key in sorted(found.newest, key=found.seniority):
        found.decide(key)
    return found.decisions


class _Decided:
    def __init__(
        self, observations: Iterable[Observation], corrections: Mapping[tuple[bytes, bytes], Verdict], window: timedelta
    ) -> None:
        self.newest: dict[bytes, Observation] = {}
        self.first: dict[bytes, datetime] = {}
        for seen in observations:
            key = seen.article_id
            if key not in self.newest or self.newest[key].revision < seen.revision:
                self.newest[key] = seen
            self.first[key] = min(self.first.get(key, seen.captured_at), seen.captured_at)
        self.corrections = corrections
        self.window = window
        self.decisions: dict[str, Duplicate] = {}
        self.leader_of: dict[bytes, bytes] = {}

    def out_by(self, key: bytes) -> datetime:
        return min(self.newest[key].published_by or self.first[key], self.first[key])

    def seniority(self, key: bytes) -> tuple[datetime, bool, bytes]:
        return self.out_by(key), not self.newest[key].addressed, key

    def decide(self, key: bytes) -> None:
        """Decides on an article once all its seniors have been decided on."""
        told = [
            (other, verdict)
            for both, verdict in self.corrections.items()
            for one, other in (both, both[::-1])
            if one == key and other in self.leader_of
        ]
        leaders: dict[Verdict, list[bytes]] = {Verdict.COPIES: [], Verdict.NOT_COPIES: []}
        for other, verdict in sorted(told, key=lambda one: self.seniority(one[0])):
            leaders[verdict].append(self.leader_of[other])
        joined = [leader for leader in leaders[Verdict.COPIES] if leader not in leaders[Verdict.NOT_COPIES]]
        if joined:
            leader = joined[0]
            self.decisions[key.hex()], self.leader_of[key] = linked(leader.hex()), leader
            return
        self.decisions[key.hex()], self.leader_of[key] = Duplicate(), key
        for senior in self.seen_by(key):
            decision = _decision(self.newest[key], self.newest[senior])
            if decision is not None and senior not in leaders[Verdict.NOT_COPIES]:
                self.decisions[key.hex()], self.leader_of[key] = decision, senior
                return

    def seen_by(self, key: bytes) -> list[bytes]:
        """The representatives that an article is compared with, the eldest first."""
        before = [one for one, leader in self.leader_of.items() if one == leader and one != key]
        near = [one for one in before if self.out_by(key) - self.out_by(one) <= self.window]
        texts = [Found.of(self.newest[one].text, self.newest[one].partition) for one in near]
        own = Found.of(self.newest[key].text, self.newest[key].partition)
        return [near[at] for at in most_alike(own, texts, groups.COMPARED)]


def _decision(article: Observation, senior: Observation) -> Duplicate | None:
    of = senior.article_id.hex()
    if article.text.text_hash == senior.text.text_hash:
        return same_content(of) if article.content_hash == senior.content_hash else same_text(of)
    both = article.text.text_hash, senior.text.text_hash
    if both not in _compared:
        _compared[both] = compare(article.text, senior.text)
    return near_duplicate(of, _compared[both]) if _compared[both].is_copy else None
