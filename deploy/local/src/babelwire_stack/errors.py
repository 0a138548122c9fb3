"""What can go wrong with the stack. Each message is one line: what is wrong, and the way out."""


class StackError(Exception):
    """The stack cannot do what was asked."""


class InvalidSetting(StackError):
    """A setting has a value that cannot work."""


class MachineTooSmall(StackError):
    """Memory or disk is short."""


class PortTaken(StackError):
    """Another process listens on a port that the stack needs."""


class JarsUnavailable(StackError):
    """A jar cannot be downloaded, or is not the one that was locked."""


class JavaUnavailable(StackError):
    """The Python package that brings Java is not installed."""


class ProgramNotReady(StackError):
    """A program died, or did not answer in time.

    `log_tail` holds the last lines of its log.
    """

    def __init__(self, message: str, log_tail: list[str]) -> None:
        super().__init__(message)
        self.log_tail = log_tail


class NotRunning(StackError):
    """The stack, or a program of it, is not running."""


class Stopping(StackError):
    """The stack is shutting down."""
