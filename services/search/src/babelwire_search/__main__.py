"""Runs the search service: `python -m babelwire_search`."""

from babelwire_observability import arguments, logging
from babelwire_observability.http import serve
from babelwire_search.app import build_app
from babelwire_search.settings import SERVICE, SearchSettings


def main() -> None:
    """Serves until SIGTERM."""
    arguments.parse("babelwire_search", "Runs the search service until SIGTERM.", SearchSettings)
    settings = SearchSettings()
    logging.configure(SERVICE)
    serve(build_app(settings), settings.http)


if __name__ == "__main__":
    main()
