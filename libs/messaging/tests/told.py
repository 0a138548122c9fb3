"""A table of texts that tells what it reported."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from babelwire_messaging.errors import PermanentError
from babelwire_messaging.handling import Position
from babelwire_messaging.table import Table
from babelwire_observability.supervision import Supervisor

from .brokers import Broker


@dataclass
class Told:
    """A table of texts, and the offsets it reported, by partition. `then` is called after each."""

    broker: Broker
    then: Callable[[Position, str | None], None] = lambda _position, _value: None
    offsets: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        self.service = f"test-{self.broker.topic.name}"
        self.table = Table(
            self.broker.topic,
            str,
            self.broker.kafka,
            self.service,
            self._changed,
            supervisor=Supervisor("test"),
            is_known=lambda _key, value, position: value == b"even" and position.offset % 2 == 0,
            read=bytes.decode,
            clients=self.broker.clients,
        )

    def _changed(self, _key: str, value: str | None, position: Position) -> None:
        self.offsets[position.partition].append(position.offset)
        self.then(position, value)


def refuse(_position: Position, value: str | None) -> None:
    if value == "bad":
        raise PermanentError
