"""The JSON Schemas of every topic's values, committed beside the models so that others can read them.

`python -m babelwire_contracts.schemas` writes them again after a change of the models.
"""

import argparse
import json
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import msgspec

from babelwire_contracts.message import Message
from babelwire_contracts.topics import CATALOGUE, Topic


def schema(topic: Topic) -> dict[str, Any]:
    """The JSON Schema (2020-12) that the values of a topic follow."""
    schemas, components = msgspec.json.schema_components(topic.models, ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"{topic.name} v{version(topic)}",
        "description": topic.carries,
        "anyOf": list(schemas),
        "$defs": components,
    }


def file_name(topic: Topic) -> str:
    """Where a topic's schema is committed, in this package's `schemas` folder."""
    return f"{topic.name}.v{version(topic)}.json"


def version(topic: Topic) -> int:
    """The newest schema version of a topic's models."""
    return max(_version(model) for model in topic.models)


def _version(model: type[Message]) -> int:
    (said,) = [field for field in msgspec.structs.fields(model) if field.name == "schema_version"]
    return int(said.default)


def committed(topic: Topic) -> dict[str, Any]:
    """The schema as committed."""
    found: dict[str, Any] = json.loads(_folder("schemas").joinpath(file_name(topic)).read_text(encoding="utf-8"))
    return found


def examples(topic: Topic) -> dict[str, bytes]:
    """The committed example values of a topic, by name."""
    folder = _folder("examples").joinpath(topic.name)
    return {path.name.removesuffix(".json"): path.read_bytes() for path in folder.iterdir()} if folder.is_dir() else {}


def described() -> list[Topic]:
    """The topics whose values follow a schema (dead letters carry whatever bytes failed)."""
    return [topic for topic in CATALOGUE.values() if topic.models]


def _folder(name: str) -> Traversable:
    return resources.files("babelwire_contracts").joinpath(name)


def main() -> None:
    """Writes the schemas into the source tree."""
    argparse.ArgumentParser(prog=f"python -m {__spec__.name}", description=main.__doc__).parse_args()
    folder = Path(__file__).parent / "schemas"
    folder.mkdir(exist_ok=True)
    for topic in described():
        text = json.dumps(schema(topic), indent=2, ensure_ascii=False, sort_keys=True)
        (folder / file_name(topic)).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
