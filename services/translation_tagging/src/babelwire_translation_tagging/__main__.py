"""Runs the translation tagging service: `python -m babelwire_translation_tagging`."""

from babelwire_observability import arguments, logging
from babelwire_observability.http import serve
from babelwire_translation_tagging.app import SERVICE, build_app
from babelwire_translation_tagging.settings import TranslationTaggingSettings


def main() -> None:
    """Serves until SIGTERM."""
    arguments.parse(
        "babelwire_translation_tagging",
        "Runs the translation tagging service until SIGTERM.",
        TranslationTaggingSettings,
    )
    settings = TranslationTaggingSettings()
    logging.configure(SERVICE, settings.kafka.instance)
    serve(build_app(settings), settings.http)


if __name__ == "__main__":
    main()
