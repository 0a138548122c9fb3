"""What ingest refuses. Every message is for the client: it names the field or the limit and says what to mend."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with a request.

    `pointer` is a JSON Pointer (RFC 6901) as a URI fragment into the body, or into line `line` (from 1) of an NDJSON
    body; `parameter` a query parameter; `header` a header.
    """

    detail: str
    pointer: str | None = None
    line: int | None = None
    parameter: str | None = None
    header: str | None = None


class Refused(Exception):
    """A request that is not taken, whole, with all that is wrong with it as far as was read."""

    def __init__(self, detail: str, *flaws: Flaw) -> None:
        super().__init__(detail)
        self.detail = detail
        self.flaws = flaws


class Malformed(Refused):
    """The body is not what its content type says."""


class Invalid(Refused):
    """The request can be read, but what it says cannot be right."""


class TooLarge(Refused):
    """More than a limit allows."""


class TooSlow(Refused):
    """The body does not come in the time that it has."""


class UnsupportedMedia(Refused):
    """A content type, charset or content coding that is not taken."""


class Busy(Exception):
    """Too much is in hand already; later is fine."""


class FeedUnreadable(Exception):
    """A document that is no feed, or one that cannot be read safely."""


class FeedTooLarge(FeedUnreadable):
    """A feed beyond a limit: of tags, entries, bytes or time."""
