"""Runs the indexing service: `python -m babelwire_indexing`."""

from babelwire_indexing.app import build_app
from babelwire_indexing.handlers import SERVICE
from babelwire_indexing.settings import IndexingSettings
from babelwire_observability import arguments, logging
from babelwire_observability.http import serve


def main() -> None:
    """Serves until SIGTERM."""
    arguments.parse("babelwire_indexing", "Runs the indexing service until SIGTERM.", IndexingSettings)
    settings = IndexingSettings()
    logging.configure(SERVICE, settings.kafka.instance)
    serve(build_app(settings), settings.http)


if __name__ == "__main__":
    main()
