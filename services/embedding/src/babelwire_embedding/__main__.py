"""Runs the embedding service: `python -m babelwire_embedding`."""

import os
from typing import Final

from babelwire_embedding.app import SERVICE, build_app
from babelwire_embedding.settings import EmbeddingSettings
from babelwire_observability import arguments, logging
from babelwire_observability.http import serve

_NICENESS: Final = 10
"""Its tasks can wait, and the pipeline's captures cannot. The processes of the model are at 19 and idle priority."""


def main() -> None:
    """Serves until SIGTERM."""
    arguments.parse("babelwire_embedding", "Runs the embedding service until SIGTERM.", EmbeddingSettings)
    settings = EmbeddingSettings()
    logging.configure(SERVICE, settings.kafka.instance)
    os.nice(_NICENESS)
    serve(build_app(settings), settings.http)


if __name__ == "__main__":
    main()
