"""Which of the dates that a page declares is that of publication, and which that of its last change."""

from datetime import UTC, datetime

import pytest

from babelwire_contracts.content import Precision

from .conftest import Parse
from .news_pages import news_page

LD = '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry sails again", %s}</script>'
NINE = datetime(2024, 3, 12, 8, 0, tzinfo=UTC)


def test_modified_has_source_and_precision(parsed: Parse) -> None:
    head = LD % '"datePublished": "2024-03-12T09:00:00+01:00", "dateModified": "2024-03-13T10:30+01:00"'
    content = parsed(news_page(head=head)).content
    assert (content.published_at, content.modified_at) == (NINE, datetime(2024, 3, 13, 9, 30, tzinfo=UTC))
    assert (content.modified_at_source, content.modified_at_precision) == ("json-ld dateModified", Precision.MINUTE)


def test_a_change_before_publication_is_none(parsed: Parse) -> None:
    head = LD % '"datePublished": "2024-03-12T09:00:00+01:00", "dateModified": "2024-03-10T10:30:00+01:00"'
    content = parsed(news_page(head=head)).content
    assert (content.published_at, content.modified_at) == (NINE, None)
    assert [(date.where, date.reason) for date in content.rejected_dates] == [
        ("json-ld dateModified", "a change before publication")
    ]


def test_a_change_on_the_day_of_publication_may_be_earlier_than_its_hour(parsed: Parse) -> None:
    head = LD % '"datePublished": "2024-03-12T09:00:00+01:00", "dateModified": "2024-03-12"'
    assert parsed(news_page(head=head)).content.modified_at == datetime(2024, 3, 12, tzinfo=UTC)


def test_a_change_at_the_time_of_publication_is_none(parsed: Parse) -> None:
    head = LD % '"datePublished": "2024-03-12T09:00:00+01:00", "dateModified": "2024-03-12T08:00:00Z"'
    content = parsed(news_page(head=head)).content
    assert (content.published_at, content.modified_at) == (NINE, None)


def test_a_mere_day_is_told_more_exactly_by_another_that_the_page_declares(parsed: Parse) -> None:
    head = (
        '<meta name="publishdate" content="2024-03-13">'
        '<meta name="og:release_date" content="2024-03-13T01:00:00+09:00">'
    )
    content = parsed(news_page(head=head)).content
    assert (content.published_at, content.published_at_precision) == (
        datetime(2024, 3, 12, 16, tzinfo=UTC),
        Precision.SECOND,
    )


def test_an_abbreviation_says_the_moment_in_its_title(parsed: Parse) -> None:
    time = '<abbr itemprop="datePublished" title="2024-03-12T09:00:00+01:00">09:00</abbr>'
    post = f'<div itemscope itemtype="https://schema.org/BlogPosting">{time}</div>'
    assert parsed(news_page(post)).content.published_at == NINE


def test_a_change_after_the_capture_is_none(parsed: Parse) -> None:
    head = LD % '"datePublished": "2024-03-12T09:00:00+01:00", "dateModified": "2203-03-10T10:30:00+01:00"'
    content = parsed(news_page(head=head)).content
    assert (content.published_at, content.modified_at) == (NINE, None)


def test_a_date_of_publication_after_the_capture_yields_to_one_that_can_be(parsed: Parse) -> None:
    head = LD % '"datePublished": "2203-03-12T09:00:00+01:00"'
    content = parsed(news_page("<p>March 12, 2024</p>", head=head)).content
    assert content.published_at == datetime(2024, 3, 12, tzinfo=UTC)
    assert [(date.where, date.reason) for date in content.rejected_dates] == [
        ("json-ld datePublished", "after the capture")
    ]


@pytest.mark.parametrize("zero", ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00+00:00", "0000-00-00", "1899-12-30"])
def test_a_system_s_zero_is_no_date(parsed: Parse, zero: str) -> None:
    content = parsed(news_page("<p>March 12, 2024</p>", head=LD % f'"datePublished": "{zero}"')).content
    assert content.published_at == datetime(2024, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "beside"),
    [
        ('<meta property="article:published_time" content="2024-03-12T09:00:00+01:00">', ""),
        ('<meta property="article:published" content="2024-03-12T08:00:00Z">', ""),
        ('<meta name="sn-post-date" content="2024/03/12">', ""),
        ('<meta name="DC.date.issued" content="2024-03-12">', ""),
        ('<meta itemprop="datePublished" content="2024-03-12T08:00:00Z">', ""),
        ("", '<span itemprop="datePublished" content="2024-03-12T08:00:00Z">yesterday</span>'),
        ("", '<time datetime="2024-03-12T08:00:00Z">yesterday</time>'),
        ("", '<time datetime="2024-03-12 09:00">yesterday</time>'),
        ("", '<abbr class="published" title="2024-03-12T08:00:00Z">yesterday</abbr>'),
        ("", '<span class="date" data-timestamp="1710230400">yesterday</span>'),
        ("", '<time datetime="1710230400000">yesterday</time>'),
        ("", '<time datetime="2024-03-13T08:00Z" class="updated">x</time><time datetime="2024-03-12T08:00Z">y</time>'),
    ],
)
def test_declared_and_marked_dates(parsed: Parse, head: str, beside: str) -> None:
    at = parsed(news_page(beside, head=head)).content.published_at
    assert at is not None
    assert at.date() == NINE.date()


def test_a_name_that_says_nothing_of_publication_yields_to_a_label_that_does(parsed: Parse) -> None:
    head = '<meta name="date" content="2024-05-01T12:00:00Z">'
    content = parsed(news_page("<p>Published: March 12, 2024</p>", head=head)).content
    assert content.published_at == datetime(2024, 3, 12, tzinfo=UTC)
    assert ("meta date", "says nothing of publication") in {
        (date.where, date.reason) for date in content.rejected_dates
    }
    assert parsed(news_page(head=head)).content.published_at == datetime(2024, 5, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "path", ["/2024/03/12/ferry", "/2024-03-12-ferry", "/news/20240312/ferry", "/2024/mar/12/ferry"]
)
def test_the_address_dates_what_nothing_else_does(parsed: Parse, path: str) -> None:
    content = parsed(news_page(), url=f"https://strait.example{path}").content
    assert (content.published_at, content.published_at_source) == (datetime(2024, 3, 12, tzinfo=UTC), "url path")


@pytest.mark.parametrize("path", ["/id/20249931/ferry", "/2024/ferry", "/12/03/ferry-2024", "/1234202403121/x"])
def test_numbers_in_an_address_that_are_no_day(parsed: Parse, path: str) -> None:
    assert parsed(news_page(), url=f"https://strait.example{path}").content.published_at is None
