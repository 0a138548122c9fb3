"""What is remembered: articles, their texts, and what has to be decided again."""

from collections.abc import Sequence

from babelwire_deduplication.articles import Articles
from babelwire_deduplication.signatures import ComparedText
from babelwire_deduplication.texts import Texts


class Memory:
    """Articles and texts, kept in step. `touched` holds texts whose articles may have to be decided on again."""

    def __init__(self) -> None:
        self.articles = Articles()
        self.texts = Texts()
        self.touched: set[int] = set()

    def capture_earlier(self, slot: int, captured: int) -> bool:
        """Keeps the time of the first capture. Answers whether this one is earlier than those before."""
        row = self.articles.rows[slot]
        if captured >= row["first_captured_at"]:
            return False
        row["first_captured_at"] = captured
        self.touch(int(row["text"]))
        return True

    def touch(self, text: int) -> None:
        """Has those that have a text, and the others of their group, decided on again."""
        if text >= 0:
            self.touched.add(text)

    def set_texts(self, texts: Sequence[tuple[int, ComparedText]]) -> None:
        """Gives articles (slots) their texts, in order, in place of those they had."""
        taken, joined = self.texts.take([text for _slot, text in texts])
        self.touched.update(joined)
        for (slot, _text), text in zip(texts, taken, strict=True):
            before = self.articles.assign_text(slot, text)
            if not (self.articles.settled_alone(slot) and self.texts.is_alone(text)):
                self.touched.add(text)
            if before is not None:
                self._leave(before)

    def _leave(self, text: int) -> None:
        """One article less has a text: its group can be without its representative, or fall apart."""
        self.touched.add(text)
        left = self.texts.release(text)
        if not self.articles.having([text]):
            self.touched.discard(text)
        self.touched.update(left)

    def touch_all(self) -> None:
        """Touches every text whose articles are or were duplicates, or have one."""
        self.touched.update(self.articles.texts_in_question())
        self.touched.update(self.texts.grouped())
