import itertools
import random
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from babelwire_contracts import schemas
from babelwire_contracts.codec import decode
from babelwire_contracts.document import Document, Held, Source
from babelwire_contracts.receipts import Outcome
from babelwire_contracts.records import TaggedArticle
from babelwire_contracts.sections import Revised
from babelwire_contracts.topics import ARTICLES_TAGGED
from babelwire_indexing.document import to_source
from babelwire_indexing.join import TaggedRecord, join, united
from babelwire_indexing.sections import MOST_TEXTS

from .conftest import Articles

Arguments = tuple[set[str], int, int, int, int, str]

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


def test_a_copy_of_a_translation_stays_in_the_group_of_the_original_whatever_comes_later(make: Articles) -> None:
    content = make.content()
    document = joined(make.article(content, duplicate=make.duplicate(content, of="other", root="original")))
    document = joined(make.amendment(tags=make.tags(content, n=1)), stored=document)
    assert document.duplicate is not None
    assert (document.duplicate.of, document.duplicate_group) == ("other", "original")
    document = joined(make.amendment(duplicate=make.duplicate(content, n=1, of="other")), stored=document)
    assert document.duplicate_group == "other"


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


def test_what_a_revision_changed_shows_with_its_content_alone(make: Articles) -> None:
    first, second, third = (make.content(minutes) for minutes in (0, 5, 9))
    revised = Revised(since=first.revision, added=["Trip 5."], removed=["Trip 0."])
    stored = joined(make.article(first), make.article(second, duplicate=make.duplicate(second, revised=revised)))
    assert through_the_index(stored).revised == revised
    again = make.amendment(duplicate=make.duplicate(second, n=1, of="other", revised=revised))
    assert joined(again, stored=stored).revised == revised
    assert joined(make.article(third), stored=stored).revised is None


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


def test_a_translation_outlives_a_capture_that_leaves_the_text_as_it_was(make: Articles) -> None:
    first, again = make.content(0, body="Same."), make.content(60, body="Same.")
    translated = make.amendment(translations={"es": make.translation(first)}, story=make.story(first))
    records: list[TaggedRecord] = [make.article(first), translated, make.article(again)]
    for order in itertools.permutations(records):
        document = joined(*order)
        assert document.revision == again.revision
        assert document.translations["es"].title == "Translated"
        assert document.story_id == "founder"


def test_a_translation_is_hidden_while_there_is_another_text_and_comes_back_with_its_own(
    make: Articles,
) -> None:
    first, other = make.content(0, body="One."), make.content(5, body="Two.")
    back = make.content(9, body="One.")
    document = joined(make.article(first, translations={"es": make.translation(first)}), make.article(other))
    assert document.translations == {}
    assert joined(make.article(back), stored=document).translations["es"].title == "Translated"


def test_of_more_texts_than_are_kept_those_of_the_oldest_revisions_go(make: Articles) -> None:
    contents = [make.content(minutes) for minutes in range(MOST_TEXTS + 3)]
    document = joined(*[make.article(content, story=make.story(content)) for content in contents])
    waiting = document.sections.story.waiting if document.sections.story else []
    assert {section.version.revision for section in waiting} == {
        each.revision for each in contents[-MOST_TEXTS - 1 : -1]
    }
    assert document.story_id == "founder"


@pytest.mark.parametrize("name", ["duplicate-amendment", "tags-amendment", "spanish-original"])
def test_records_of_the_first_version_are_joined(name: str) -> None:
    record = decode(schemas.examples(ARTICLES_TAGGED)[name], TaggedRecord)
    document = joined(record)
    held = document.sections
    assert [held.duplicate, held.tags] != [Held(), Held()]


KINDS = ("content", "duplicate", "tags", "story", "en", "es")


@st.composite
def histories(draw: st.DrawFn) -> list[Arguments]:
    """Arguments of a few records of one article, each with any set of sections; some differ in value only."""
    minutes, generations = st.integers(0, 2), st.integers(1, 2)
    kinds = st.sets(st.sampled_from(KINDS), min_size=1)
    one = st.tuples(kinds, minutes, generations, generations, st.integers(0, 2), st.sampled_from(["en", "es"]))
    return draw(st.lists(one, min_size=1, max_size=8))


def as_record(make: Articles, arguments: Arguments) -> TaggedRecord:
    kinds, minutes, of_content, generation, n, word = arguments
    # Two texts in three captures: one comes back, or stays.
    content = make.content(minutes, generation=of_content, title=f"{word} {of_content}", body=f"Text {minutes % 2}.")
    versioned = {"generation": generation, "n": n}
    sections: dict[str, Any] = {}
    if "duplicate" in kinds:
        revised = Revised(since=word, added=[word], removed=[]) if n else None
        sections["duplicate"] = make.duplicate(content, **versioned, of=word, revised=revised)
    if "tags" in kinds:
        sections["tags"] = make.tags(content, **versioned, language=word)
    if "story" in kinds:
        sections["story"] = make.story(content, **versioned, of=word)
    if languages := kinds & {"en", "es"}:
        sections["translations"] = {each: make.translation(content, **versioned, title=word) for each in languages}
    if "content" not in kinds:
        return make.amendment(**sections)
    unset = {"duplicate": msgspec.UNSET, "tags": msgspec.UNSET}
    return make.article(content, **(unset | sections))


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
def test_two_documents_unite_to_that_of_all_their_records(make: Articles, history: list[Arguments], seed: int) -> None:
    values = [as_record(make, arguments) for arguments in history]
    chance = random.Random(seed)
    left, right = (chance.choices(values, k=chance.randint(1, len(values))) for _ in range(2))
    one, other = through_the_index(joined(*left)), through_the_index(joined(*right))
    whole = through_the_index(joined(*left, *right))
    assert through_the_index(united(one, other)) == through_the_index(united(other, one)) == whole
    assert united(whole, one) is whole


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
