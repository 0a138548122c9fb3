"""What is remembered of articles, and what has come of them and is not taken in yet."""

from datetime import timedelta

from babelwire_comparison.reduction import Reduced
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_deduplication.articles import TICKS, Articles, id_bytes
from babelwire_deduplication.candidates import Candidates
from babelwire_deduplication.features import Features, features_of
from babelwire_deduplication.groups import Groups
from babelwire_deduplication.observations import Observation
from babelwire_deduplication.ports import TextStore
from babelwire_deduplication.texts import Kept, Texts
from babelwire_deduplication.timestamps import NEVER, to_microseconds


class Changes:
    """What has come of the texts of articles and is not taken in yet; `decided` is what others say of them."""

    def __init__(self) -> None:
        self.features: dict[int, Features | None] = {}
        self.reduced: dict[int, Reduced] = {}
        self.kept: dict[int, Kept] = {}
        self.decided: dict[int, str | None] = {}


class Memory:
    """Articles, their texts and groups, kept in step. What changes of texts is gathered until `take`."""

    def __init__(self, store: TextStore, window: timedelta) -> None:
        self.articles = Articles()
        self.candidates = Candidates(self.articles, window // timedelta(microseconds=1) * TICKS)
        self.texts = Texts(store)
        self.groups = Groups(self.articles, self.candidates, self.texts)
        self.changes = Changes()

    def change(self, slot: int, observation: Observation, kept: Kept) -> None:
        """Takes in what an observation says of an article; the text, where it is another, with `take`."""
        text = observation.text
        self.changes.kept[slot] = kept
        if self.place(slot, observation, text.text_hash, features_of(text.text_hash, text.sketch)):
            self.changes.reduced[slot] = text

    def place(
        self,
        slot: int,
        seen: Observation | Fingerprint,
        text_hash: bytes,
        features: Features | None,
    ) -> bool:
        """Takes in what orders an article and what is compared of it. Returns whether its text is another by that."""
        row = self.articles.rows[slot]
        published_by = to_microseconds(seen.published_by)
        content_hash = seen.content_hash if isinstance(seen.content_hash, bytes) else id_bytes(seen.content_hash)
        same_text = slot not in self.changes.features and features is not None and self.groups.has_text(slot, features)
        same_text = same_text and row["content_hash"].tobytes() == content_hash
        if not (same_text and row["published_by"] == published_by and row["addressed"] == seen.addressed):
            self.groups.withdraw(slot)
        row["content_hash"], row["text_hash"] = content_hash, text_hash
        row["published_by"], row["addressed"] = published_by, seen.addressed
        self.articles.set_time(slot)
        if not same_text:
            self.changes.features[slot] = features
        return not same_text

    def take(self) -> Changes:
        """Takes in the texts that came; what the store raises leaves them to the next call. Returns what changed."""
        changes = self.changes
        if changes.kept:
            self.texts.put({self.articles.id(slot): kept for slot, kept in changes.kept.items()})
        self.changes = Changes()
        self.groups.enter(changes.features, changes.reduced)
        return changes

    def add(self, article_id: bytes, captured: int) -> int:
        """Makes a slot for an article that has none, first captured at this moment, and returns it."""
        slot = self.articles.add(article_id)
        self.articles.rows[slot]["first_captured_at"] = captured
        self.articles.rows["published_by"][slot] = NEVER
        self.articles.set_time(slot)
        return slot

    def capture_earlier(self, slot: int, captured: int) -> bool:
        """Keeps the time of the first capture. Returns whether this one is earlier than those before."""
        row = self.articles.rows[slot]
        if captured >= row["first_captured_at"]:
            return False
        if captured < self.articles.out_by(slot):
            self.groups.withdraw(slot)
        row["first_captured_at"] = captured
        self.articles.set_time(slot)
        return True

    def kept(self, slot: int) -> Kept:
        """What is kept of an article's text, taken in or not. Raises as the store does."""
        kept = self.changes.kept.get(slot)
        return self.texts.kept(self.articles.id(slot)) if kept is None else kept
