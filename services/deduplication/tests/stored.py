"""Texts of articles in memory."""

from collections.abc import Sequence


class Stored:
    """A `TextStore` that is gone with the test."""

    def __init__(self) -> None:
        self.texts: dict[bytes, bytes] = {}

    def put(self, texts: Sequence[tuple[bytes, bytes]]) -> None:
        self.texts.update(texts)

    def get(self, article_ids: Sequence[bytes]) -> dict[bytes, bytes]:
        return {one: self.texts[one] for one in article_ids if one in self.texts}
