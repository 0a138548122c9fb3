"""The JSON Schema of a registry file, for an editor to check one by, committed as `data/outlets.schema.json`.

`python -m babelwire_translation_tagging.outlets.schema` writes it again after a change of the model.
"""

import argparse
import json
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import msgspec

from babelwire_translation_tagging.outlets.outlet import OutletFile

_FILE: Final = "outlets.schema.json"


def schema() -> dict[str, Any]:
    """The schema (JSON Schema 2020-12) that a registry file follows."""
    (of_file,), components = msgspec.json.schema_components([OutletFile], ref_template="#/$defs/{name}")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Registry file of outlets",
        **of_file,
        "$defs": components,
    }


def committed() -> dict[str, Any]:
    """The schema as committed."""
    text = files("babelwire_translation_tagging").joinpath("data", _FILE).read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def main() -> None:
    """Writes the schema into the source tree."""
    argparse.ArgumentParser(prog=f"python -m {__spec__.name}", description=main.__doc__).parse_args()
    text = json.dumps(schema(), indent=2, ensure_ascii=False, sort_keys=True)
    (Path(__file__).parents[1] / "data" / _FILE).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
