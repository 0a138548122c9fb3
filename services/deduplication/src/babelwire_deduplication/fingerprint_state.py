"""What is remembered: articles, their texts, and what has to be decided again."""

from collections.abc import Sequence

from babelwire_deduplication.articles import Articles
from babelwire_deduplication.groups import Groups
from babelwire_deduplication.signatures import ComparedText
from babelwire_deduplication.texts import Texts


class FingerprintState:
    """Articles, texts and groups, kept in step. `dirty` holds articles that may have to be decided on again."""

    def __init__(self) -> None:
        self.articles = Articles()
        self.groups = Groups(self.articles)
        self.texts = Texts(self.groups)
        self.dirty = self.groups.dirty

    def capture_earlier(self, slot: int, captured: int) -> bool:
        """Keeps the time of the first capture. Returns whether this one is earlier than those before."""
        row = self.articles.rows[slot]
        if captured >= row["first_captured_at"]:
            return False
        row["first_captured_at"] = captured
        if row["text"] >= 0:
            self.groups.enter(slot)
        return True

    def set_texts(self, texts: Sequence[tuple[int, ComparedText | None]]) -> None:
        """Gives articles (slots) their texts, in order, in place of those they had; None for one that is not known."""
        taken = iter(self.texts.take([text for _slot, text in texts if text is not None]))
        for slot, text in texts:
            self.groups.leave(slot)
            before = self.articles.assign_text(slot, None if text is None else next(taken))
            if text is not None:
                self.groups.enter(slot)
            if before is not None:
                self.texts.release(before)
        self.groups.settle()

    def touch_all(self) -> None:
        """Touches every article that is or was a duplicate, or has one."""
        self.dirty.update(self.articles.in_question())
        for group in self.groups.all():
            self.dirty.update(self.articles.having(group.texts))
