from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import msgspec

from babelwire_contracts.codec import decode
from babelwire_contracts.content import Content, Precision
from babelwire_contracts.document import PUBLIC_FIELDS, Document, Source, public
from babelwire_contracts.records import TaggedArticle
from babelwire_contracts.schemas import examples
from babelwire_contracts.topics import ARTICLES_TAGGED
from babelwire_indexing.document import from_content, to_source

from .conftest import FIRST_CAPTURE, Articles

SOURCE = Source(topic="articles.tagged", partition=0, offset=0)
CARRIED = [name for name in Content.__struct_fields__ if name in PUBLIC_FIELDS and name != "schema_version"]


def made(content: Content) -> Document:
    return from_content("ferry", "c" * 32, content, SOURCE)


def test_every_field_that_a_content_has_arrives_as_it_was() -> None:
    content = decode(examples(ARTICLES_TAGGED)["live-blog"], TaggedArticle).content
    shown = public(msgspec.json.decode(to_source(made(content), FIRST_CAPTURE)))
    for name in CARRIED:
        assert shown[name] == msgspec.to_builtins(getattr(content, name)), name
        assert shown[name] not in (None, [], "", False), f"the example says nothing of {name}"


def test_a_change_after_the_capture_is_left_out_with_its_source_and_precision(make: Articles) -> None:
    told: dict[str, Any] = {"modified_at_source": "meta", "modified_at_precision": Precision.MINUTE}
    late = made(make.content(modified_at=FIRST_CAPTURE + timedelta(seconds=1), published_at=FIRST_CAPTURE, **told))
    assert (late.modified_at, late.modified_at_source, late.modified_at_precision) == (None, None, None)
    assert late.published_at == FIRST_CAPTURE
    known = made(make.content(modified_at=FIRST_CAPTURE, published_at=FIRST_CAPTURE + timedelta(days=1), **told))
    assert (known.modified_at_source, known.modified_at_precision) == ("meta", Precision.MINUTE)
    assert known.published_at is None


def test_a_time_of_change_is_utc(make: Articles) -> None:
    there = datetime(2026, 5, 4, 7, 30, tzinfo=timezone(timedelta(hours=2)))
    at = made(make.content(modified_at=there)).modified_at
    assert at is not None
    assert (at, at.tzinfo) == (there, UTC)


def test_what_says_nothing_is_left_out(make: Articles) -> None:
    source = msgspec.json.decode(to_source(made(make.content()), FIRST_CAPTURE))
    assert not source.keys() & {"structure", "audio", "embeds", "live_entries", "alternates", "paywalled", "partial"}
    assert msgspec.json.decode(to_source(made(make.content(paywalled=False)), FIRST_CAPTURE))["paywalled"] is False
