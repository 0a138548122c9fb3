"""Which articles an article may copy, found by what their texts have in common, and which may copy it."""

from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from babelwire_comparison.reduction import SKETCH
from babelwire_deduplication.articles import Articles
from babelwire_deduplication.crowd import MOST, Crowd, Seniority
from babelwire_deduplication.features import COLUMNS, Features, among, distinct
from babelwire_deduplication.postings import Numbers, Postings

_FIRST_CAPACITY: Final = 1024
_GONE: Final = -1
_LEAST_COMMON: Final = 3
"""Features that candidates share at least; one alone is a turn of phrase."""

_SAME_TEXT: Final = 3
"""What it weighs that two texts have the same hash."""

_LEAST_SHARE: Final = 0.1
"""And this part of what the sketch of the text that has less says of it; copies share `MIN_SHARED_WORN` at least."""

_HIGHEST: Final = np.uint32(0xFFFFFFFF)


class Common(NamedTuple):
    """Texts that share uncrowded features with a text, each once, and what these weigh; and its crowded features."""

    features: Features
    texts: Numbers
    counts: npt.NDArray[np.intp]
    crowds: list[tuple[int, Crowd]]


NOTHING_COMMON: Final = Common(
    np.zeros(COLUMNS, dtype=np.uint32), np.empty(0, dtype=np.int32), np.empty(0, dtype=np.intp), []
)


