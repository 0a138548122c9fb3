import random
from datetime import UTC, datetime, timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from babelwire_contracts.receipts import Outcome
from babelwire_contracts.records import TaggedArticle
from babelwire_indexing.document import Document, Source, to_source
from babelwire_indexing.join import TaggedRecord, join

from .conftest import Articles

Arguments = tuple[str, int, int, int, int, str]

SOURCE = Source(topic="articles.tagged", partition=0, offset=0)


def joined(*values: TaggedRecord, stored: Document | None = None) -> Document:
    for value in values:
        stored = join(stored, value, SOURCE).document
    assert stored is not None
    return stored


def outcome(stored: Document, value: TaggedRecord) -> Outcome | None:
    return join(stored, value, SOURCE).outcome


def test_a_first_article_is_whole_at_once(make: Articles) -> None:
    content = make.content()
    document = joined(make.article(content, duplicate=make.duplicate(content, of="other")))
    assert document.title == "Ferry returns"
    assert document.language == "en"
    assert document.duplicate is not None
    assert (document.duplicate.of, document.duplicate_group) == ("other", "other")
    assert document.source == SOURCE


def test_an_article_that_copies_nothing_is_a_group_of_its_own(make: Articles) -> None:
    assert joined(make.article()).duplicate_group == "ferry"


def test_the_same_record_again_changes_nothing_and_is_indexed(make: Articles) -> None:
    stored = joined(make.article())
    again = join(stored, make.article(), Source(topic="articles.tagged", partition=0, offset=9))
    assert again.document is stored
    assert again.outcome is Outcome.INDEXED


def test_a_newer_revision_replaces(make: Articles) -> None:
    first, second = make.article(make.content(0)), make.article(make.content(5))
    stored = joined(first)
    assert outcome(stored, second) is Outcome.INDEXED
    assert "Trip 5" in joined(first, second).body


def test_an_older_revision_is_superseded_and_changes_nothing(make: Articles) -> None:
    stored = joined(make.article(make.content(5)))
    late = join(stored, make.article(make.content(0)), SOURCE)
    assert late.outcome is Outcome.SUPERSEDED
    assert late.document is stored


def test_the_same_words_captured_later_are_unchanged_but_advance(make: Articles) -> None:
    early, late = make.content(0, body="Same."), make.content(60, body="Same.", keywords=["ferry"])
    stored = joined(make.article(early))
    again = join(stored, make.article(late), SOURCE)
    assert again.outcome is Outcome.UNCHANGED
    assert again.document.captured_at == late.captured_at
    assert again.document.revision == late.revision
    assert again.document.capture_id != stored.capture_id
    assert again.document.keywords == ["ferry"]


def test_a_raised_content_generation_overrides_and_hides_sections_made_before(make: Articles) -> None:
    old, new = make.content(generation=1), make.content(generation=2, title="Parsed better")
    document = joined(make.article(old), make.article(new))
    assert document.title == "Parsed better"
    assert join(document, make.article(old), SOURCE).document is document


def test_an_amendment_waits_for_its_article(make: Articles) -> None:
    content = make.content()
    stub = joined(make.duplicate_amendment(content, n=1, of="other"))
    assert stub.revision is None
    assert b'"title":"Ferry' not in to_source(stub, content.captured_at)
    document = joined(make.article(content), stored=stub)
    assert document.duplicate is not None
    assert document.duplicate.of == "other"
    assert not document.sections.duplicate.waiting


def test_an_amendment_of_the_next_revision_waits_and_hides_nothing(make: Articles) -> None:
    now, later = make.content(0), make.content(5)
    document = joined(make.article(now), make.tags_amendment(later, n=1, language="es"))
    assert document.language == "en"
    document = joined(make.article(later), stored=document)
    assert document.language == "es"


def test_an_amendment_gives_no_outcome(make: Articles) -> None:
    content = make.content()
    assert outcome(joined(make.article(content)), make.tags_amendment(content, n=1, language="es")) is None


