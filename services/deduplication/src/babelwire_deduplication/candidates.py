"""Which articles an article may copy, found by what their texts have in common, and which may copy it."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from babelwire_comparison.reduction import SKETCH
from babelwire_deduplication.articles import Articles
from babelwire_deduplication.crowd import MOST, Crowd, Seniority
from babelwire_deduplication.postings import Features, Postings, Texts

_FIRST_CAPACITY: Final = 1024
_GONE: Final = -1
_LEAST_COMMON: Final = 2
"""Features that candidates share at least; one alone is a turn of phrase."""

_SAME_TEXT: Final = 2
"""What it weighs that two texts have the same words."""

_COLUMNS: Final = SKETCH + 1


def features_of(text_hash: bytes, sketch: Features) -> Features:
    """What a text is found by: its hash, the runs of its sketch, and its hash again to the end of the row."""
    row = np.full(_COLUMNS, int.from_bytes(text_hash[:4], "little"), dtype=np.uint32)
    row[1 : 1 + len(sketch)] = sketch
    return row


class Common(NamedTuple):
    """Texts that share uncrowded features with one, each once, and what these weigh; and its crowded features."""

    texts: Texts
    weights: npt.NDArray[np.intp]
    crowds: list[tuple[Crowd, int]]


NOTHING_COMMON: Final = Common(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.intp), [])


class Candidates:
    """The texts of articles, by number; a changed text is another number.

    `window` is how far apart in time, in microseconds, two articles are still compared.
    """

    def __init__(self, articles: Articles, window: int) -> None:
        self._articles = articles
        self._window = window
        self._postings = Postings()
        self._crowds: dict[int, Crowd] = {}
        self._crowded = np.empty(0, dtype=np.uint32)
        self._features = np.zeros((_FIRST_CAPACITY, _COLUMNS), dtype=np.uint32)
        self._slots = np.full(_FIRST_CAPACITY, _GONE, dtype=np.int32)
        self._leads = np.zeros(_FIRST_CAPACITY, dtype=np.bool_)
        self._end = 0

    def enter(self, slots: Sequence[int], features: Sequence[Features]) -> list[int]:
        """Adds texts of articles. Returns their numbers."""
        begin, self._end = self._end, self._end + len(slots)
        while self._end > len(self._slots):
            self._grow()
        self._slots[begin : self._end] = slots
        rows = np.array(features, dtype=np.uint32).reshape(-1, _COLUMNS)
        self._features[begin : self._end] = rows
        which, columns = np.nonzero(_distinct(rows))
        texts = (begin + which).astype(np.int32)
        self._postings.add(rows[which, columns], texts)
        if len(self._crowded):
            for text, feature in zip(texts.tolist(), rows[which, columns].tolist(), strict=True):
                if feature in self._crowds:
                    crowd = self._crowds[feature]
                    crowd.newest = max(crowd.newest, self._articles.time(int(self._slots[text])))
        return list(range(begin, self._end))

    def leave(self, text: int) -> None:
        """Removes a text, which no longer leads (see `lead`)."""
        assert not self._leads[text]
        self._slots[text] = _GONE

    def features(self, text: int) -> Features:
        """What a text is found by."""
        row: Features = self._features[text]
        return row

    def sketch(self, text: int) -> Features:
        """The sketch of a text, as little-endian integers."""
        row = self._features[text]
        sketch: Features = row[_distinct(row[None])[0]][1:].astype("<u4")
        return sketch

    def common(self, rows: Sequence[Features]) -> list[Common]:
        """What texts of these features have in common with others, each with itself too where it is known."""
        features = np.array(rows, dtype=np.uint32).reshape(-1, _COLUMNS)
        owners, columns = np.nonzero(_distinct(features))
        flat = features[owners, columns]
        weights = np.where(columns == 0, _SAME_TEXT, 1)
        self._open(flat)
        crowded = self._is_crowded(flat)
        crowds: list[list[tuple[Crowd, int]]] = [[] for _ in rows]
        for owner, feature, weight in zip(
            owners[crowded].tolist(), flat[crowded].tolist(), weights[crowded].tolist(), strict=True
        ):
            crowds[owner].append((self._crowds[feature], weight))
        held = self._postings.held(flat[~crowded])
        owners, weights = np.repeat(owners[~crowded], held.counts), np.repeat(weights[~crowded], held.counts)
        there = self._slots[held.texts] != _GONE
        pairs, weights = owners[there] * np.int64(len(self._slots)) + held.texts[there], weights[there]
        order = np.argsort(pairs, kind="stable")
        pairs, weights = pairs[order], weights[order]
        first = np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)])
        weights = np.add.reduceat(weights, first) if len(first) else weights
        owners, texts = np.divmod(pairs[first], len(self._slots))
        bounds = np.searchsorted(owners, np.arange(len(rows) + 1)).tolist()
        return [
            Common(texts[begin:end].astype(np.int32), weights[begin:end], crowds[index])
            for index, (begin, end) in enumerate(pairwise(bounds))
        ]

    def leads(self, text: int) -> bool:
        """Whether a text is that of a representative."""
        return bool(self._leads[text])

    def seniors(self, itself: int, seniority: Seniority, common: Common, most: int) -> list[int]:
        """The representatives (slots) that an article may copy, eldest first: those that share most with it."""
        texts, weights = common.texts[self._leads[common.texts]], common.weights[self._leads[common.texts]]
        slots = self._slots[texts]
        times = self._articles.times[slots]
        within = (times <= seniority[0]) & (times >= seniority[0] - self._window) & (slots != itself)
        found = dict(zip(slots[within].tolist(), weights[within].tolist(), strict=True))
        for crowd, weight in common.crowds:
            for slot in self._slots[crowd.seen_by(seniority, self._window)].tolist():
                found[slot] = found.get(slot, 0) + weight
        found.pop(itself, None)
        order = self._articles.seniority
        likely = [slot for slot, weight in found.items() if weight >= _LEAST_COMMON and order(slot) < seniority]
        if len(likely) > most:
            likely = sorted(likely, key=lambda slot: (-found[slot], order(slot)))[:most]
        return sorted(likely, key=order)

    def lead(self, slot: int, text: int, common: Common, *, leads: bool) -> list[int]:
        """Notes that an article is or no longer is a representative. Returns the articles that may see it change."""
        if bool(self._leads[text]) == leads:
            return []
        self._leads[text] = leads
        time = self._articles.time(slot)
        texts = common.texts
        for feature in self._crowded_features(text):
            crowd = self._crowds[feature]
            rank = crowd.add(text) if leads else crowd.remove(text)
            if time <= crowd.newest:
                others = self._there(self._postings.held(np.array([feature], dtype=np.uint32)).texts)
                times = self._articles.times[self._slots[others]]
                texts = np.concatenate((texts, others[crowd.may_see(rank, times, self._window)]))
        slots = np.unique(self._slots[texts])
        times = self._articles.times[slots]
        found: list[int] = slots[(times >= time) & (times <= time + self._window) & (slots != slot)].tolist()
        return found

    def compact(self) -> None:
        """Forgets what is kept of texts that are gone, once they are half of all."""
        gone = self._slots[: self._end] == _GONE
        if 2 * np.count_nonzero(gone) > self._end > _FIRST_CAPACITY:
            self._postings.compact(gone)

    def _crowded_features(self, text: int) -> Iterable[int]:
        if not self._crowds:
            return []
        row = self._features[text : text + 1]
        flat = row[_distinct(row)]
        crowded: list[int] = flat[self._is_crowded(flat)].tolist()
        return crowded

    def _open(self, features: Features) -> None:
        """Makes crowds of those features that many texts hold by now."""
        for feature in np.unique(features[self._postings.count(features) > MOST]).tolist():
            if feature in self._crowds:
                continue
            crowd = self._crowds[feature] = Crowd(lambda text: self._articles.seniority(int(self._slots[text])))
            texts = self._there(self._postings.held(np.array([feature], dtype=np.uint32)).texts)
            for text in texts[self._leads[texts]].tolist():
                crowd.add(text)
            crowd.newest = int(self._articles.times[self._slots[texts]].max(initial=-1))
            self._crowded = np.insert(self._crowded, np.searchsorted(self._crowded, feature), feature)

    def _is_crowded(self, features: Features) -> npt.NDArray[np.bool_]:
        if not len(self._crowded):
            return np.zeros(len(features), dtype=np.bool_)
        at = np.minimum(np.searchsorted(self._crowded, features), len(self._crowded) - 1)
        crowded: npt.NDArray[np.bool_] = self._crowded[at] == features
        return crowded

    def _there(self, texts: Texts) -> Texts:
        there: Texts = texts[self._slots[texts] != _GONE]
        return there

    def _grow(self) -> None:
        more = len(self._slots) // 2
        self._features = np.concatenate((self._features, np.zeros((more, _COLUMNS), dtype=np.uint32)))
        self._slots = np.concatenate((self._slots, np.full(more, _GONE, dtype=np.int32)))
        self._leads = np.concatenate((self._leads, np.zeros(more, dtype=np.bool_)))


def _distinct(rows: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
    """Where a row of features holds one for the first time: what repeats the hash fills the row up."""
    distinct: npt.NDArray[np.bool_] = rows != rows[:, :1]
    distinct[:, 0] = True
    return distinct
