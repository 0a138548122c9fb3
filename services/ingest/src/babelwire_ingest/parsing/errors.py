"""The two ways in which a capture does not become an article."""

from babelwire_messaging.errors import PermanentError


class NotAnArticle(Exception):
    """The capture was read and holds no article: a listing, a wall, an error page. Its outcome is `rejected`.

    The message is the reason, in words a reader of receipts understands.
    """


class UnreadableCapture(PermanentError):
    """The bytes are not what their content type says, or nest or expand beyond any page; says which, and where."""
