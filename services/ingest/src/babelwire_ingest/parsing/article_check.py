"""Whether a text is an article at all."""

from typing import Final

from babelwire_ingest.parsing.errors import NotAnArticle
from babelwire_ingest.parsing.page_text.lines import ends_sentence, unspaced
from babelwire_ingest.parsing.vocabulary import terms

_MIN_SENTENCE_WORDS: Final = 6
_MIN_UNSPACED_CHARACTERS: Final = 15
_MAX_WALL_WORDS: Final = 220
_MIN_PROSE_SHARE: Final = 0.35


def require_prose(paragraphs: list[str]) -> None:
    """Raise `NotAnArticle` for a text without a sentence, and for one of headlines and links."""
    sentences = [text for text in paragraphs if _is_sentence(text)]
    if not sentences:
        raise NotAnArticle("the text holds no whole sentence")
    total = sum(map(len, paragraphs))
    if sum(map(len, sentences)) < _MIN_PROSE_SHARE * total:
        raise NotAnArticle(f"a page of headlines or links: {len(sentences)} of {len(paragraphs)} lines are sentences")


def refuse_wall(title: str, paragraphs: list[str]) -> None:
    """Raise `NotAnArticle` for an error page, a wall or a notice: a short text that says what such pages say."""
    if words := _wall(title, paragraphs):
        raise NotAnArticle(f"an error page, a wall or a notice: it says {words!r}")


def _is_sentence(text: str) -> bool:
    if not ends_sentence(text):
        return False
    return len(text) >= _MIN_UNSPACED_CHARACTERS if unspaced(text) else len(text.split()) >= _MIN_SENTENCE_WORDS


def _wall(title: str, paragraphs: list[str]) -> str | None:
    text = " ".join([title, *paragraphs]).casefold()
    if len(text.split()) > _MAX_WALL_WORDS:
        return None
    return next((words for words in terms("not_article") if words.casefold() in text), None)
