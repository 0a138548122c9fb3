"""The two families of failure that every service tells apart, and what follows from them."""

from collections.abc import Mapping, Sequence

from babelwire_contracts.pauses import HeldRecord


class PermanentError(Exception):
    """This record is bad and will be bad tomorrow: it goes to the dead-letter topic, alone."""


class TransientError(Exception):
    """Not now: something outside is away, busy or refusing. The batch is tried again for as long as it takes."""


class HandlerFailed(PermanentError):
    """A handler broke on one record alone, with an error that nobody foresaw: a bug, which this record brought out."""


class StopConsuming(Exception):
    """Going on would do harm; the service pauses until an operator resumes it.

    `held` are some of the records that failed, where any did, and `errors` how many failed with each class of error.
    """

    def __init__(self, reason: str, held: Sequence[HeldRecord] = (), errors: Mapping[str, int] | None = None) -> None:
        super().__init__(reason)
        self.held = list(held)
        self.errors = dict(errors or {})
