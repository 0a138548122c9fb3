"""The tagger on anything at all, and the shape of what it makes."""

import time

import langcodes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from babelwire_contracts.content import Clue, ClueKind, DeclaredOrigin, Publisher
from babelwire_contracts.sections import TranslationStatus
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.tagger import Tagger

texts = st.text(max_size=300)
clues = st.builds(Clue, kind=st.sampled_from(ClueKind), where=texts, words=texts)
contents = st.builds(
    TaggedContent,
    revision=st.just("r"),
    generation=st.just(1),
    title=texts,
    body=texts,
    lead=st.none() | texts,
    url=st.none() | texts,
    authors=st.lists(texts, max_size=3),
    publisher=st.builds(Publisher, name=st.none() | texts, domain=st.none() | texts),
    declared_origin=st.none()
    | st.builds(DeclaredOrigin, name=st.none() | texts, domain=st.none() | texts, language=st.none() | texts),
    declared_language=st.none() | texts,
    clues=st.lists(clues, max_size=4),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents)
def test_any_content_gets_valid_tags(tagger: Tagger, content: TaggedContent) -> None:
    tags = tagger.tag(content)
    assert langcodes.standardize_tag(tags.language) == tags.language
    assert (tags.language_confidence is None) == (tags.language == "und")
    assert tags.translation.method is None or tags.translation.status is TranslationStatus.TRANSLATED_BY_PUBLISHER
    assert tags == tagger.tag(content)


def test_hostile_lengths_are_read_in_bounded_time(tagger: Tagger) -> None:
    for body in (
        "a" * 3_000_000,
        "a " * 1_500_000,
        '", "' * 500_000,
        "@" * 2_000_000,
        "(" * 2_000_000,
        "\n\n" * 900_000,
    ):
        clue = Clue(kind=ClueKind.SOURCE_LINE, where="x", words=body[:200_000])
        note = Clue(kind=ClueKind.TRANSLATION_NOTE, where="x", words=body[:200_000])
        content = TaggedContent(revision="r", generation=1, title=body, body=body, lead=body, clues=[clue, note])
        before = time.process_time()
        tagger.tag(content)
        assert time.process_time() - before < 1.0