def test_a_lower_generation_of_a_stage_loses(make: Articles) -> None:
    content = make.content()
    stored = joined(make.article(content, tags=make.tags(content, generation=2, language="es")))
    assert join(stored, make.tags_amendment(content, generation=1, n=9, language="fr"), SOURCE).document is stored


def test_a_publication_time_after_the_capture_is_left_out(make: Articles) -> None:
    content = make.content(published_at_source="meta", published_at=make.content().captured_at + timedelta(days=1))
    document = joined(make.article(content))
    assert document.published_at is None
    assert document.published_at_source is None
    assert document.published_at_precision is None


def test_a_time_without_zone_is_utc(make: Articles) -> None:
    content = make.content(published_at=(make.content().captured_at - timedelta(hours=1)).replace(tzinfo=None))
    assert b'"published_at":"2026-05-04T05:00:00Z"' in to_source(joined(make.article(content)), content.captured_at)


def test_the_words_go_to_the_analyzer_of_their_language(make: Articles) -> None:
    content = make.content(lead="A lead")
    tagged = make.article(content, tags=make.tags(content, language="pt-BR"))
    written = msgspec.json.decode(to_source(joined(tagged), content.captured_at))
    assert written["localized"] == {"pt": {"title": content.title, "lead": "A lead", "body": content.body}}
    unknown = make.article(content, tags=make.tags(content, language="und"))
    assert "localized" not in msgspec.json.decode(to_source(joined(unknown), content.captured_at))


@st.composite
def histories(draw: st.DrawFn) -> list[Arguments]:
    """Arguments of a few records of one article; some differ in value only."""
    minutes, generations = st.integers(0, 2), st.integers(1, 2)
    kinds = st.sampled_from(["article", "duplicate", "tags"])
    one = st.tuples(kinds, minutes, generations, generations, st.integers(0, 2), st.sampled_from(["en", "es"]))
    return draw(st.lists(one, min_size=1, max_size=8))


def as_record(make: Articles, arguments: Arguments) -> TaggedRecord:
    kind, minutes, of_content, generation, n, word = arguments
    content = make.content(minutes, generation=of_content, title=f"{word} {of_content}", body="Same.")
    if kind == "duplicate":
        return make.duplicate_amendment(content, generation=generation, n=n, of=word)
    if kind == "tags":
        return make.tags_amendment(content, generation=generation, n=n, language=word)
    duplicate = make.duplicate(content, generation=generation)
    return make.article(
        content, duplicate=duplicate, tags=make.tags(content, generation=generation, n=n, language=word)
    )


def through_the_index(document: Document) -> Document:
    """What is read back of what was written."""
    written = to_source(document, datetime(2026, 1, 1, tzinfo=UTC))
    return msgspec.structs.replace(msgspec.json.decode(written, type=Document), localized={})


@given(history=histories(), seed=st.integers(0, 2**32 - 1))
def test_any_order_and_number_of_arrivals_gives_one_document(
    make: Articles, history: list[Arguments], seed: int
) -> None:
    values = [as_record(make, arguments) for arguments in history]
    shuffled = values + random.Random(seed).choices(values, k=len(values))
    random.Random(seed).shuffle(shuffled)
    expected = joined(*values)
    document = None
    for value in shuffled:
        document = through_the_index(joined(value, stored=document))
    assert document is not None
    assert document == through_the_index(expected)


@given(history=histories(), seed=st.integers(0, 2**32 - 1))
def test_every_article_ends_and_the_one_on_show_is_indexed_or_unchanged(
    make: Articles, history: list[Arguments], seed: int
) -> None:
    values = [as_record(make, arguments) for arguments in history]
    random.Random(seed).shuffle(values)
    document: Document | None = None
    best: dict[str, Outcome] = {}
    for value in values:
        step = join(document, value, SOURCE)
        document = step.document
        if step.outcome is not None:
            assert isinstance(value, TaggedArticle)
            known = best.get(value.content.revision, Outcome.SUPERSEDED)
            best[value.content.revision] = min(known, step.outcome, key=list(Outcome).index)
    assert document is not None
    assert (document.revision is None) == (not best)
    if best:
        assert document.revision == max(best)
        assert best[max(best)] in {Outcome.INDEXED, Outcome.UNCHANGED}
