"""The written pages are pages, and say what their truth says: those of the stories, and two examples in every house."""

import functools
import html as entities
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from lxml import html
from markupsafe import Markup
from tests.quality.article.house import House, houses
from tests.quality.article.markup import hard_wrapped, with_drop_cap, with_ruby, with_soft_hyphens
from tests.quality.article.pages import STORIES_OF_A_HOUSE, WrittenPage, chosen, codec, houses_of, pages, render
from tests.quality.article.story import Story, around_texts, stories
from tests.quality.article.truth import squeezed, text_of

EXAMPLES = stories(Path(__file__).with_name("examples"))
EXAMPLES["en-brief"] = msgspec.structs.replace(EXAMPLES["en-example"], blocks=EXAMPLES["en-example"].blocks[:3])
HOUSES = houses()
STORIES = {**stories(), **EXAMPLES}
PAGES = {
    page.name: page
    for page in [
        *(render(house, name, story) for house in HOUSES.values() for name, story in EXAMPLES.items()),
        *pages("tuning"),
        *pages("held-out"),
    ]
}

each_page = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)


def test_each_house_is_in_one_half() -> None:
    tuning, held_out = houses_of("tuning", HOUSES), houses_of("held-out", HOUSES)
    assert tuning | held_out == set(HOUSES)
    assert not tuning & held_out
    assert abs(len(tuning) - len(held_out)) <= 1


def test_another_house_moves_one_other_at_most() -> None:
    before, after = houses_of("tuning", HOUSES), houses_of("tuning", [*HOUSES, "another"])
    assert len((before ^ after) - {"another"}) <= 1


def test_each_house_prints_four_stories_that_fit_it_and_each_story_is_printed() -> None:
    many = {f"{name}-{number}": story for name, story in EXAMPLES.items() for number in range(90)}
    drawn = list(chosen(HOUSES, many))
    printed_by = {house: [story for other, story in drawn if other == house] for house in HOUSES}
    assert {story for _, story in drawn} == set(many)
    assert all(HOUSES[house].fits(many[story].language) for house, story in drawn)
    for name, house in HOUSES.items():
        fitting = [story for story in many if house.fits(many[story].language)]
        assert len(printed_by[name]) >= min(STORIES_OF_A_HOUSE, len(fitting))


def test_the_draw_does_not_depend_on_the_order_of_stories() -> None:
    backwards = dict(sorted(STORIES.items(), reverse=True))
    assert list(chosen(HOUSES, STORIES)) == list(chosen(HOUSES, backwards))


def test_pages_are_the_same_every_time() -> None:
    again = [render(house, name, story) for house in HOUSES.values() for name, story in EXAMPLES.items()]
    assert again == [PAGES[page.name] for page in again]


@each_page
def test_a_page_is_html_in_the_charset_that_it_declares(page: WrittenPage) -> None:
    source = source_of(page)
    assert f"charset={page.charset}" in source.lower().replace('"', "").replace(page.charset.lower(), page.charset)
    assert len(html.document_fromstring(source).findall(".//body")) == 1


@each_page
def test_the_paragraphs_stand_in_the_page_in_their_order(page: WrittenPage) -> None:
    text, position = text_on(page.name), 0
    for paragraph in page.truth.body:
        for piece in map(squeezed, paragraph.split(" | ")):
            found = text.find(piece, position)
            assert found >= 0, f"{paragraph!r} is not in the page, or not in its place"
            position = found + len(piece)


@each_page
def test_the_page_shows_what_its_truth_names(page: WrittenPage) -> None:
    truth, source = page.truth, all_words(page.name)
    assert truth.title
    pictures = [said for picture in truth.pictures for said in (picture.caption, picture.credit)]
    for words in (truth.title, truth.lead, truth.publisher, *truth.authors, *pictures):
        assert squeezed(words or "") in source, words
    for url in [alternate.url for alternate in truth.alternates]:
        assert url in source
    for urls in [picture.urls for picture in truth.pictures]:
        for url in urls:
            assert any(squeezed(form) in source for form in forms_of(url)), url


@each_page
def test_the_page_tells_its_times_as_exactly_as_its_truth_does(page: WrittenPage) -> None:
    source, story = all_words(page.name), story_of(page)
    exact = [squeezed(form) for form in machine_forms(story.published_at)]
    day = [squeezed(form) for form in (story.printed_date, story.published_at.date().isoformat())]
    precision = page.truth.published_at_precision
    assert any(form in source for form in exact) == (precision is not None and precision != "day")
    if precision == "day":
        assert any(form in source for form in day)
        assert page.truth.published_at == datetime(*story.published_at.timetuple()[:3], tzinfo=UTC)
    elif precision is None:
        for text in sorted(around_texts(story), key=len, reverse=True):
            source = source.replace(squeezed(text), "") if text else source
        assert not any(form in source for form in day)
        assert page.truth.published_at is None
    else:
        assert page.truth.published_at == story.published_at
    if page.truth.modified_at_precision not in (None, "day"):
        assert page.truth.modified_at is not None
        assert any(squeezed(form) in source for form in machine_forms(story.changed_at or story.published_at))


@each_page
def test_nearly_all_that_is_around_a_story_is_on_the_page_and_none_of_it_is_the_article(page: WrittenPage) -> None:
    truth = page.truth
    article = squeezed(" ".join([truth.title, story_of(page).lead, *truth.body]))
    around = {text for text in around_texts(story_of(page)) if text and squeezed(text) not in article}
    assert len(around.intersection(truth.boilerplate)) >= 0.85 * len(around), around.difference(truth.boilerplate)
    assert not [text for text in truth.boilerplate if squeezed(text) in article]
    assert all(squeezed(text) in all_words(page.name) for text in truth.boilerplate)


