from typing import Any

import pytest

from babelwire_contracts.document import public
from babelwire_search.pages.beside import (
    Picture,
    Post,
    Recording,
    Version,
    availability,
    badges,
    picture,
    post,
    recording,
    versions,
)


def document(**given: Any) -> dict[str, Any]:
    return public({"article_id": "a"} | given)


def test_a_recording_is_told_with_day_and_duration_and_a_link_that_may_be_followed() -> None:
    told = {"title": "Waves", "date": "2026-11-09", "duration_seconds": 372, "url": "https://a.example/x.mp3"}
    (one, other) = document(audio=[told, {"url": "javascript:alert(1)"}])["audio"]
    assert recording(one) == Recording("Waves", "9 November 2026", "6:12", "https://a.example/x.mp3")
    assert recording(other) == Recording(None, None, None, None)


def test_the_size_of_a_picture_is_told_where_both_sides_are_known() -> None:
    one, other = document(images=[{"width": 1600, "height": 900}, {"caption": "A quay", "width": 1600}])["images"]
    assert picture(one) == Picture(None, None, "1600 × 900", None)
    assert picture(other) == Picture("A quay", None, None, None)


def test_a_post_is_told_by_its_author_service_and_words() -> None:
    told = {"service": "x.com", "author": "Port", "text": "One.\n\n Two. \n", "url": "https://u:p@x.com/1"}
    (one, other) = document(embeds=[told, {"service": "t.me"}])["embeds"]
    assert post(one) == Post("x.com", "Port", ["One.", "Two."], None)
    assert post(other) == Post("t.me", None, [], None)


def test_other_versions_are_named_by_language_and_the_articles_own_is_none() -> None:
    told = [("https://a.example/", "en"), ("https://a.example/fr", "fr_CA"), ("https://a.example/x", "x-default")]
    told += [("https://a.example/fr", "fr"), ("data:text/html,x", "de")]
    alternates = [{"url": url, "language": language} for url, language in told]
    assert versions(document(alternates=alternates)["alternates"], ["https://a.example/", None]) == [
        Version("French (Canada)", "fr-CA", "https://a.example/fr"),
        Version("another version", "", "https://a.example/x"),
    ]


@pytest.mark.parametrize(
    ("given", "short", "sentence"),
    [
        ({}, [], None),
        ({"paywalled": False}, [], None),
        ({"paywalled": True}, ["for subscribers"], "The page says that it is for subscribers only."),
        ({"partial": True}, ["part of the text"], "Only a part of the text is here: the page gave no more of it."),
        (
            {"partial": True, "paywalled": True},
            ["part of the text", "for subscribers"],
            "Only a part of the text is here: the page keeps the rest for its subscribers.",
        ),
    ],
)
def test_what_is_not_all_there_is_said(given: dict[str, Any], short: list[str], sentence: str | None) -> None:
    assert (badges(document(**given)), availability(document(**given))) == (short, sentence)
