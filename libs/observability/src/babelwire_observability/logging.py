"""Structured logs: JSON lines in production, readable in a terminal."""

import logging
import sys
from collections.abc import MutableMapping
from enum import StrEnum
from typing import Any, Final

import structlog
from pydantic_settings import BaseSettings, SettingsConfigDict


class LogFormat(StrEnum):
    """How log lines look; `auto` is readable in a terminal and JSON everywhere else."""

    AUTO = "auto"
    JSON = "json"
    CONSOLE = "console"


class LogSettings(BaseSettings):
    """Environment `BABELWIRE_LOG_FORMAT` and `BABELWIRE_LOG_LEVEL`."""

    model_config = SettingsConfigDict(env_prefix="BABELWIRE_", frozen=True)

    log_format: LogFormat = LogFormat.AUTO
    log_level: str = "INFO"


_REPEAT_SECONDS: Final = 30.0


class _SeldomRepeated(logging.Filter):
    """Passes one message of each place in a Kafka client now and then, with the number of those left out since.

    A client tells of every failed attempt to connect, some fifty times a second: a night without Kafka would rotate
    away everything else that was logged.
    """

    def __init__(self) -> None:
        super().__init__()
        self._heard: dict[tuple[str, int], tuple[float, int]] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith("aiokafka"):
            return True
        place = (record.name, record.lineno)
        last, unheard = self._heard.get(place, (float("-inf"), 0))
        if record.created - last < _REPEAT_SECONDS:
            self._heard[place] = (last, unheard + 1)
            return False
        self._heard[place] = (record.created, 0)
        record.unheard = unheard
        return True


def configure(service: str, instance: str = "", settings: LogSettings | None = None) -> None:
    """Sends structlog's and the standard library's records to stdout in one form, each with service and instance."""
    settings = settings or LogSettings()
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
    ]
    readable = settings.log_format is LogFormat.CONSOLE or (
        settings.log_format is LogFormat.AUTO and sys.stdout.isatty()
    )
    # Tracebacks without local variables: those hold articles, and could hold secrets.
    renderer: list[Any] = (
        [structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
        if readable
        else [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.addFilter(_SeldomRepeated())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder(), _without_colour],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *renderer],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level.upper())
    for chatty in ("aiokafka", "httpx", "uvicorn.access"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # It logs a traceback at every failed attempt; what fails is raised to us, and logged once.
    logging.getLogger("opensearch").setLevel(logging.ERROR)
    structlog.contextvars.bind_contextvars(service=service, **({"instance": instance} if instance else {}))


def _without_colour(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Drops uvicorn's second copy of each message, which is for terminals."""
    event.pop("color_message", None)
    return event
