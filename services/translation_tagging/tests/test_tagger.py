"""The tagger on anything at all, and the shape of what it makes."""

import re
import sys
from typing import Any

import langcodes
import pytest
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


class CountedPattern:
    """A pattern that notes how many characters it is given to read."""

    def __init__(self, pattern: re.Pattern[str], read: list[int]) -> None:
        self._pattern = pattern
        self._read = read

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._pattern, name)
        if not callable(method):
            return method

        def counted(*arguments: Any, **named: Any) -> Any:
            self._read.append(max(len(argument) for argument in arguments if isinstance(argument, str)))
            return method(*arguments, **named)

        return counted


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many characters each use of one of the service's patterns reads."""
    counts: list[int] = []
    for module in [module for name, module in sys.modules.items() if name.startswith("babelwire_translation_tagging")]:
        for name, value in list(vars(module).items()):
            if isinstance(value, re.Pattern):
                monkeypatch.setattr(module, name, CountedPattern(value, counts))
    return counts


@pytest.mark.parametrize("unit", ["a", "a ", '", "', "@", "(", "\n\n"])
def test_no_more_is_read_of_a_hostile_length_than_of_a_long_article(tagger: Tagger, read: list[int], unit: str) -> None:
    for length in (50_000, 3_000_000):
        body = unit * (length // len(unit))
        clues = [
            Clue(kind=kind, where="x", words=body[:200_000])
            for kind in (ClueKind.SOURCE_LINE, ClueKind.TRANSLATION_NOTE)
        ]
        tagger.tag(TaggedContent(revision="r", generation=1, title=body, body=body, lead=body, clues=clues))
        read.append(-1)
    end = read.index(-1)
    long, hostile = read[:end], read[end + 1 : -1]
    assert long
    assert sum(hostile) <= sum(long)
    assert max(hostile) <= 20_000
