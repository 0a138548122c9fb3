"""Why a fetch was not made or did not succeed."""


class FetchError(Exception):
    """Any failure of a fetch; the message is fit to be shown to whoever asked for it."""


class FetchRefused(FetchError):
    """The fetch will be refused tomorrow too: the address, or what it answers with, is not allowed."""


class FetchFailed(FetchError):
    """The fetch did not succeed this time."""


class AddressRefused(FetchRefused):
    """The URL is none that may be fetched, or leads to an address inside a private network."""


class BodyTooLarge(FetchRefused):
    """The body is larger than the limit, as sent or decompressed."""


class UnreadableEncoding(FetchRefused):
    """The body is compressed in a way that cannot be undone."""


class UnreadableAnswer(FetchFailed):
    """The server's answer breaks HTTP, or names what does not exist, in a way that nothing here has a name for."""


class TooManyRedirects(FetchRefused):
    """The redirects go on beyond the limit."""


class NameNotResolved(FetchFailed):
    """DNS has no address for the host."""


class ConnectionFailed(FetchFailed):
    """No connection, or one that broke."""


class TooSlow(FetchFailed):
    """The whole fetch took longer than the limit."""


class UnexpectedStatus(FetchFailed):
    """An HTTP status that carries no document. `retry_after` is the server's wish, in seconds."""

    def __init__(self, status: int, retry_after: float | None) -> None:
        super().__init__(f"the server answered {status}")
        self.status = status
        self.retry_after = retry_after
