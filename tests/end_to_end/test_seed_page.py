"""The page it all began from, captured as a user would, gives one right document."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.system import System

from babelwire_contracts.identity import article_id

pytestmark = pytest.mark.stack


@pytest.fixture(scope="module")
def document(system: System, shared_folder: Path) -> Any:
    page = shared_folder / "seed" / "000_e98dca1c8e07cdf9.txt"
    command = [sys.executable, "-m", "babelwire_console", "capture", str(page), "--json"]
    done = subprocess.run(
        command, env=os.environ | system.stack.env(), capture_output=True, text=True, check=False, timeout=90
    )
    assert done.returncode == 0, done.stderr
    assert '"outcome":"indexed"' in done.stdout
    system.refresh()
    found = system.document(article_id(None, page.read_bytes()))
    assert found is not None
    return found


def test_text(document: Any) -> None:
    body = document["body"]
    paragraphs = body.split("\n\n")
    assert document["title"] == 'Biden and Putin have a "constructive" meeting of several hours in Switzerland'
    assert document["lead"].startswith("The Russian president said the two countries differ")
    assert body.startswith("President Joe Biden and Russian President")
    assert body.endswith("Putin arrived on the same Wednesday.")
    assert "Tension to the limit" in paragraphs
    assert any(
        paragraph.endswith(
            "rejected the accusations that linked him to the murder of several opposition leaders in his country."
        )
        and paragraph.startswith("The Russian president also")
        for paragraph in paragraphs
    )
    (great_force,) = [paragraph for paragraph in paragraphs if "great force" in paragraph]
    assert "common interest. if Russia continues" in great_force
    assert great_force.endswith("he added.")
    (us_president,) = [paragraph for paragraph in paragraphs if "the sitting US president" in paragraph]
    assert us_president.endswith("he added.")
    assert "a common front. before China and Russia" in body
    assert "\u00a0" not in body


@pytest.mark.parametrize(
    "boilerplate",
    [
        "Mikhail Metzel", "June 9, 2021", "00: 44", "Colonial Pipeline", "Source:", "non-English", "Similar news",
        "You may like", "Trends 24h", "News/Politics", "Communities 2019", "All news articles", "With information from",
    ],
)  # fmt: skip
def test_no_furniture_in_the_body(document: Any, boilerplate: str) -> None:
    assert boilerplate not in document["body"]


def test_what_accompanies_it(document: Any) -> None:
    first, second = document["images"]
    assert first["caption"].endswith("June 16, 2021.")
    assert first["credit"] == "Mikhail Metzel / Pool Photo via AP"
    assert second["caption"].endswith("meeting with Joe Biden.")
    assert second["credit"] == "NBC News"
    assert not first.get("url")
    assert not second.get("url")
    assert [(video["date"], video["duration_seconds"], video["title"]) for video in document["videos"]] == [
        ("2021-06-09", 44, "Joe Biden's first tour of Europe begins with the aim of rebuilding transatlantic ties"),
        ("2021-06-14", 68, "They asked him twice if he is a murderer and this is what Vladimir Putin answered"),
        (
            "2021-05-12",
            202,
            "What is the impact of the cyberattack on the Colonial Pipeline? A security expert explains",
        ),
    ]
    assert document["credits"] == ["NBC News", "The Associated Press"]


def test_who_wrote_it_and_in_which_language(document: Any) -> None:
    assert document["publisher"]["name"] == "The Limited Times"
    origin = document["origin"]
    assert (origin["name"], origin["registry_name"]) == ("telemundo", "Telemundo")
    assert (origin["language"], origin["country"]) == ("es", "US")
    assert (document["language"], document["original_language"]) == ("en", "es")
    translation = document["translation"]
    assert (translation["status"], translation["method"]) == ("translated_by_publisher", "machine")
    assert len(translation["evidence"]) >= 2
    assert all(piece["kind"] and piece["words"] and piece["for"] for piece in translation["evidence"])


def test_where_it_comes_from_in_a_sentence(system: System, document: Any) -> None:
    told = system.http.get(f"{system.search}/api/articles/{document['article_id']}").json()["provenance"]
    assert told["sentence"].startswith("Written in Spanish by Telemundo; shown in English by The Limited Times, ")
    assert told["sentence"].endswith(
        "translated by machine: the page names its source, and every article of this site is a translation."
    )
    assert told["reasons"][0] == "the page names its source"
    journey = system.http.get(f"{system.search}/api/articles/{document['article_id']}/journey").json()
    tagged = [step["decision"] for step in journey["steps"] if step["topic"] == "articles.tagged"]
    assert told["sentence"].removesuffix(".") in tagged[0]


def test_when(document: Any) -> None:
    assert document["published_at"].startswith("2021-06-19T00:00:00")
    assert document["published_at_precision"] == "day"
    assert document["published_at_source"] == "archive line"


def test_what_the_page_does_not_say_is_not_there(document: Any) -> None:
    assert not document.get("authors")
    assert not document.get("categories")
    assert not document.get("url")
    assert len(document["related"]) == 2
    assert all(not other.get("title") for other in document["related"])