class Candidates:
    """The texts of articles, by number; a changed text is another number.

    `window` is how far apart in time, in ticks (see `seniority_time`), two articles are still compared.
    """

    def __init__(self, articles: Articles, window: int) -> None:
        self._articles = articles
        self._window = window
        self._postings = Postings()
        self._crowds: dict[int, Crowd] = {}
        self._crowded = np.empty(0, dtype=np.uint32)
        self._features = np.zeros((_FIRST_CAPACITY, COLUMNS), dtype=np.uint32)
        self._slots = np.full(_FIRST_CAPACITY, _GONE, dtype=np.int32)
        self._leads = np.zeros(_FIRST_CAPACITY, dtype=np.bool_)
        self._decided = np.zeros(_FIRST_CAPACITY, dtype=np.bool_)
        self._end = 0
        self._there_count = self._gone_since = 0

    def enter(self, slots: Sequence[int], features: Sequence[Features]) -> list[int]:
        """Adds texts of articles. Returns their numbers."""
        begin, self._end = self._end, self._end + len(slots)
        while self._end > len(self._slots):
            self._grow()
        self._there_count += len(slots)
        self._slots[begin : self._end] = slots
        rows = np.array(features, dtype=np.uint32).reshape(-1, COLUMNS)
        self._features[begin : self._end] = rows
        which, columns = np.nonzero(distinct(rows))
        texts = (begin + which).astype(np.int32)
        self._postings.add(rows[which, columns], texts)
        return list(range(begin, self._end))

    def leave(self, text: int) -> None:
        """Removes a text, which no longer leads (see `lead`)."""
        assert not self._leads[text]
        self._slots[text] = _GONE
        self._there_count -= 1
        self._gone_since += 1

    def features(self, text: int) -> Features:
        """What a text is found by."""
        row: Features = self._features[text]
        return row

    def sketch(self, text: int) -> Features:
        """The sketch of a text, as little-endian integers."""
        row = self._features[text]
        sketch: Features = row[distinct(row[None])[0]][1:].astype("<u4")
        return sketch

    def common(self, rows: Sequence[Features]) -> list[Common]:
        """What texts of these features have in common with others, each with itself too where it is known."""
        features = np.array(rows, dtype=np.uint32).reshape(-1, COLUMNS)
        owners, columns = np.nonzero(distinct(features))
        flat = features[owners, columns]
        self._open(flat)
        crowded = self._is_crowded(flat)
        crowds: list[list[tuple[int, Crowd]]] = [[] for _ in rows]
        for owner, feature in zip(owners[crowded].tolist(), flat[crowded].tolist(), strict=True):
            crowds[owner].append((feature, self._crowds[feature]))
        held = self._postings.held(flat[~crowded])
        pairs = np.repeat(owners[~crowded], held.counts) * np.int64(len(self._slots)) + held.texts
        pairs = np.sort(pairs[self._slots[held.texts] != _GONE])
        first = np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)])
        counts = np.diff(np.append(first, len(pairs)))
        owners, texts = np.divmod(pairs[first], len(self._slots))
        counts += (_SAME_TEXT - 1) * (self._features[texts, 0] == features[owners, 0])
        bounds = np.searchsorted(owners, np.arange(len(rows) + 1)).tolist()
        return [
            Common(features[index], texts[begin:end].astype(np.int32), counts[begin:end], crowds[index])
            for index, (begin, end) in enumerate(pairwise(bounds))
        ]

    def leads(self, text: int) -> bool:
        """Whether a text is that of a representative."""
        return bool(self._leads[text])

    def seniors(self, itself: int, seniority: Seniority, common: Common, most: int) -> list[int]:
        """The representatives (slots) that an article may copy, eldest first; of many, those that share most with it.

        What more than `crowd.MOST` of them have in common is a frame, a notice or a phrase: it weighs nothing.
        """
        counts: dict[int, int] = {}
        frame = []
        for feature, crowd in common.crowds:
            if (seen := crowd.seen_by(seniority, self._window)) is None:
                frame.append(feature)
            else:
                weight = _SAME_TEXT if feature == common.features[0] else 1
                for text in seen:
                    counts[text] = counts.get(text, 0) + weight
        if counts:
            known = dict(zip(common.texts.tolist(), common.counts.tolist(), strict=True))
            counts = {text: count + counts.get(text, 0) for text, count in known.items()} | {
                text: count for text, count in counts.items() if text not in known
            }
            texts, shared = np.array(list(counts), dtype=np.int32), np.array(list(counts.values()))
        else:
            texts, shared = common.texts, common.counts
        many = (shared >= _LEAST_COMMON) & self._leads[texts]
        texts, shared = texts[many], shared[many]
        slots = self._slots[texts]
        times = self._articles.times[slots]
        near = (times <= seniority[0]) & (times >= seniority[0] - self._window) & (slots != itself)
        texts, shared, slots = texts[near], shared[near], slots[near]
        if not len(texts):
            return []
        alike = self._are_alike(common.features, texts, shared, np.array(frame, dtype=np.uint32))
        order = self._articles.seniority
        likely = [
            (-count, eldest, slot)
            for slot, count in zip(slots[alike].tolist(), shared[alike].tolist(), strict=True)
            if (eldest := order(slot)) < seniority
        ]
        return [slot for _count, _eldest, slot in sorted(sorted(likely)[:most], key=itemgetter(1))]

    def _are_alike(
        self, features: Features, texts: Numbers, shared: npt.NDArray[np.intp], frame: Features
    ) -> npt.NDArray[np.bool_]:
        """Which texts share as much as a copy does, as far as sketches say: of a sample of both, the frame apart."""
        rows = self._features[texts]
        same = rows[:, 0] == features[0]
        held = distinct(rows)
        held[:, 0] = False
        own = features[1:][features[1:] != features[0]]
        # Below the lower of the two bounds both sketches have all hashes there are; a short one has them all anyway.
        bounds = np.where(held[:, -1], rows[:, -1], _HIGHEST)
        bounds = np.minimum(bounds, own[-1] if len(own) == SKETCH else _HIGHEST)
        if len(frame):
            held &= ~among(rows, frame)
            own = own[~among(own, frame)]
        theirs = np.count_nonzero(held & (rows <= bounds[:, None]), axis=1)
        ours = np.searchsorted(own, bounds, side="right")
        shared = shared - _SAME_TEXT * same
        alike: npt.NDArray[np.bool_] = shared >= np.maximum(_LEAST_COMMON, _LEAST_SHARE * np.minimum(ours, theirs))
        alike |= same
        return alike

    def lead(self, slot: int, text: int, common: Common, *, leads: bool) -> list[int]:
        """Notes whether an article is a representative. Returns the articles for which that changes what they see."""
        time = self._articles.time(slot)
        changes = bool(self._leads[text]) != leads
        sharing, crossing = [np.repeat(common.texts, common.counts)], [common.texts[:0]]
        for feature, crowd in self._crowds_of(text):
            if changes:
                (crowd.add if leads else crowd.remove)(text)
                if time <= crowd.newest and crowd.is_open(time, self._window):
                    others = self._there(self._postings.held(np.array([feature], dtype=np.uint32)).texts)
                    times = self._articles.times[self._slots[others]]
                    weight = _SAME_TEXT if feature == self._features[text, 0] else 1
                    sharing.append(np.repeat(others[crowd.may_see(times, self._window)], weight))
                    crossing.append(others[crowd.may_cross(times, self._window)])
            crowd.newest = max(crowd.newest, time)
        self._decided[text] = True
        if not changes:
            return []
        self._leads[text] = leads
        sharing_most, counts = np.unique(np.concatenate(sharing), return_counts=True)
        slots = self._slots[np.concatenate((sharing_most[counts >= _LEAST_COMMON], *crossing))]
        times = self._articles.times[slots]
        later = slots[(times >= time) & (times <= time + self._window) & (slots != slot)]
        return list(dict.fromkeys(later.tolist()))

    def compact(self) -> None:
        """Forgets what is kept of texts that are gone, once these are more than those that are there."""
        if self._gone_since > max(self._there_count, _FIRST_CAPACITY):
            self._postings.compact(self._slots[: self._end] == _GONE)
            self._gone_since = 0

    def _crowds_of(self, text: int) -> list[tuple[int, Crowd]]:
        """The features of a text that are crowded, and their crowds."""
        if not self._crowds:
            return []
        row = self._features[text : text + 1]
        flat = row[distinct(row)]
        return [(feature, self._crowds[feature]) for feature in flat[self._is_crowded(flat)].tolist()]

    def _open(self, features: Features) -> None:
        """Makes crowds of those features that many texts hold by now."""
        for feature in np.unique(features[self._postings.count(features) > MOST]).tolist():
            if feature in self._crowds:
                continue
            crowd = self._crowds[feature] = Crowd(lambda text: self._articles.seniority(int(self._slots[text])))
            texts = self._there(self._postings.held(np.array([feature], dtype=np.uint32)).texts)
            for text in texts[self._leads[texts]].tolist():
                crowd.add(text)
            crowd.newest = int(self._articles.times[self._slots[texts[self._decided[texts]]]].max(initial=-1))
            self._crowded = np.insert(self._crowded, np.searchsorted(self._crowded, feature), feature)

    def _is_crowded(self, features: Features) -> npt.NDArray[np.bool_]:
        if not len(self._crowded):
            return np.zeros(len(features), dtype=np.bool_)
        at = np.minimum(np.searchsorted(self._crowded, features), len(self._crowded) - 1)
        crowded: npt.NDArray[np.bool_] = self._crowded[at] == features
        return crowded

    def _there(self, texts: Numbers) -> Numbers:
        there: Numbers = texts[self._slots[texts] != _GONE]
        return there

    def _grow(self) -> None:
        more = len(self._slots) // 8
        self._features = np.concatenate((self._features, np.zeros((more, COLUMNS), dtype=np.uint32)))
        self._slots = np.concatenate((self._slots, np.full(more, _GONE, dtype=np.int32)))
        self._leads = np.concatenate((self._leads, np.zeros(more, dtype=np.bool_)))
        self._decided = np.concatenate((self._decided, np.zeros(more, dtype=np.bool_)))
