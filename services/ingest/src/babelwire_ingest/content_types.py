"""Content types as clients declare them, and what a capture may be."""

from dataclasses import dataclass
from email.message import Message
from typing import Final

from babelwire_contracts.captures import ATOM, HTML, PLAIN_TEXT, RSS
from babelwire_ingest.errors import Flaw, Malformed, UnsupportedMedia
from babelwire_ingest.parsing import charset

XHTML: Final = "application/xhtml+xml"
PAGE_TYPES: Final = (HTML, XHTML, PLAIN_TEXT)
FEED_TYPES: Final = (RSS, ATOM, "application/rdf+xml", "application/xml", "text/xml")
JSON_TYPES: Final = ("application/json",)
NDJSON_TYPES: Final = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines")


@dataclass(frozen=True, slots=True)
class ContentType:
    """A media type in lower case, and the charset parameter as given."""

    media_type: str
    charset: str | None

    def __str__(self) -> str:
        return f"{self.media_type}; charset={self.charset}" if self.charset else self.media_type


def read_content_type(header: str | None, taken: tuple[str, ...]) -> ContentType:
    """A `Content-Type` header as one of the media types taken. Raises `UnsupportedMedia`."""
    message = Message()
    message["Content-Type"] = header or ""
    media_type = message.get_content_type() if header else ""
    if media_type not in taken:
        detail = f"Content-Type is {media_type or 'missing'}; send one of {', '.join(taken)}"
        raise UnsupportedMedia(detail, Flaw(detail, header="Content-Type"))
    label = message.get_param("charset")
    return ContentType(media_type, label.strip().lower() if isinstance(label, str) and label.strip() else None)


def check_charset(body: bytes, content_type: ContentType) -> None:
    """Checks that a body has the charset its sender declares; where none is declared, the parser finds out.

    Raises `UnsupportedMedia` for a charset nobody knows and `Malformed` for bytes that are not in it; strays are
    forgiven, as real pages have them.
    """
    if content_type.charset is None:
        return
    try:
        encoding = charset.codec_of(content_type.charset)
    except LookupError:
        detail = f"charset {content_type.charset!r} is not known; name the right one or leave it out"
        raise UnsupportedMedia(detail, Flaw(detail, header="Content-Type")) from None
    if (wrong := charset.misfit(body, encoding)) is not None:
        detail = f"the body is not {content_type.charset} at byte {wrong}; name the right charset or leave it out"
        raise Malformed(detail, Flaw(detail, header="Content-Type"))
