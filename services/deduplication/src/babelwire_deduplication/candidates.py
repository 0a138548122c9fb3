"""Which articles an article may copy, found by what their texts have in common, and which may copy it."""

from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter

import numpy as np
import numpy.typing as npt

from babelwire_deduplication.articles import Articles, Slots
from babelwire_deduplication.crowd import MOST, Crowd
from babelwire_deduplication.crowds import Crowds
from babelwire_deduplication.features import COLUMNS, LEAST_COMMON, Features, are_alike, bits, columns, distinct
from babelwire_deduplication.numbering import GONE, Numbering
from babelwire_deduplication.postings import Numbers, Postings
from babelwire_deduplication.sharing import Asking, Common, Held, Shared, united, weight, weights_of


class Candidates:
    """Texts of articles that may be copies of one another.

    `window` is how far apart in time, in ticks (see `seniority_time`), two articles are still compared.
    """

    def __init__(self, articles: Articles, window: int) -> None:
        self._articles = articles
        self._window = window
        self._texts = Numbering()
        self._postings = Postings()
        self._crowds = Crowds(articles, self._texts, self._postings)
        self._newest = -1
        """The latest time of any article that was decided on: later ones have no juniors."""

    def enter(self, slots: Sequence[int], features: Sequence[Features]) -> list[int]:
        """Adds texts of articles. Returns their numbers."""
        rows = np.array(features, dtype=np.uint32).reshape(-1, COLUMNS)
        numbers: list[int] = self._enter(np.array(slots, dtype=np.intp), rows).tolist()
        return numbers

    def restore(self, slots: Slots, features: npt.NDArray[np.uint32], leads: npt.NDArray[np.bool_]) -> Numbers:
        """Adds texts that were decided on before. Returns their numbers."""
        texts = self._enter(slots, features)
        self._texts.leads[texts], self._texts.decided[texts] = leads, True
        self._newest = max(self._newest, int(self._articles.times[slots].max(initial=-1)))
        return texts

    def _enter(self, slots: Slots, rows: npt.NDArray[np.uint32]) -> Numbers:
        texts = self._texts.add(slots, rows)
        which, held = np.nonzero(distinct(rows))
        self._postings.add(rows[which, held], texts[which])
        return texts

    def leave(self, text: int) -> None:
        """Removes a text, which no longer leads (see `lead`)."""
        assert not self._texts.leads[text]
        self._texts.free(text)

    def features(self, text: int) -> Features:
        """What a text is found by."""
        return self._texts.row(text)

    def sketch(self, text: int) -> Features:
        """The sketch of a text, as little-endian integers."""
        row = self._texts.row(text)
        sketch: Features = row[distinct(row[None])[0]][1:].astype("<u4")
        return sketch

    def leads(self, text: int) -> bool:
        """Whether a text is that of a representative."""
        return bool(self._texts.leads[text])

    def common(self, rows: Sequence[Features]) -> list[Common]:
        """What texts of these features have in common with others, each with itself too where it is known."""
        features = np.array(rows, dtype=np.uint32).reshape(-1, COLUMNS)
        owners, which = np.nonzero(distinct(features))
        flat = features[owners, which]
        self._crowds.open(flat)
        crowded = self._crowds.hold(flat)
        crowds: list[list[tuple[int, Crowd]]] = [[] for _ in rows]
        for owner, column, feature in zip(
            owners[crowded].tolist(), which[crowded].tolist(), flat[crowded].tolist(), strict=True
        ):
            crowds[owner].append((column, self._crowds.of(feature)))
        held = self._postings.held(flat[~crowded])
        there = self._texts.slots[held.texts] != GONE
        texts = held.texts[there]
        owners = np.repeat(owners[~crowded], held.counts)[there]
        which = np.repeat(which[~crowded], held.counts)[there]
        some = np.repeat(held.counts > MOST, held.counts)[there]
        few = self._summed(owners[~some], which[~some], texts[~some], len(rows))
        owners, which, texts = owners[some], which[some], texts[some]
        bounds = np.searchsorted(owners, np.arange(len(rows) + 1)).tolist()
        return [
            Common(features[index], few[index], Held(which[begin:end], texts[begin:end]), crowds[index])
            for index, (begin, end) in enumerate(pairwise(bounds))
        ]

    def _summed(
        self, owners: npt.NDArray[np.intp], which: npt.NDArray[np.intp], texts: Numbers, count: int
    ) -> list[Shared]:
        """What each of so many owners shares with each text; given are pairs for each column."""
        pairs = owners * np.int64(len(self._texts.slots)) + texts
        order = np.argsort(pairs)
        pairs = pairs[order]
        first = np.flatnonzero(np.append(True, pairs[1:] != pairs[:-1])[: len(pairs)])
        weights = np.add.reduceat(weights_of(which)[order], first) if len(first) else np.empty(0, dtype=np.intp)
        owners, found = np.divmod(pairs[first], len(self._texts.slots))
        bounds = np.searchsorted(owners, np.arange(count + 1)).tolist()
        found = found.astype(np.int32)
        return [Shared(found[begin:end], weights[begin:end]) for begin, end in pairwise(bounds)]

    def seniors(self, asking: Asking, common: Common, most: int) -> tuple[list[int], int]:
        """The representatives (slots) that an article may copy, eldest first; of many, those that share most with it.

        Second, the columns that weigh nothing, as bits: what more than `crowd.MOST` representatives of its own
        partition, its seniors, have in common with it is a frame, a notice or a phrase.
        """
        seen, frame = self._seen(asking, common)
        many = seen.weights >= LEAST_COMMON
        texts, weights = seen.texts[many], seen.weights[many]
        lead = self._lead(asking, texts)
        texts, weights = texts[lead], weights[lead]
        if not len(texts):
            return [], bits(frame)
        alike = are_alike(common.features, self._texts.features[texts], weights, frame)
        slots = self._texts.slots[texts[alike]].tolist()
        likely = [
            (-weight, self._articles.seniority(slot), slot)
            for slot, weight in zip(slots, weights[alike].tolist(), strict=True)
        ]
        return [slot for _weight, _eldest, slot in sorted(sorted(likely)[:most], key=itemgetter(1))], bits(frame)

    def _seen(self, asking: Asking, common: Common) -> tuple[Shared, npt.NDArray[np.bool_]]:
        """Texts, of which not all lead, and what they share with one who asks, its frame apart; and that frame."""
        frame = columns(asking.frame) if asking.frame else np.zeros(COLUMNS, dtype=np.bool_)
        texts, weighing = [common.few.texts], [common.few.weights]
        which, some = common.some
        if len(some):
            if asking.frame is None:
                own = self._partitions(some) == asking.partition
                counts = np.bincount(which[own][self._lead(asking, some[own])], minlength=COLUMNS)
                frame |= counts > MOST
            visible = ~frame[which]
            texts.append(some[visible])
            weighing.append(weights_of(which[visible]))
        for column, crowd in common.crowds:
            if asking.frame is None:
                frame[column] = crowd.is_frame(asking.seniority, asking.partition, self._window)
            if frame[column]:
                continue
            seniors = crowd.seniors(asking.seniority, self._window)
            texts.append(np.array(seniors, dtype=np.int32))
            weighing.append(np.full(len(seniors), weight(column)))
        return united(texts, weighing), frame

    def _lead(self, asking: Asking, texts: Numbers) -> npt.NDArray[np.bool_]:
        """Which texts are those of representatives senior to one who asks, within the window."""
        slots = self._texts.slots[texts]
        times = self._articles.times[slots]
        time = asking.seniority[0]
        lead: npt.NDArray[np.bool_] = self._texts.leads[texts] & (slots != asking.slot)
        lead &= (times <= time) & (times >= time - self._window)
        for tie in np.flatnonzero(lead & (times == time)).tolist():
            lead[tie] = self._articles.seniority(int(slots[tie])) < asking.seniority
        return lead

    def lead(self, slot: int, text: int, common: Common | None, *, leads: bool) -> list[int]:
        """Notes whether an article is a representative. Returns the articles for which that changes what they see.

        Without what it has in common with others these are not looked for.
        """
        changes = self.leads(text) != leads
        partition, time = self._articles.partition(slot), self._articles.time(slot)
        crowds = self._crowds.among(self._texts.row(text))
        if changes:
            for _column, crowd in crowds:
                (crowd.add if leads else crowd.remove)(text, partition)
            self._texts.leads[text] = leads
        juniors = self._juniors(slot, time, partition, common, crowds) if changes and common is not None else []
        for _column, crowd in crowds:
            crowd.note(time, partition)
        self._texts.decided[text] = True
        self._newest = max(self._newest, time)
        return juniors

    def juniors(self, asking: Asking, common: Common) -> list[int]:
        """The articles that may see an article, its juniors within the window, were it a representative."""
        return self._juniors(asking.slot, asking.seniority[0], asking.partition, common, common.crowds)

    def _juniors(
        self, slot: int, time: int, partition: int, common: Common, crowds: list[tuple[int, Crowd]]
    ) -> list[int]:
        """The articles that may see an article, or others by it, now that it came or went."""
        if time > self._newest:
            return []
        which, some = common.some
        own = self._partitions(some) == partition
        framed = np.bincount(which[own], minlength=COLUMNS) > MOST
        crossing = [some[own & framed[which]]]
        texts, weighing = [common.few.texts, some], [common.few.weights, weights_of(which)]
        for column, crowd in crowds:
            if crowd.is_open(time, self._window):
                others = self._texts.present(self._postings.held(common.features[column : column + 1]).texts)
                times = self._articles.times[self._texts.slots[others]]
                near = (times >= time) & (times <= time + self._window)
                others, times = others[near], times[near]
                partitions = self._partitions(others)
                seeing = others[crowd.may_see(times, partitions, self._window)]
                texts.append(seeing)
                weighing.append(np.full(len(seeing), weight(column)))
                crossing.append(others[crowd.may_cross(times, partitions, partition, self._window)])
        sharing = united(texts, weighing)
        slots = self._texts.slots[np.concatenate((sharing.texts[sharing.weights >= LEAST_COMMON], *crossing))]
        times = self._articles.times[slots]
        later = slots[(times >= time) & (times <= time + self._window) & (slots != slot)]
        return list(dict.fromkeys(later.tolist()))

    def compact(self) -> list[int]:
        """Forgets what is kept of texts that are gone, once these are many. Returns which numbers are given again."""
        if not self._texts.is_wasteful:
            return []
        gone = self._texts.reuse()
        self._postings.compact(gone)
        self._crowds.compact()
        freed: list[int] = np.flatnonzero(gone).tolist()
        return freed

    def _partitions(self, texts: Numbers) -> npt.NDArray[np.int16]:
        partitions: npt.NDArray[np.int16] = self._articles.partitions(self._texts.slots[texts])
        return partitions
