"""What a scenario is, and what it is given."""

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.chaos import groups
from tests.chaos.faults import FaultDidNotBite, until
from tests.chaos.sending import Sender
from tests.system import System

from babelwire_contracts.receipts import Outcome
from babelwire_stack import Stack

_MOVED_SECONDS = 90.0


@dataclass(slots=True)
class Run:
    """One scenario under way.

    `due`: captures beside the sender's, and those of the sender's that are not to be indexed, with the outcome that
    each is to have. `besides`: ids of the articles that `due` adds to those of a run without faults. `seen`: what shows
    that the fault was there. `broken_promises`: what the system did that it must not do, beyond loss and doubling.
    `checks` run once all is well again, and return a broken promise or None.
    """

    system: System
    sender: Sender
    articles: int
    away_seconds: float
    due: dict[str, Outcome] = field(default_factory=dict)
    besides: set[str] = field(default_factory=set)
    seen: list[str] = field(default_factory=list)
    broken_promises: list[str] = field(default_factory=list)
    checks: list[Callable[[], str | None]] = field(default_factory=list)

    @property
    def stack(self) -> Stack:
        """The stack under the system."""
        return self.system.stack

    def promised(self, question: Callable[[], object], within: float, what: str) -> None:
        """Waits until the condition is true; a broken promise where it is not within so many seconds."""
        try:
            until(question, within, what)
        except FaultDidNotBite as error:
            self.broken_promises.append(str(error))

    def until_done_with(self, service: str, share: float, within: float = _MOVED_SECONDS) -> None:
        """Waits until a service has committed this share of what it will have to read, for at most so many seconds."""
        wanted = self.articles * share
        until(
            lambda: groups.committed(self.system.kafka, service) >= wanted,
            within,
            f"{service} is done with {wanted:.0f} records",
        )


@dataclass(frozen=True, slots=True)
class Scenario:
    """One fault at one moment.

    `act` sends the articles and breaks things; it returns when nothing is broken any more. `within`: seconds in which
    all captures must have come to their end after that. `by_itself`: whether no operator has to do anything beyond
    mending what was broken. `spoils_stores`: whether Kafka and OpenSearch must be restarted after it. `environment`: of
    every service. `around` is entered before the services start, with Kafka and the index empty, and left at the end.
    `make`: articles of the scenario's own, from the number asked for; they are counted, and compared with nothing.
    """

    name: str
    fault: str
    when: str
    act: Callable[[Run], None]
    scale: Mapping[str, int] = field(default_factory=dict)
    within: float = 150.0
    by_itself: bool = True
    spoils_stores: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)
    around: Callable[[Stack], contextlib.AbstractContextManager[None]] = lambda _stack: contextlib.nullcontext()
    make: Callable[[int], list[dict[str, Any]]] | None = None
