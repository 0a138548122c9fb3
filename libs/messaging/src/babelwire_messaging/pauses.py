"""A service's pause: one record for all its instances, kept across restarts."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import structlog

from babelwire_contracts.pauses import ServicePause
from babelwire_contracts.topics import SERVICES_PAUSED
from babelwire_messaging.errors import TransientError
from babelwire_messaging.handling import Position, Publish
from babelwire_messaging.publisher import Publisher
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.table import Table
from babelwire_observability import metrics
from babelwire_observability.backoff import delays

log = structlog.get_logger(__name__)


class PauseSwitch:
    """Follows `services.paused` for one service and tells of each change."""

    def __init__(self, service: str, kafka: KafkaSettings, on_change: Callable[[str | None], None]) -> None:
        self._service = service
        self._kafka = kafka
        self._on_change = on_change
        self._table = Table(SERVICES_PAUSED, ServicePause, kafka, service, self._changed)
        self.reason: str | None = None

    @contextlib.asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Entered once the switch's state is known."""
        async with self._table.following():
            yield

    async def pause(self, reason: str, publisher: Publisher) -> None:
        """Pauses this instance at once and every other when it hears of it, until an operator resumes the service."""
        self._set(reason)
        message = ServicePause(
            service=self._service, reason=reason, instance=self._kafka.instance, at=datetime.now(UTC)
        )
        record = publisher.encode(Publish(SERVICES_PAUSED, self._service, message), None)
        for seconds in delays(random.Random()):  # noqa: S311 - jitter needs no secrecy
            try:
                await publisher.send([record])
            except TransientError as error:
                log.warning("pause_not_yet_recorded", error=str(error))
                await asyncio.sleep(seconds)
            else:
                return

    def _changed(self, service: str, pause: ServicePause | None, _position: Position) -> None:
        if service == self._service:
            self._set(pause.reason if pause is not None else None)

    def _set(self, reason: str | None) -> None:
        if reason == self.reason:
            return
        self.reason = reason
        metrics.PAUSED.labels(self._service).set(0 if reason is None else 1)
        log.warning("service_paused" if reason else "service_resumed", reason=reason)
        self._on_change(reason)


async def resume(service: str, publisher: Publisher) -> None:
    """Lets every instance of a paused service go on. Raises `TransientError` when Kafka does not take the word."""
    await publisher.send([publisher.encode(Publish(SERVICES_PAUSED, service, None), None)])
