"""What is known of publishers, followed through its two compacted topics."""

import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Final

from babelwire_contracts.publishers import PublisherObservation, PublisherStanding
from babelwire_contracts.topics import PUBLISHERS_OBSERVED, PUBLISHERS_STANDING
from babelwire_messaging.clients import Clients
from babelwire_messaging.handling import Position
from babelwire_messaging.settings import KafkaSettings
from babelwire_messaging.table import Table
from babelwire_observability.supervision import Supervisor
from babelwire_translation_tagging.errors import PublisherMalformed
from babelwire_translation_tagging.standings.publishers import Publishers

_SHOWN: Final = 80


class PublisherTables:
    """Keeps `Publishers` as the topics have them.

    `changed` is called with each publisher of whom something came, and whether something new is said of it.
    """

    def __init__(
        self,
        publishers: Publishers,
        kafka: KafkaSettings,
        service: str,
        *,
        changed: Callable[[str, bool], None],
        supervisor: Supervisor,
        clients: Clients,
    ) -> None:
        self._publishers = publishers
        self._changed = changed
        self._observed = Table(
            PUBLISHERS_OBSERVED,
            PublisherObservation,
            kafka,
            service,
            self._observe,
            supervisor=supervisor,
            clients=clients,
        )
        self._standing = Table(
            PUBLISHERS_STANDING, PublisherStanding, kafka, service, self._learn, supervisor=supervisor, clients=clients
        )

    @contextlib.asynccontextmanager
    async def following(self) -> AsyncIterator[None]:
        """Entered once all that was written before is known. Raises as `Table.following`."""
        async with self._observed.following(), self._standing.following():
            yield

    async def catch_up(self) -> None:
        """Returns when all that was written before the call is known."""
        await self._observed.catch_up()
        await self._standing.catch_up()

    def read_to(self) -> dict[int, int]:
        """How far the standings have been read, by partition."""
        return self._standing.positions()

    def not_ready(self) -> str | None:
        """Why less may be known than was written, or None."""
        return self._observed.not_ready() or self._standing.not_ready()

    def _observe(self, key: str, observation: PublisherObservation | None, _position: Position) -> None:
        """Hands a record over. Raises `PublisherMalformed`."""
        if observation is not None and key != observation.key:
            raise PublisherMalformed(f"the observation {key[:_SHOWN]!r} is of {observation.key[:_SHOWN]!r}")
        domain, _, article_id = key.rpartition(":")
        self._publishers.observe(domain, article_id, observation)
        self._changed(domain, False)

    def _learn(self, key: str, standing: PublisherStanding | None, position: Position) -> None:
        """Hands a record over. Raises `PublisherMalformed`. A tombstone changes nothing: counts never begin again."""
        if standing is None:
            return
        if key != standing.domain:
            raise PublisherMalformed(f"the standing {key[:_SHOWN]!r} is of {standing.domain[:_SHOWN]!r}")
        self._changed(standing.domain, self._publishers.learn(standing, position))
