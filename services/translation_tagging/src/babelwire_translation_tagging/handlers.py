"""Handles batches of `articles.deduplicated`."""

from collections.abc import Sequence
from functools import partial
from typing import Final

import msgspec

from babelwire_contracts.message import Message
from babelwire_contracts.records import Amendment, DuplicateAmendment, TaggedPassThrough
from babelwire_contracts.topics import ARTICLES_TAGGED, PUBLISHERS_OBSERVED
from babelwire_messaging.handling import Answer, Publish, Record
from babelwire_messaging.turns import Turns
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.errors import ContentMalformed
from babelwire_translation_tagging.standings.hearing import domain_of
from babelwire_translation_tagging.standings.publishers import Publishers
from babelwire_translation_tagging.tagger import Tagger

_RECORDS_IN_LOOP: Final = 100
"""Tagging this many takes less than 50 ms; more of them leave the event loop."""


class DeduplicatedView(Message, frozen=True, kw_only=True, tag_field="record", tag="article"):
    """A `DeduplicatedArticle` of which content and duplicate decision stay as they are."""

    article_id: str
    capture_id: str
    content: msgspec.Raw
    duplicate: msgspec.Raw
    story: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET

    reads = ("content",)


DeduplicatedRecord = DeduplicatedView | Amendment | DuplicateAmendment

_content_decoder: Final = msgspec.json.Decoder(TaggedContent)


def content_of(message: DeduplicatedView) -> TaggedContent:
    """What tagging reads of an article. Raises `ContentMalformed`."""
    try:
        return _content_decoder.decode(message.content)
    except msgspec.DecodeError as error:
        raise ContentMalformed(f"content of the article: {error}") from error


class ArticleHandler:
    """Adds the tags section to articles, and lets amendments through."""

    def __init__(self, tagger: Tagger, publishers: Publishers, turns: Turns) -> None:
        self._tagger = tagger
        self._publishers = publishers
        self._turns = turns

    async def handle(self, records: Sequence[Record[DeduplicatedRecord]]) -> list[Answer]:
        """One `TaggedArticle` or amendment per record, all but the tags byte for byte as they came; and what an article
        says of itself, where its publisher is judged by it.

        `ContentMalformed` answers for a record whose content cannot be read.
        """
        if len(records) <= _RECORDS_IN_LOOP and not self._turns.taken:
            return self._answers(records)
        return await self._turns.take(partial(self._answers, records), long=True)

    def _answers(self, records: Sequence[Record[DeduplicatedRecord]]) -> list[Answer]:
        return [self._answer(record.value) for record in records]

    def _answer(self, message: DeduplicatedRecord) -> Answer:
        if not isinstance(message, DeduplicatedView):
            return [Publish(ARTICLES_TAGGED, message.article_id, message, message.capture_id)]
        try:
            content = content_of(message)
        except ContentMalformed as error:
            return error
        domain = domain_of(content)
        examined = self._tagger.examine(content, self._publishers.standing(domain))
        tagged = TaggedPassThrough(
            article_id=message.article_id,
            capture_id=message.capture_id,
            content=message.content,
            duplicate=message.duplicate,
            story=message.story,
            tags=examined.tags,
        )
        answer = [Publish(ARTICLES_TAGGED, message.article_id, tagged, message.capture_id)]
        if domain is not None and self._publishers.wants(domain, message.article_id, examined.version):
            observation = examined.observed(domain, message.article_id)
            answer.append(Publish(PUBLISHERS_OBSERVED, observation.key, observation, message.capture_id))
        return answer
