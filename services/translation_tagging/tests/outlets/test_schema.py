"""The JSON Schema by which an editor checks a registry file."""

import tomllib
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from babelwire_translation_tagging.outlets.schema import committed, schema

DATA = files("babelwire_translation_tagging").joinpath("data", "outlets")
VALIDATOR = jsonschema.Draft202012Validator(committed())


def test_what_is_committed_is_what_the_model_says() -> None:
    assert committed() == schema()
    jsonschema.Draft202012Validator.check_schema(committed())


def test_the_files_of_the_service_follow_it() -> None:
    read = [tomllib.loads(path.read_text("utf-8")) for path in DATA.iterdir() if path.name.endswith(".toml")]
    assert len(read) > 1
    assert [error.message for each in read for error in VALIDATOR.iter_errors(each)] == []


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "newspaper"},
        {"agency": True},
        {"languages": []},
        {"languages": ["english"]},
        {"country": "gb"},
        {"domains": ["https://lake.example/"]},
        {"translates": "yes"},
        {"name": ""},
    ],
    ids=str,
)
def test_an_editor_marks_what_is_wrong(change: dict[str, Any]) -> None:
    entry = {"name": "The Lake Courier", "languages": ["en"], "kind": "paper"}
    assert VALIDATOR.is_valid({"outlets": [entry]})
    assert not VALIDATOR.is_valid({"outlets": [entry | change]})
