"""Translations are found by what they leave as it is, whatever the order in which articles come."""

from collections.abc import Iterable
from itertools import permutations
from typing import Any

import msgspec
import pytest

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.sections import TranslationStatus
from babelwire_contracts.translated import TranslationProposal
from babelwire_stories.translated.finder import Finder

from .articles import article, digest

TRANSLATED = TranslationStatus.TRANSLATED_BY_PUBLISHER


def proposed(articles: Iterable[EmbeddedArticle]) -> dict[str, TranslationProposal]:
    """What is proposed of articles once all have come, in this order."""
    finder, standing = Finder(), dict[str, TranslationProposal]()
    for one in articles:
        for article_id, proposal in finder.arrive(one).items():
            if proposal is None:
                del standing[article_id]
            else:
                standing[article_id] = proposal
    return standing


def pairs(articles: Iterable[EmbeddedArticle]) -> dict[str, str]:
    """Which article is a translation of which, by their names."""
    articles = list(articles)
    names = {one.article_id: one.title for one in articles}
    return {names[one]: names[proposal.of] for one, proposal in proposed(articles).items()}


def test_translations_go_to_their_original_in_whatever_order_they_come() -> None:
    articles = [
        article("original", "flood", "en", 0),
        article("german", "flood", "de", 5),
        article("turkish", "flood", "tr", 3),
        article("another", "strike", "en", 1),
    ]
    for order in permutations(articles):
        assert pairs(order) == {"german": "original", "turkish": "original"}


def test_another_telling_of_the_same_event_is_no_translation() -> None:
    """However near the two lie: its numbers, quotations and paragraphs are others."""
    one, two = (article(text, text, tag, subject="flood") for text, tag in (("told here", "en"), ("told there", "de")))
    assert pairs([one, two]) == {}


def test_articles_of_one_language_are_left_to_their_words() -> None:
    assert pairs([article("one", "flood", "en-GB"), article("two", "flood", "en", 1)]) == {}


@pytest.mark.parametrize(
    ("early", "late", "translation"),
    [({}, {}, "late"), ({"status": TRANSLATED}, {}, "early"), ({}, {"status": TranslationStatus.ORIGINAL}, "early")],
)
def test_the_one_written_in_its_own_language_is_the_original_else_the_earlier(
    early: dict[str, Any], late: dict[str, Any], translation: str
) -> None:
    articles = [article("early", "flood", "en", 0, **early), article("late", "flood", "de", 4, **late)]
    assert list(pairs(articles)) == list(pairs(articles[::-1])) == [translation]


def test_a_late_original_takes_over_what_went_to_a_translation() -> None:
    german, turkish, original = (
        article("german", "flood", "de", 4),
        article("turkish", "flood", "tr", 6),
        article("original", "flood", "en", 0),
    )
    assert pairs([german, turkish]) == {"turkish": "german"}
    assert pairs([german, turkish, original]) == {"german": "original", "turkish": "original"}


def test_what_is_no_longer_so_is_withdrawn() -> None:
    """As when a page is captured anew with another text."""
    finder = Finder()
    finder.arrive(article("original", "flood", "en"))
    assert list(finder.arrive(article("german", "flood", "de", 1))) == [digest("german")]
    assert finder.arrive(article("german", "strike", "de", 1)) == {digest("german"): None}


def test_what_comes_again_changes_nothing() -> None:
    finder = Finder()
    articles = [article("original", "flood", "en"), article("german", "flood", "de", 1)]
    assert [len(finder.arrive(one)) for one in (*articles, *articles)] == [0, 1, 0, 0]


def test_after_a_restart_nothing_is_proposed_anew() -> None:
    articles = [article("original", "flood", "en"), article("german", "flood", "de", 1)]
    known = proposed(articles)
    finder = Finder()
    for one in articles:
        finder.remember(one)
    for proposal in known.values():
        finder.believe(msgspec.convert(msgspec.to_builtins(proposal), TranslationProposal))
    assert [finder.arrive(one) for one in articles] == [{}, {}]


def test_a_page_that_names_its_original_or_its_other_language_is_believed() -> None:
    source = article("source", "flood", "en")
    retold = article("retold", "retold", "de", 5, subject="flood", sources=[source.article_id])
    (proposal,) = proposed([retold, source]).values()
    assert (proposal.of, proposal.evidence[0].kind) == (source.article_id, "source")
    alternate = article("alternate", "retold", "fr", 5, subject="flood", alternates=[source.article_id])
    assert pairs([source, alternate]) == {"alternate": "source"}
    elsewhere = article("elsewhere", "strike", "de", 5, sources=[source.article_id])
    assert pairs([source, elsewhere]) == {}, "it leads to a text on something else"


def test_articles_whose_dates_lie_far_apart_are_not_translations_of_each_other() -> None:
    year = 24 * 365
    assert pairs([article("old", "flood", "en"), article("new", "flood", "de", year)]) == {}


def test_vectors_of_two_models_are_never_compared() -> None:
    other = msgspec.structs.replace(article("german", "flood", "de", 1), model="another")
    assert pairs([article("original", "flood", "en"), other]) == {}
    nothing = msgspec.structs.replace(article("german", "flood", "de", 1), vector=b"")
    assert pairs([article("original", "flood", "en"), nothing]) == {}
