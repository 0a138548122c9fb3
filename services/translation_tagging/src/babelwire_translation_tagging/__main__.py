"""Runs the translation tagging service: `python -m babelwire_translation_tagging`."""

import sys

from babelwire_observability import arguments, logging
from babelwire_observability.http import serve
from babelwire_translation_tagging.app import SERVICE, build_app
from babelwire_translation_tagging.errors import OutletsRefused
from babelwire_translation_tagging.settings import TranslationTaggingSettings


def main() -> None:
    """Serves until SIGTERM; exit code 1 with one line on stderr where an outlet file of the operator's is wrong."""
    arguments.parse(
        "babelwire_translation_tagging",
        "Runs the translation tagging service until SIGTERM.",
        TranslationTaggingSettings,
    )
    settings = TranslationTaggingSettings()
    logging.configure(SERVICE, settings.kafka.instance)
    try:
        app = build_app(settings)
    except OutletsRefused as error:
        sys.exit(f"babelwire_translation_tagging: {error}")
    serve(app, settings.http)


if __name__ == "__main__":
    main()
