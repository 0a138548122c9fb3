"""`GET /outlets` of the service, before Kafka is there."""

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from babelwire_translation_tagging.app import build_app
from babelwire_translation_tagging.settings import TranslationTaggingSettings

OWN = """
outlets = [
  { name = "The Lake Courier", aliases = ["Seekurier"], domains = ["lake.example", "xn--mller-kva.example"],
    languages = ["en"], kind = "translator", translates = "machine" },
]
""".replace("],\n    languages", "], languages")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> TestClient:
    path: Path = tmp_path_factory.mktemp("outlets") / "own.toml"
    path.write_text(OWN)
    return TestClient(build_app(TranslationTaggingSettings(outlets=path)))


def items(client: TestClient, **asked: str) -> list[dict[str, Any]]:
    answer = client.get("/outlets", params=asked)
    assert answer.status_code == 200, answer.text
    found: dict[str, list[dict[str, Any]]] = answer.json()
    assert found.keys() == {"items"}
    return found["items"]


def test_a_name_finds_its_outlet_as_it_stands_in_the_file(client: TestClient) -> None:
    assert items(client, name="seekurier!") == [
        {
            "name": "The Lake Courier",
            "aliases": ["Seekurier"],
            "domains": ["lake.example", "xn--mller-kva.example"],
            "languages": ["en"],
            "country": None,
            "kind": "translator",
            "translates": "machine",
            "matched": "Seekurier",
        }
    ]


@pytest.mark.parametrize(
    "domain", ["lake.example", "www.Lake.example", "https://m.lake.example/story?id=1", "lake.example."]
)
def test_a_domain_a_host_under_it_and_an_address_there_find_it(client: TestClient, domain: str) -> None:
    (item,) = items(client, domain=domain)
    assert (item["name"], item["matched"]) == ("The Lake Courier", "lake.example")


def test_a_domain_in_another_script_is_looked_for_as_it_is_in_addresses(client: TestClient) -> None:
    (item,) = items(client, domain="Müller.example")
    assert item["matched"] == "xn--mller-kva.example"


def test_a_shared_name_finds_all_who_bear_it(client: TestClient) -> None:
    found = items(client, name="LA NACION")
    assert {item["country"] for item in found} >= {"AR", "CR"}
    assert {item["matched"] for item in found} == {"La Nación"}


def test_what_nobody_knows_is_an_empty_list(client: TestClient) -> None:
    assert items(client, name="Nobody's Post") == items(client, domain="nobody.example") == []


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({}, "ask for a name or for a domain: /outlets?name=El+País or /outlets?domain=elpais.com"),
        ({"name": "El País", "domain": "elpais.com"}, "ask for a name or for a domain"),
        ({"name": " "}, "ask for a name or for a domain"),
        ({"nmae": "El País"}, "ask for a name or for a domain"),
        ({"name": "x" * 401}, "that has 401 characters; 400 is the limit"),
        (
            {"domain": "el país"},
            "'el país' is no domain: the URL's host 'el país' is not a valid name; write one such as ",
        ),
    ],
)
def test_a_question_that_cannot_be_answered_says_how_to_ask(
    client: TestClient, asked: dict[str, str], said: str
) -> None:
    answer = client.get("/outlets", params=asked)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    assert answer.json()["detail"].startswith(said)
