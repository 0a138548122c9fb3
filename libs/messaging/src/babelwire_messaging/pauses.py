"""A service's pause: one record for all its instances, kept across restarts."""

import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from functools import partial

import structlog

from babelwire_contracts.codec import SchemaFromTheFuture, decode
from babelwire_contracts.pauses import Release, ServicePause
from babelwire_contracts.topics import SERVICES_PAUSED
from babelwire_messaging.clients import Clients
from babelwire_messaging.errors import StopConsuming
from babelwire_messaging.handling import Position, Publish
from babelwire_messaging.producer import Producer
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.table import Table
from babelwire_messaging.waiting import Waiting
from babelwire_observability import metrics
from babelwire_observability.supervision import Supervisor

log = structlog.get_logger(__name__)


class PauseSwitch:
    """Follows `services.paused` for one service and tells of each change."""

    def __init__(
        self,
        service: str,
        kafka: KafkaSettings,
        producer: Producer,
        *,
        supervisor: Supervisor,
        on_change: Callable[[str | None], None],
        clients: Clients,
    ) -> None:
        self._service = service
        self._kafka = kafka
        self._producer = producer
        self._supervisor = supervisor
        self._on_change = on_change
        self._table = Table(
            SERVICES_PAUSED,
            ServicePause,
            kafka,
            service,
            self._changed,
            supervisor=supervisor,
            # Of another service's pause nothing is to be learned, least of all where a newer release wrote it.
            is_known=lambda key, _value, _position: key != service.encode(),
            read=self._read,
            clients=clients,
        )
        self._release: Release | None = None
        self.reason: str | None = None

    @contextlib.asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Entered once the switch's state is known."""
        async with self._table.following():
            yield

    def released(self, position: Position, error: str) -> bool:
        """Whether an operator has let records at a position through to the dead letters that fail with an error."""
        release = self._release
        if release is None or error not in release.errors:
            return False
        return position.offset < release.until.get(f"{position.topic}/{position.partition}", 0)

    def pause(self, stop: StopConsuming) -> None:
        """Pauses this instance at once, and every other when it hears of it, until an operator resumes the service."""
        if self.reason is not None:
            return
        message = ServicePause(
            service=self._service,
            reason=str(stop),
            instance=self._kafka.instance,
            at=datetime.now(UTC),
            held=stop.held,
            errors=stop.errors,
        )
        self._set(message.reason)
        self._supervisor.begin("recording a pause", partial(self._record, message))

    async def _record(self, message: ServicePause) -> None:
        record = self._producer.encode(Publish(SERVICES_PAUSED, self._service, message), None)
        await self._producer.deliver([record], Waiting())

    def _read(self, value: bytes) -> ServicePause:
        try:
            return decode(value, ServicePause)
        except SchemaFromTheFuture as error:
            return ServicePause(
                service=self._service,
                reason=f"a newer release of this service paused it: {error}",
                instance="",
                at=datetime.now(UTC),
            )

    def _changed(self, _service: str, pause: ServicePause | None, _position: Position) -> None:
        self._release = pause.release if pause is not None else None
        self._set(pause.reason if pause is not None and pause.release is None else None)

    def _set(self, reason: str | None) -> None:
        if reason == self.reason:
            return
        self.reason = reason
        metrics.PAUSED.labels(self._service).set(0 if reason is None else 1)
        log.warning("service_paused" if reason else "service_resumed", reason=reason)
        self._on_change(reason)


async def resume(service: str, producer: Producer) -> None:
    """Resumes every instance of a paused service. Raises `TransientError` when Kafka does not take the record."""
    await producer.send([producer.encode(Publish(SERVICES_PAUSED, service, None), None)])
