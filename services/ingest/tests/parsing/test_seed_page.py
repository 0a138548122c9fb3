from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from babelwire_contracts.captures import PLAIN_TEXT, Capture, CaptureMethod
from babelwire_contracts.content import ClueKind, Content, Image, Precision, Related, Video
from babelwire_ingest.parsing import parse

SHARED = Path(__file__).resolve().parents[5] / "shared" / "seed"
NOW = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def seed() -> Content:
    page = next(iter(sorted(SHARED.glob("*.txt"))), None)
    if page is None:
        pytest.skip("the seed page is not beside this checkout, in ../shared/seed")
    capture = Capture(
        capture_id="0" * 32,
        url=None,
        content_type=PLAIN_TEXT,
        body=page.read_bytes(),
        method=CaptureMethod.PAGE,
        captured_at=NOW,
        accepted_at=NOW,
    )
    return parse(capture, generation=1).content


def test_title_and_lead(seed: Content) -> None:
    assert seed.title == 'Biden and Putin have a "constructive" meeting of several hours in Switzerland'
    assert seed.lead is not None
    assert seed.lead.startswith("The Russian president said the two countries differ")


def test_body_holds_the_story_whole(seed: Content) -> None:
    paragraphs = seed.body.split("\n\n")
    assert paragraphs[0].startswith("President Joe Biden and Russian President")
    assert paragraphs[-1] == "Putin arrived on the same Wednesday."
    assert "Tension to the limit" in paragraphs
    assert (
        "The Russian president also rejected the accusations that linked him to the murder of several "
        "opposition leaders in his country."
    ) in paragraphs
    assert any(
        "common interest. if Russia continues" in text and text.endswith('great force," he added.')
        for text in paragraphs
    )
    assert any(text.endswith('the sitting US president," he added.') for text in paragraphs)
    assert "common front. before China and Russia." in seed.body


@pytest.mark.parametrize(
    "boilerplate",
    [
        "\u00a0",
        "June 16, 2021.",
        "NBC News, days before",
        "first tour of Europe",
        "Colonial Pipeline",
        "security expert",
        "asked him twice",
        "With information",
        "Source:",
        "telemundo",
        "non-English",
        "The Limited Times",
        "Similar news",
        "You may like",
        "Trends",
        "News/Politics",
        "Communities",
        "All news articles",
    ],
)
def test_body_holds_no_furniture(seed: Content, boilerplate: str) -> None:
    assert boilerplate not in seed.body


def test_pictures_and_videos(seed: Content) -> None:
    first, second = seed.images
    assert isinstance(first, Image)
    assert (first.caption or "").endswith("June 16, 2021.")
    assert (second.caption or "").endswith("meeting with Joe Biden.")
    assert [image.credit for image in seed.images] == ["Mikhail Metzel / Pool Photo via AP", "NBC News"]
    assert [image.url for image in seed.images] == [None, None]
    assert seed.videos == [
        Video(
            title="Joe Biden's first tour of Europe begins with the aim of rebuilding transatlantic ties",
            date=date(2021, 6, 9),
            duration_seconds=44,
        ),
        Video(
            title="They asked him twice if he is a murderer and this is what Vladimir Putin answered",
            date=date(2021, 6, 14),
            duration_seconds=68,
        ),
        Video(
            title="What is the impact of the cyberattack on the Colonial Pipeline? A security expert explains",
            date=date(2021, 5, 12),
            duration_seconds=202,
        ),
    ]


def test_whose_it_is_and_when(seed: Content) -> None:
    assert seed.credits == ["NBC News", "The Associated Press"]
    assert seed.publisher.name == "The Limited Times"
    assert seed.declared_origin is not None
    assert seed.declared_origin.name == "telemundo"
    assert seed.published_at == datetime(2021, 6, 19, tzinfo=UTC)
    assert (seed.published_at_precision, seed.published_at_source) == (Precision.DAY, "archive line")
    assert (seed.authors, seed.categories, seed.url, seed.canonical_url) == ([], [], None, None)
    assert seed.related == [
        Related(category="News/Politics", published_at=datetime(2021, 10, 21, 21, 22, 48, 263000, tzinfo=UTC)),
        Related(category="News/Politics", published_at=datetime(2021, 10, 22, 2, 46, 44, 796000, tzinfo=UTC)),
    ]


def test_clues_for_who_tags_it(seed: Content) -> None:
    said = {(clue.kind, clue.words) for clue in seed.clues}
    assert (ClueKind.TAGLINE, "Now you can see non-English news...") in said
    assert (ClueKind.SOURCE_LINE, "Source: telemundo") in said
    assert (ClueKind.CREDIT_LINE, "With information from NBC News and The Associated Press.") in said
