"""What the samples promise to hold: events, languages, scripts, copies, and text that is long enough."""

import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

import msgspec
import pytest

from babelwire_samples import Kind
from babelwire_samples.errors import SampleDataInvalid
from babelwire_samples.models import Edits, Event, Form, Precision, Replacement
from babelwire_samples.tellings import Telling, boilerplate, edited, outlets, tellings

_LANGUAGES = {"en", "es", "fr", "de", "pt", "it", "tr", "ru", "uk", "ar", "he", "hi", "zh", "ja", "ko", "el"}
_WITHOUT_SPACES = {"zh", "ja"}
_COPIES = {Kind.EXACT_DUPLICATE, Kind.NEAR_DUPLICATE, Kind.REVISION}


def _words(telling: Telling) -> list[str]:
    text = " ".join([*telling.paragraphs])
    if telling.language in _WITHOUT_SPACES:
        return [letter for letter in text if letter.isalnum()]
    return ["".join(letter for letter in word if letter.isalnum()).lower() for word in text.split()]


def _shingles(telling: Telling) -> set[tuple[str, ...]]:
    words = [word for word in _words(telling) if word]
    return {tuple(words[start : start + 5]) for start in range(len(words) - 4)}


def _jaccard(one: Telling, other: Telling) -> float:
    mine, others = _shingles(one), _shingles(other)
    return len(mine & others) / len(mine | others)


def test_there_are_about_eighty_tellings_of_sixteen_events() -> None:
    by_event: dict[str, set[str]] = defaultdict(set)
    for telling in tellings():
        by_event[telling.event].add(telling.outlet.name)
    assert len(by_event) == 16
    assert all(3 <= len(names) <= 6 for names in by_event.values())
    assert 78 <= len(tellings()) <= 90


def test_every_event_is_told_in_several_languages() -> None:
    for event in {telling.event for telling in tellings()}:
        assert len({telling.language for telling in tellings() if telling.event == event}) >= 3


def test_every_language_and_script_appears() -> None:
    assert {telling.language for telling in tellings()} == _LANGUAGES
    letters = {letter for telling in tellings() for letter in telling.title if letter.isalpha()}
    scripts = {unicodedata.name(letter).split()[0] for letter in letters}
    assert scripts >= {"LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "DEVANAGARI", "CJK", "HIRAGANA", "HANGUL"}


def test_promised_kinds_are_there() -> None:
    kinds = Counter(telling.kind for telling in tellings())
    assert kinds[Kind.EXACT_DUPLICATE] >= 4
    assert kinds[Kind.NEAR_DUPLICATE] >= 6
    assert kinds[Kind.REVISION] == 1
    assert {telling.article.form for telling in tellings()} == set(Form)


def test_some_page_texts_are_translations_that_name_their_source() -> None:
    translated = [
        telling
        for telling in tellings()
        if telling.article.form is Form.PAGE_TEXT and telling.language != telling.original_language
    ]
    assert len({telling.original_language for telling in translated}) >= 4
    assert all(telling.article.source for telling in translated)


def test_every_outlet_tells_something_and_has_furniture() -> None:
    assert {telling.outlet.name for telling in tellings()} == {outlet.name for outlet in outlets().values()}
    assert set(boilerplate()) == _LANGUAGES
    assert all(outlet.domain.endswith(".example") for outlet in outlets().values())


def test_bodies_are_short_articles() -> None:
    for telling in tellings():
        words = len(_words(telling))
        low, high = (250, 700) if telling.language in _WITHOUT_SPACES else (120, 250)
        assert low <= words <= high, (telling.id, words)
        assert 3 <= len(telling.paragraphs) <= 8, telling.id


def test_near_duplicates_are_near() -> None:
    by_id = {telling.id: telling for telling in tellings()}
    for telling in tellings():
        if telling.kind is Kind.NEAR_DUPLICATE:
            assert 0.5 <= _jaccard(telling, by_id[telling.of or ""]) <= 0.95, telling.id
            assert telling.title != by_id[telling.of or ""].title


def test_exact_duplicates_differ_in_address_alone() -> None:
    by_id = {telling.id: telling for telling in tellings()}
    for telling in tellings():
        if telling.kind is Kind.EXACT_DUPLICATE:
            original = by_id[telling.of or ""]
            assert (telling.title, telling.lead, telling.paragraphs) == (
                original.title,
                original.lead,
                original.paragraphs,
            )
            assert telling.url != original.url
            assert telling.article.form is original.article.form
            assert telling.article.form is Form.JSON or telling.outlet.style is original.outlet.style


def test_a_revision_has_the_url_of_what_it_revises_and_another_text() -> None:
    by_id = {telling.id: telling for telling in tellings()}
    (revision,) = (telling for telling in tellings() if telling.kind is Kind.REVISION)
    original = by_id[revision.of or ""]
    assert revision.url == original.url
    assert revision.paragraphs != original.paragraphs
    assert revision.article.captured_minutes_later > 0


def test_different_tellings_of_one_event_are_not_near() -> None:
    own = [telling for telling in tellings() if telling.kind not in _COPIES]
    for position, telling in enumerate(own):
        for other in own[position + 1 :]:
            if telling.event == other.event:
                assert _jaccard(telling, other) < 0.3, (telling.id, other.id)


def test_urls_are_unique_save_for_the_revision() -> None:
    urls = [telling.url for telling in tellings() if telling.url and telling.kind is not Kind.REVISION]
    assert len(urls) == len(set(urls))


def test_times_are_given_exactly_where_the_precision_needs_them() -> None:
    for telling in tellings():
        published = telling.article.published
        assert (published.time is None) == (published.precision is Precision.DAY), telling.id
        assert published.days_ago >= 1


def test_unknown_keys_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.convert({"event": "x", "articles": [], "colour": "red"}, Event)


def test_edits_replace_words_and_quotation_marks() -> None:
    edits = Edits(replace=[Replacement(old="grey", new="blue")], quotes="“”«»")
    assert edited("a “grey” heron", edits) == "a «blue» heron"


def test_invalid_data_is_a_value_error_that_names_its_place() -> None:
    assert issubclass(SampleDataInvalid, ValueError)


def test_no_file_of_the_package_is_outside_it() -> None:
    import babelwire_samples

    data = Path(babelwire_samples.__file__).parent / "data"
    assert len(list((data / "events").glob("*.yaml"))) == 16


def test_the_search_that_the_readme_shows_finds_something() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    shown = re.search(r"/api/search\?q=(\w+)&original_language=(\w+)'", readme)
    assert shown is not None
    found = [
        telling.title
        for telling in tellings()
        if telling.original_language == shown[2] and shown[1] in f"{telling.title} {telling.lead}".lower().split()
    ]
    assert found
