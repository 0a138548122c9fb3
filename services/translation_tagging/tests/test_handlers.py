"""The handler: what it passes on untouched, what it adds, what it refuses."""

from datetime import UTC, datetime

import msgspec
import pytest

from babelwire_contracts.codec import decode, encode
from babelwire_contracts.content import Clue, ClueKind, Content, Publisher
from babelwire_contracts.publishers import PublisherObservation
from babelwire_contracts.records import DeduplicatedArticle, DuplicateAmendment, TaggedArticle
from babelwire_contracts.schemas import examples
from babelwire_contracts.sections import Duplicate, DuplicateSection, SectionVersion
from babelwire_contracts.topics import ARTICLES_DEDUPLICATED, ARTICLES_TAGGED, PUBLISHERS_OBSERVED
from babelwire_messaging.handling import Position, Publish, Record
from babelwire_messaging.turns import Turns
from babelwire_translation_tagging.errors import ContentMalformed
from babelwire_translation_tagging.handlers import ArticleHandler, DeduplicatedRecord
from babelwire_translation_tagging.standings.publishers import Publishers
from babelwire_translation_tagging.tagger import Tagger

NOW = datetime(2026, 11, 23, 20, tzinfo=UTC)
VERSION = SectionVersion(revision="2026-r", content_generation=3)
DUPLICATE = DuplicateSection(version=VERSION, duplicate=Duplicate())
TEXT = "The council voted on Tuesday evening to keep the old ferry in service for another winter."


def record(value: bytes, offset: int = 0) -> Record[DeduplicatedRecord]:
    message: DeduplicatedRecord = decode(value, DeduplicatedRecord)
    return Record(Position("articles.deduplicated", 0, offset), b"a" * 32, message, NOW, {})


def article(number: int = 0, body: str = TEXT) -> DeduplicatedArticle:
    content = Content(
        revision="2026-r",
        generation=3,
        content_hash="h",
        captured_at=NOW,
        title="The ferry stays",
        body=body,
        publisher=Publisher(name="The Wider Window"),
        clues=[Clue(kind=ClueKind.SOURCE_LINE, where="text line 9", words="Source: El Mundo")],
    )
    return DeduplicatedArticle(article_id=f"{number:032x}", capture_id="c" * 32, content=content, duplicate=DUPLICATE)


def handler(tagger: Tagger) -> ArticleHandler:
    return ArticleHandler(tagger, Publishers(), Turns())


def only(answer: object) -> Publish:
    assert isinstance(answer, list)
    (published,) = [one for one in answer if one.topic is ARTICLES_TAGGED]
    assert isinstance(published, Publish)
    assert published.message is not None
    return published


async def test_an_article_gains_its_tags_and_keeps_the_rest(tagger: Tagger) -> None:
    came = article()
    (answer,) = await handler(tagger).handle([record(encode(came))])
    published = only(answer)
    assert published.topic is ARTICLES_TAGGED
    assert (published.key, published.capture_id) == (came.article_id, came.capture_id)
    assert published.message is not None
    tagged: TaggedArticle = decode(encode(published.message), TaggedArticle)
    assert tagged.tags is not msgspec.UNSET
    assert (tagged.content, tagged.duplicate) == (came.content, came.duplicate)
    assert tagged.tags.version == SectionVersion(revision="2026-r", content_generation=3, generation=1, n=0)
    assert (tagged.tags.language, tagged.tags.original_language) == ("en", "es")


async def test_every_field_of_a_content_goes_on_as_it_came(tagger: Tagger) -> None:
    value = examples(ARTICLES_DEDUPLICATED)["live-blog"]
    (answer,) = await handler(tagger).handle([record(value)])
    message = only(answer).message
    assert message is not None
    assert msgspec.json.decode(encode(message))["content"] == msgspec.json.decode(value)["content"]


async def test_fields_that_this_release_does_not_know_are_handed_on(tagger: Tagger) -> None:
    came = msgspec.json.decode(encode(article()))
    came["content"]["reading_minutes"] = 4
    (answer,) = await handler(tagger).handle([record(msgspec.json.encode(came))])
    message = only(answer).message
    assert message is not None
    assert msgspec.json.decode(encode(message))["content"]["reading_minutes"] == 4


async def test_an_amendment_goes_through_unchanged(tagger: Tagger) -> None:
    amendment = DuplicateAmendment(article_id="a" * 32, capture_id="c" * 32, duplicate=DUPLICATE)
    (answer,) = await handler(tagger).handle([record(encode(amendment))])
    assert only(answer).message == amendment


@pytest.mark.parametrize(
    "content", [b'{"title": "no body"}', b"[]", b'{"revision":"r","generation":1,"title":1,"body":""}']
)
async def test_content_that_cannot_be_read_is_refused_alone(tagger: Tagger, content: bytes) -> None:
    duplicate = msgspec.json.encode(DUPLICATE)
    bad = b'{"record":"article","schema_version":1,"article_id":"a","capture_id":"c","content":%b,"duplicate":%b}'
    answers = await handler(tagger).handle([record(bad % (content, duplicate)), record(encode(article()))])
    assert isinstance(answers[0], ContentMalformed)
    only(answers[1])


async def test_a_large_batch_is_answered_in_order(tagger: Tagger) -> None:
    records = [record(encode(article(number)), number) for number in range(300)]
    answers = await handler(tagger).handle(records)
    assert [only(answer).key for answer in answers] == [f"{number:032x}" for number in range(300)]


async def test_the_same_record_twice_gives_the_same_bytes(tagger: Tagger) -> None:
    answers = await handler(tagger).handle([record(encode(article())), record(encode(article()))])
    first, second = (only(answer).message for answer in answers)
    assert first is not None
    assert second is not None
    assert encode(first) == encode(second)


async def test_an_article_says_of_itself_what_its_publisher_is_judged_by_until_that_is_known(tagger: Tagger) -> None:
    publishers = Publishers()
    handling = ArticleHandler(tagger, publishers, Turns())
    came = article()
    shown = msgspec.structs.replace(came.content, publisher=Publisher(name="Wider", domain="thewiderwindow.example"))
    value = encode(msgspec.structs.replace(came, content=shown))
    (answer,) = await handling.handle([record(value)])
    assert isinstance(answer, list)
    _tagged, said = answer
    assert (said.topic, said.key) == (PUBLISHERS_OBSERVED, f"thewiderwindow.example:{came.article_id}")
    assert isinstance(said.message, PublisherObservation)
    assert (said.message.status, said.message.version) == ("translated_by_publisher", VERSION)
    publishers.observe("thewiderwindow.example", came.article_id, said.message)
    (answer,) = await handling.handle([record(value)])
    assert isinstance(answer, list)
    assert [each.topic for each in answer] == [ARTICLES_TAGGED]
