"""Fetches and converts the default model: `python -m babelwire_vectors`; prints where it lies."""

import argparse
import sys

from babelwire_vectors.errors import EmbedderIsUnfit
from babelwire_vectors.settings import VectorSettings
from babelwire_vectors.weights.fetching import fetch


def main() -> None:
    """Does nothing where the model is there already."""
    argparse.ArgumentParser(
        prog="python -m babelwire_vectors",
        description="Fetches and converts the default model into BABELWIRE_VECTORS_DIRECTORY, where it is not there.",
    ).parse_args()
    try:
        sys.stdout.write(f"{fetch(VectorSettings().directory)}\n")
    except EmbedderIsUnfit as error:
        sys.exit(f"babelwire_vectors: {error}")


if __name__ == "__main__":
    main()
