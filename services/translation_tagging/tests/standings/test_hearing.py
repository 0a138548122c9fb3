"""Which articles hear what was learnt of their publisher, and what becomes of their tags."""

from typing import Any

import pytest

from babelwire_contracts.content import Clue, ClueKind, Publisher
from babelwire_contracts.publishers import PublisherStanding
from babelwire_contracts.sections import TranslationMethod, TranslationStatus
from babelwire_translation_tagging.articles import TaggedContent
from babelwire_translation_tagging.standings.hearing import domain_of
from babelwire_translation_tagging.tagger import Tagger

from .seen import DOMAIN, ORIGINAL, SILENT, TRANSLATED

MACHINE, UNKNOWN = TranslationMethod.MACHINE, TranslationMethod.UNKNOWN
BY_MACHINE = PublisherStanding(domain=DOMAIN, translates=True, method=MACHINE, n=3, method_n=2)
SOMEHOW = PublisherStanding(domain=DOMAIN, translates=True, n=3, method_n=2)
WITHDRAWN = PublisherStanding(domain=DOMAIN, n=4, method_n=4)
BODY = "The council voted on Tuesday evening to keep the old ferry in service for another winter, the mayor said."

SILENT_PAGE: dict[str, Any] = {}
FOREIGN_SOURCE = {"clues": [Clue(kind=ClueKind.SOURCE_LINE, where="text line 9", words="Source: El Mundo")]}
OWN_SOURCE = {"clues": [Clue(kind=ClueKind.SOURCE_LINE, where="text line 9", words="Source: The Guardian")]}
NOTE = {
    "clues": [
        Clue(
            kind=ClueKind.TRANSLATION_NOTE,
            where="text line 9",
            words="This article was translated from Spanish by Jane Roe.",
        )
    ]
}


def content(**fields: Any) -> TaggedContent:
    publisher = Publisher(name="The Limited Times", domain=DOMAIN)
    said: dict[str, Any] = {"revision": "r", "generation": 2, "title": "Ferry stays", "body": BODY}
    return TaggedContent(**(said | {"publisher": publisher} | fields))


@pytest.mark.parametrize(
    ("page", "standing", "expected"),
    [
        pytest.param(SILENT_PAGE, None, (SILENT, None, 0), id="nothing was ever learnt"),
        pytest.param(SILENT_PAGE, BY_MACHINE, (TRANSLATED, MACHINE, 3), id="one that says nothing hears all"),
        pytest.param(SILENT_PAGE, SOMEHOW, (TRANSLATED, UNKNOWN, 3), id="nobody knows who translates"),
        pytest.param(SILENT_PAGE, WITHDRAWN, (SILENT, None, 4), id="what was said is taken back"),
        pytest.param(FOREIGN_SOURCE, BY_MACHINE, (TRANSLATED, MACHINE, 2), id="a translation hears who made it"),
        pytest.param(FOREIGN_SOURCE, SOMEHOW, (TRANSLATED, UNKNOWN, 2), id="a translation, and nobody knows who"),
        pytest.param(NOTE, BY_MACHINE, (TRANSLATED, TranslationMethod.HUMAN, 0), id="one that says all hears nothing"),
        pytest.param(OWN_SOURCE, BY_MACHINE, (ORIGINAL, None, 0), id="what speaks for an original outweighs it"),
    ],
)
def test_tags_follow_from_the_article_and_the_standing(
    tagger: Tagger,
    page: dict[str, Any],
    standing: PublisherStanding | None,
    expected: tuple[TranslationStatus, TranslationMethod | None, int],
) -> None:
    tags = tagger.examine(content(**page), standing).tags
    assert (tags.translation.status, tags.translation.method, tags.version.n) == expected
    learnt = [one for one in tags.translation.evidence if one.where == "other articles of the publisher"]
    alone = tagger.examine(content(**page)).tags
    assert bool(learnt) == (tags.translation != alone.translation)
    assert tags.origin == alone.origin


def test_it_gives_no_first_language_and_says_in_words_what_it_rests_on(tagger: Tagger) -> None:
    tags = tagger.examine(content(), BY_MACHINE).tags
    assert (tags.language, tags.original_language) == ("en", "und")
    (evidence,) = tags.translation.evidence
    assert (evidence.kind, evidence.where, evidence.for_) == (
        "publisher_translates",
        "other articles of the publisher",
        TRANSLATED,
    )
    assert evidence.words == (
        "nine in ten or more of the other articles of thelimitedtimes.example are translations, made by machine"
    )


@pytest.mark.parametrize("page", [SILENT_PAGE, FOREIGN_SOURCE, NOTE, OWN_SOURCE])
@pytest.mark.parametrize("standing", [BY_MACHINE, SOMEHOW, WITHDRAWN])
def test_what_an_article_says_of_itself_never_rests_on_what_it_heard(
    tagger: Tagger, page: dict[str, Any], standing: PublisherStanding
) -> None:
    said = tagger.examine(content(**page)).observed(DOMAIN, "0" * 32)
    assert tagger.examine(content(**page), standing).observed(DOMAIN, "0" * 32) == said


def test_what_the_site_says_of_all_its_articles_is_no_evidence_of_one_more(tagger: Tagger) -> None:
    tagline = Clue(kind=ClueKind.TAGLINE, where="head", words="News from around the world, translated for you")
    examined = tagger.examine(content(clues=[tagline]))
    assert examined.tags.translation.status is TRANSLATED
    assert examined.observed(DOMAIN, "0" * 32).status is SILENT


@pytest.mark.parametrize(
    ("declared", "domain"),
    [
        ("thelimitedtimes.example", DOMAIN),
        ("news.TheLimitedTimes.example", DOMAIN),
        ("10.0.0.1", None),
        ("example", None),
        ("", None),
        (None, None),
    ],
)
def test_a_publisher_is_known_by_its_registrable_domain(declared: str | None, domain: str | None) -> None:
    assert domain_of(content(publisher=Publisher(name="The Limited Times", domain=declared))) == domain
