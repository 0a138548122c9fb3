"""Whether one article copies another: by the hashes of their texts, else by the texts themselves."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from babelwire_comparison.comparing import Comparison, compare
from babelwire_comparison.reduction import Reduced
from babelwire_contracts.sections import Duplicate
from babelwire_deduplication.articles import Articles
from babelwire_deduplication.decisions import near_duplicate, same_content, same_text
from babelwire_deduplication.errors import TextAway
from babelwire_deduplication.sharing import Asking
from babelwire_deduplication.texts import Texts


@dataclass(frozen=True, slots=True)
class Asker:
    """A revision that is decided on: its article, what is compared of it, and what orders it.

    `content_hash` and `text` are at hand where they are not those of the article remembered.
    """

    asking: Asking
    article_id: bytes
    text_hash: bytes
    content_hash: bytes | None = None
    text: Reduced | None = None


class Verifier:
    """Looks at two articles, of which the senior at least is remembered; `compared` counts texts it compared."""

    def __init__(self, articles: Articles, texts: Texts) -> None:
        self._articles = articles
        self._texts = texts
        self.compared = 0

    def copied(self, seniors: Iterable[int], asker: Asker) -> Iterator[int]:
        """Those of some representatives that an article copies, looked at one by one as they are asked for."""
        return (senior for senior in seniors if self.copy_of(senior, asker) is not None)

    def copy_of(self, senior: int, asker: Asker) -> Duplicate | None:
        """The decision that an article copies another, or None."""
        of = self._articles.article_id(senior)
        if self._articles[senior].text_hash == asker.text_hash:
            content_hash = asker.content_hash or self._texts.kept(asker.article_id).content_hash
            is_same = self._texts.kept(self._articles.id(senior)).content_hash == content_hash
            return same_content(of) if is_same else same_text(of)
        compared = self._compared(senior, asker)
        return near_duplicate(of, compared) if compared.is_copy else None

    def _compared(self, senior: int, asker: Asker) -> Comparison:
        wanted = [senior] if asker.text is not None else [senior, asker.asking.slot]
        found = self._texts.reduced([(self._articles.text(one), self._articles.id(one)) for one in wanted])
        if len(found) < len(wanted):
            raise TextAway(f"no text is stored of {' or '.join(map(self._articles.article_id, wanted))}")
        self.compared += 1
        return compare(asker.text or found[self._articles.text(asker.asking.slot)], found[self._articles.text(senior)])
