"""`python -m babelwire_ingest`."""


def main() -> None:
    """Runs the service until it is told to stop."""
    # Parser processes load this module again under another name, and need none of what follows.
    from babelwire_ingest.app import SERVICE, build_app  # noqa: PLC0415
    from babelwire_ingest.settings import IngestSettings  # noqa: PLC0415
    from babelwire_observability import logging  # noqa: PLC0415
    from babelwire_observability.http import serve  # noqa: PLC0415

    settings = IngestSettings()
    logging.configure(SERVICE, settings.kafka.instance)
    serve(build_app(settings), settings.http)


if __name__ == "__main__":
    main()
