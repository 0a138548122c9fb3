"""Runs the ingest service: `python -m babelwire_ingest`."""


def main() -> None:
    """Serves until SIGTERM."""
    # Parser processes load this module again under another name, and need none of what follows.
    from babelwire_ingest.app import SERVICE, build_app  # noqa: PLC0415
    from babelwire_ingest.settings import IngestSettings  # noqa: PLC0415
    from babelwire_observability import arguments, logging  # noqa: PLC0415
    from babelwire_observability.http import serve  # noqa: PLC0415

    arguments.parse("babelwire_ingest", "Runs the ingest service until SIGTERM.", IngestSettings)
    settings = IngestSettings()
    logging.configure(SERVICE, settings.kafka.instance)
    serve(build_app(settings), settings.http)


if __name__ == "__main__":
    main()
