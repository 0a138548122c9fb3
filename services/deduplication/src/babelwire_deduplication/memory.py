"""What is remembered of articles, and what has come of them and is not taken in yet."""

from collections.abc import Collection
from datetime import timedelta
from itertools import chain

import numpy as np
import numpy.typing as npt

from babelwire_comparison.reduction import Reduced
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.sections import SectionVersion
from babelwire_deduplication.articles import FORGOTTEN, TICKS, UNKNOWN, Articles, Slots, id_bytes
from babelwire_deduplication.candidates import Candidates
from babelwire_deduplication.features import Features, features_of
from babelwire_deduplication.groups import Groups
from babelwire_deduplication.observations import Observation
from babelwire_deduplication.ports import StateStore
from babelwire_deduplication.texts import Kept, Texts
from babelwire_deduplication.timestamps import NEVER, to_microseconds


class Changes:
    """What has come of the texts of articles and is not taken in yet; `decided` is what others say of them."""

    def __init__(self) -> None:
        self.features: dict[int, Features | None] = {}
        self.reduced: dict[int, Reduced] = {}
        self.decided: dict[int, str | None] = {}

    def drop(self, slot: int) -> None:
        """Forgets what came of an article."""
        for change in (self.features, self.reduced, self.decided):
            change.pop(slot, None)


class Memory:
    """Articles, their texts and groups, kept in step. What changes of texts is gathered until `take`.

    Remembered are all articles of the partitions owned; and guests of other partitions, as long as an article that is
    owned copies them or an operator ties them to one.
    """

    def __init__(self, store: StateStore, window: timedelta) -> None:
        self.articles = Articles()
        self.candidates = Candidates(self.articles, window // timedelta(microseconds=1) * TICKS)
        self.texts = Texts(store)
        self.groups = Groups(self.articles, self.candidates, self.texts)
        self.changes = Changes()
        self.gone: set[bytes] = set()
        """The ids of what has been forgotten since it was last saved."""

    def find(self, article_id: bytes) -> int | None:
        """The slot of an article of which more is known than the id, or None."""
        slot = self.articles.find(article_id)
        return None if slot is None or self.articles.partition(slot) == UNKNOWN else slot

    def slot_of(self, of: str | None) -> int | None:
        """The slot of an article, which it gets where it has none; None of none."""
        if of is None:
            return None
        article_id = id_bytes(of)
        slot = self.articles.find(article_id)
        return self.articles.add(article_id, UNKNOWN) if slot is None else slot

    def change(self, slot: int, observation: Observation, kept: Kept) -> None:
        """Takes in what an observation says of an article; the text, where it is another, with `take`."""
        text = observation.text
        if self.place(slot, observation, kept, text.text_hash, features_of(text.text_hash, text.sketch)):
            self.changes.reduced[slot] = text

    def place(
        self,
        slot: int,
        seen: Observation | Fingerprint,
        kept: Kept,
        text_hash: bytes,
        features: Features | None,
    ) -> bool:
        """Takes in what orders an article and what is compared of it. Returns whether its text is another by that."""
        same_text = slot not in self.changes.features and features is not None and self.groups.has_text(slot, features)
        same_text = same_text and self.kept(slot).content_hash == kept.content_hash
        self.texts.put(self.articles.id(slot), kept)
        row = self.articles[slot]
        published_by = to_microseconds(seen.published_by)
        if not (same_text and row.published_by == published_by and row.addressed == seen.addressed):
            self.groups.withdraw(slot)
        row.text_hash = text_hash
        row.published_by, row.addressed = published_by, seen.addressed
        self.articles.set_time(slot)
        if not same_text:
            self.changes.features[slot] = features
        return not same_text

    def take(self) -> Changes:
        """Takes in the texts that came. Returns what changed, which nobody has decided on yet."""
        changes, self.changes = self.changes, Changes()
        self.groups.enter(changes.features, changes.reduced)
        return changes

    def add(self, article_id: bytes, captured: int, partition: int) -> int:
        """Begins to remember an article, first captured at this moment. Returns its slot."""
        slot = self.articles.find(article_id)
        if slot is None:
            slot = self.articles.add(article_id, partition)
            self.gone.discard(article_id)
        row = self.articles[slot]
        row.partition, row.first_captured_at, row.published_by = partition, captured, NEVER
        self.articles.set_time(slot)
        return slot

    def capture_earlier(self, slot: int, captured: int) -> bool:
        """Keeps the time of the first capture. Returns whether this one is earlier than those before."""
        row = self.articles[slot]
        if captured >= row.first_captured_at:
            return False
        if captured < row.out_by:
            self.groups.withdraw(slot)
        row.first_captured_at = captured
        self.articles.set_time(slot)
        return True

    def kept(self, slot: int) -> Kept:
        """What is kept of an article's text, taken in or not. Raises as the store does."""
        return self.texts.kept(self.articles.id(slot))

    def version(self, slot: int) -> SectionVersion:
        """The version of the decision last recorded. Raises as the store does."""
        return self.articles.version(slot, self.kept(slot).revision)

    def forget(self, slots: Collection[int]) -> None:
        """Forgets articles; what was decided of those that copy them stays."""
        ids = [self.articles.id(slot) for slot in slots]
        self.texts.saved(ids)
        self.gone.update(ids)
        for slot in slots:
            self.changes.drop(slot)
        self.groups.forget(list(slots))

    def dismiss(self) -> None:
        """Forgets the guests that are of no use."""
        slots = self.articles.slots()
        owned = self.articles.owned(slots)
        if owned.all():
            return
        useful = self._followed(slots[owned])
        guests = slots[~owned]
        tied = [slot for slot in guests[~useful[guests]].tolist() if self.is_tied(self.articles.id(slot))]
        useful[tied] = True
        useful |= self._followed(np.array(tied, dtype=np.intp))
        self.forget(guests[~useful[guests]].tolist())

    def settle(self) -> None:
        """Gives up waiting for articles of which the ids alone are known: what owned ones copy them stays decided."""
        slots = self.articles.slots()
        unknown = slots[self.articles.partitions(slots) == UNKNOWN]
        followers = slots[np.isin(self.articles.copied[slots], unknown) & self.articles.owned(slots)]
        self.articles.copied[followers] = FORGOTTEN
        self.articles.mark(followers.tolist())

    def is_tied(self, article_id: bytes) -> bool:
        """Whether an operator ties an article to one that is owned, or parts the two, or a proposal leads to it."""
        partners = chain(self.groups.corrections.of(article_id), self.groups.translations.leading_to(article_id))
        known = (self.articles.find(partner) for partner in partners)
        return any(one is not None and self.articles.owns(self.articles.partition(one)) for one in known)

    def _followed(self, slots: Slots) -> npt.NDArray[np.bool_]:
        """Which slots are those of articles that some copy."""
        followed = np.zeros(self.articles.capacity, dtype=np.bool_)
        copied = self.articles.copied[slots]
        followed[copied[copied >= 0]] = True
        return followed
