"""Runs the stories service: `python -m babelwire_stories`."""

from babelwire_observability import arguments, logging
from babelwire_observability.http import serve
from babelwire_stories.app import SERVICE, build_app
from babelwire_stories.settings import StoriesSettings


def main() -> None:
    """Serves until SIGTERM."""
    arguments.parse("babelwire_stories", "Runs the stories service until SIGTERM.", StoriesSettings)
    settings = StoriesSettings()
    logging.configure(SERVICE, settings.kafka.instance)
    serve(build_app(settings), settings.http)


if __name__ == "__main__":
    main()
