"""`python -m babelwire_search`: serves the API and the pages."""

from babelwire_observability import logging
from babelwire_observability.http import serve
from babelwire_search.app import build_app
from babelwire_search.settings import SERVICE, SearchSettings


def main() -> None:
    """Serves until told to stop."""
    settings = SearchSettings()
    logging.configure(SERVICE)
    serve(build_app(settings), settings.http)


if __name__ == "__main__":
    main()
