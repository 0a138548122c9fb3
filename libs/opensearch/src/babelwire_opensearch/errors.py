"""What a failure of OpenSearch means for the one who asked: try again later, or never the same again."""

from typing import Final

from babelwire_messaging.errors import TransientError

_NOT_FOUND: Final = 404
_TOO_MANY: Final = 429
_SERVER_ERROR: Final = 500
_NOT_NOW: Final = frozenset({401, 403, 408})
"""Below 500, and yet nothing about what was asked: no access, a block on the index, too slow."""

_NOT_THE_REQUEST: Final = frozenset({"index_closed_exception", "no_such_remote_cluster_exception"})
"""Errors that OpenSearch gives with status 400 though any request would have met them."""


class OpenSearchUnavailable(TransientError):
    """OpenSearch is away, slow, broken, blocked for writes, or does not let us in; the same may be answered later.

    `detail` is what happened, `address` where: the one is for everybody to read, the other for who runs the system.
    """

    def __init__(self, detail: str, address: str | None = None) -> None:
        super().__init__(f"OpenSearch{f' at {address}' if address else ''} {detail}")
        self.detail = detail


class OpenSearchOverloaded(OpenSearchUnavailable):
    """OpenSearch takes no more just now (429); the same request may be taken a moment later."""


class RequestRefused(Exception):
    """OpenSearch cannot or will not do this, however often it is asked."""

    def __init__(self, status: int, kind: str, reason: str) -> None:
        super().__init__(f"{status} {kind}: {reason}")
        self.status = status
        self.kind = kind


class NotFound(RequestRefused):
    """There is no such index, alias, document or template."""


def failure(status: int, kind: str, reason: str) -> OpenSearchUnavailable | RequestRefused:
    """What an error means, of a whole request or of one item in an answer: one of the four classes above.

    `kind` is OpenSearch's name of the exception. What is not known to be the request's own fault is taken for a passing
    one: waiting loses nothing.
    """
    if status == _NOT_FOUND:
        return NotFound(status, kind, reason)
    detail = f"answers {status} {kind}: {reason}"
    if status == _TOO_MANY:
        return OpenSearchOverloaded(detail)
    passing = status in _NOT_NOW or kind in _NOT_THE_REQUEST or reason.startswith("no write index")
    if passing or status >= _SERVER_ERROR:
        return OpenSearchUnavailable(detail)
    return RequestRefused(status, kind, reason)