@each_page
def test_the_structure_names_paragraphs_in_their_order(page: WrittenPage) -> None:
    places = [part.paragraph for part in page.truth.structure]
    assert places == sorted(set(places))
    assert all(place < len(page.truth.body) for place in places)
    assert {part.kind for part in page.truth.structure} <= set(house_of(page).structure)


@each_page
def test_entries_of_a_live_blog_begin_with_paragraphs_and_the_newest_is_first(page: WrittenPage) -> None:
    entries, source = page.truth.live_entries, all_words(page.name)
    assert bool(entries) == house_of(page).live
    for entry, next_entry in pairwise(entries):
        assert entry.paragraph < next_entry.paragraph
        assert entry.published_at is not None
        assert next_entry.published_at is not None
        assert entry.published_at > next_entry.published_at
    for entry in entries:
        assert entry.published_at is not None
        zone = story_of(page).published_at.tzinfo
        assert squeezed(entry.published_at.astimezone(zone).isoformat()) in source
        assert entry.title is None or page.truth.body[entry.paragraph] == entry.title


@each_page
def test_a_sentence_pulled_out_of_the_text_is_printed_twice(page: WrittenPage) -> None:
    assert len(page.truth.repeated) <= house_of(page).pull_quotes
    for sentence in map(squeezed, page.truth.repeated):
        assert squeezed("".join(page.truth.body)).count(sentence) == 1
        assert text_on(page.name).count(sentence) == 2


@each_page
def test_a_wall_is_declared_where_the_truth_knows_of_one(page: WrittenPage) -> None:
    assert (page.truth.paywalled is not None) == ("isAccessibleForFree" in source_of(page))


def test_a_page_that_its_charset_cannot_hold_is_in_utf8() -> None:
    page = render(HOUSES["table-layout-2003"], "ja-example", EXAMPLES["ja-example"])
    assert page.charset == "utf-8"
    assert render(HOUSES["table-layout-2003"], "en-example", EXAMPLES["en-example"]).charset == "windows-1252"


def test_a_house_prints_no_more_than_its_traits_say() -> None:
    partial = PAGES["german-regional/en-example"].truth
    whole = PAGES["arc-xp/en-example"].truth
    assert partial.partial
    assert partial.body == whole.body[: len(partial.body)]
    assert 0 < len(partial.body) < len(whole.body)
    assert [part.kind for part in whole.structure] == [
        "heading", *["list_item"] * 3, "quote", "table_head", *["table_row"] * 2, *["numbered_item"] * 2,
    ]  # fmt: skip
    assert PAGES["wire-preformatted/en-example"].truth.structure == ()
    assert whole.body[0].startswith("ASHBY WEIR – The bridge")
    assert len(PAGES["magazine/ja-example"].truth.repeated) == HOUSES["magazine"].pull_quotes
    assert whole.body[-4] == "Ashby ferry | none | 6am to midnight"


def test_what_templates_do_to_a_text_changes_no_word_of_it() -> None:
    hyphenated = with_soft_hyphens(Markup('Die <a href="/verkehrsgesellschaft">Verkehrsgesellschaft</a> &amp; Co.'))
    assert hyphenated == 'Die <a href="/verkehrsgesellschaft">Verkehrsge&shy;sellschaft</a> &amp; Co.'
    assert with_soft_hyphens("Bahn & <Verkehrsgesellschaft>") == "Bahn &amp; &lt;Verkehrsge&shy;sellschaft&gt;"
    assert with_drop_cap(Markup("The <em>bridge</em>")) == '<span class="drop-cap">T</span>he <em>bridge</em>'
    assert with_drop_cap("「橋」") == "「橋」"
    assert with_ruby(Markup("<em>住民</em>と住民")).count("<ruby>") == 1
    assert hard_wrapped(Markup("a <b>c</b>")) == "a <b>c</b>"


def source_of(page: WrittenPage) -> str:
    return page.html.decode(codec(page.charset))


@functools.cache
def text_on(name: str) -> str:
    return text_of(source_of(PAGES[name]))


@functools.cache
def all_words(name: str) -> str:
    """What stands anywhere in the page: text, attributes and scripts, with their escapes read, squeezed."""
    source = source_of(PAGES[name])
    escaped = re.sub(r"\\u([0-9a-f]{4})", lambda code: chr(int(code[1], 16)), source).replace("\\/", "/")
    return squeezed(entities.unescape(source)) + squeezed(entities.unescape(escaped)) + text_on(name)


def forms_of(url: str) -> Iterator[str]:
    """An address, and how pages shorten it."""
    yield url
    yield url.partition("://")[2].partition("/")[2].partition("?")[0].removeprefix("bulletin/")


def machine_forms(time: datetime) -> Iterator[str]:
    """How pages write a time whose zone is known."""
    for form in (time, time.astimezone(UTC)):
        for precise in (form.isoformat(), form.isoformat(timespec="minutes"), form.isoformat(timespec="milliseconds")):
            yield precise
            yield precise.replace("+00:00", "Z")
        yield form.strftime("%Y-%m-%dT%H:%M%z")
    yield time.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    yield f"{int(time.timestamp() * 1000)}"


def story_of(page: WrittenPage) -> Story:
    return STORIES[page.name.partition("/")[2]]


def house_of(page: WrittenPage) -> House:
    return HOUSES[page.name.partition("/")[0]]
