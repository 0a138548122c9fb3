"""`python -m babelwire_indexing`."""

from babelwire_indexing.app import build_app
from babelwire_indexing.handlers import SERVICE
from babelwire_indexing.settings import IndexingSettings
from babelwire_observability import logging
from babelwire_observability.http import serve


def main() -> None:
    """Runs the service until it is told to stop."""
    settings = IndexingSettings()
    logging.configure(SERVICE, settings.kafka.instance)
    serve(build_app(settings, settings.names), settings.http)


if __name__ == "__main__":
    main()
