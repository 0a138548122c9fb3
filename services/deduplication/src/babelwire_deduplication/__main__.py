"""Runs the deduplication service: `python -m babelwire_deduplication`."""

from babelwire_deduplication.app import SERVICE, build_app
from babelwire_deduplication.settings import DeduplicationSettings
from babelwire_observability import arguments, logging
from babelwire_observability.http import serve


def main() -> None:
    """Serves until SIGTERM."""
    arguments.parse("babelwire_deduplication", "Runs the deduplication service until SIGTERM.", DeduplicationSettings)
    settings = DeduplicationSettings()
    logging.configure(SERVICE, settings.kafka.instance)
    serve(build_app(settings), settings.http)


if __name__ == "__main__":
    main()
