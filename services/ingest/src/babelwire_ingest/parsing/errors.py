"""The ways in which a capture does not become an article."""

from babelwire_messaging.errors import HandlerFailed, PermanentError


class NotAnArticle(Exception):
    """The capture was read and holds no article: a listing, a wall, an error page. Its outcome is `rejected`.

    The message is the reason, in words a reader of receipts understands.
    """


class UnreadableCapture(PermanentError):
    """The capture is to blame: its bytes are not what their content type says; says what is wrong, and where."""


class BeyondBounds(UnreadableCapture):
    """The capture nests deeper, or has more elements or attributes, than any page that the parser stands."""


class ParseTimedOut(UnreadableCapture):
    """Parsing the capture took longer than one may take."""


class ParserOutOfMemory(UnreadableCapture):
    """Parsing the capture needed more memory than a parser process may have."""


class ParserCrashed(UnreadableCapture):
    """Parsing the capture ended its process, every time that it was tried."""


class ParserFailed(HandlerFailed):
    """A fault of the parser that nobody foresaw: the capture may be as good as any."""
