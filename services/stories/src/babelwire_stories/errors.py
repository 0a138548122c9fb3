"""What the writer of stories cannot handle."""

from babelwire_messaging.errors import PermanentError


class VectorIsNoVector(PermanentError):
    """A vector that no other can be compared with: all zeros, or of another length than those of its model."""


class TimeHasNoZone(PermanentError):
    """A date without a time zone, which is no moment."""


class MemberMalformed(PermanentError):
    """What is remembered of an article, under the key of another."""


class ProposalMalformed(PermanentError):
    """A proposal of a translation under another key than the id of its article."""
