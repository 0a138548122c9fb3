"""What translation tagging cannot handle."""

from babelwire_messaging.errors import PermanentError


class ContentMalformed(PermanentError):
    """A content section without the fields that tagging reads, or with others in their place."""


class OutletsRefused(Exception):
    """A registry file of outlets that cannot be taken: which file and entry, what is wrong, and what to do."""


class PublisherMalformed(PermanentError):
    """What is said of a publisher, under the key of another one or of another article."""
