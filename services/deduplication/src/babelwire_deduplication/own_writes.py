"""Fingerprints of this instance's own making that it has not read back yet."""

from babelwire_contracts.codec import encode
from babelwire_contracts.fingerprints import Fingerprint
from babelwire_contracts.sections import SectionVersion


class OwnWrites:
    """The last fingerprint made of each article, until it comes back through the topic."""

    def __init__(self) -> None:
        self._versions: dict[str, SectionVersion] = {}
        self._unchanged: dict[str, Fingerprint] = {}

    def __contains__(self, article_id: str) -> bool:
        return article_id in self._versions

    def expect(self, fingerprint: Fingerprint) -> None:
        """Expects back a fingerprint that says what is remembered now."""
        self._versions[fingerprint.article_id] = fingerprint.version
        self._unchanged[fingerprint.article_id] = fingerprint

    def overtaken(self, article_id: str) -> None:
        """Another instance's fingerprint has replaced what is remembered of an article."""
        self._unchanged.pop(article_id, None)

    def came(self, article_id: str, version: SectionVersion) -> None:
        """A fingerprint of an article was read."""
        if self._versions.get(article_id) == version:
            del self._versions[article_id]
            self._unchanged.pop(article_id, None)

    def is_echo(self, article_id: str, value: bytes) -> bool:
        """Whether a record holds, byte for byte, what is expected back and still remembered; expects it no longer then.

        Taking such a fingerprint in would change nothing, so it need not be decoded.
        """
        expected = self._unchanged.get(article_id)
        if expected is None or encode(expected) != value:
            return False
        del self._unchanged[article_id], self._versions[article_id]
        return True

    def clear(self) -> None:
        """Expects nothing back."""
        self._versions.clear()
        self._unchanged.clear()
