"""What deduplication cannot handle."""

from babelwire_messaging.errors import PermanentError, TransientError


class ArticleIdMalformed(PermanentError):
    """An article or capture id that is not 32 hex digits; no identity rule of ours makes such an id."""


class ContentMalformed(PermanentError):
    """A content section without the fields that deduplication compares."""


class FingerprintMalformed(PermanentError):
    """A fingerprint that no instance can have made; remembering it would spoil the decisions of others."""


class TextAway(TransientError):
    """The text of an article that is remembered cannot be read now; what needs it waits."""


class CorrectionMalformed(PermanentError):
    """A correction under another key than its two ids; a later one of its articles would not replace it."""


class ProposalMalformed(PermanentError):
    """A proposal under another key than the id of its article; a later one of that article would not replace it."""


class TextMalformed(PermanentError):
    """A packed text that is no zstd frame of UTF-8."""
