"""What can be seen of a page at the door, so that nothing is taken that the parser is known to refuse."""

from babelwire_ingest.errors import Invalid, Malformed
from babelwire_ingest.parsing import charset
from babelwire_ingest.parsing.errors import BeyondBounds
from babelwire_ingest.parsing.web_page.document import check_bounds


def check_page(body: bytes, content_type: str) -> None:
    """Raise `Malformed` for a page without a character, and `Invalid` for one beyond the parser's bounds."""
    if not body.strip(b" \t\r\n\x00"):
        raise Malformed("the page is empty; send the document as the body")
    try:
        # Tags are ASCII in almost every charset, which spares finding out which it is.
        check_bounds(body.replace(b"\x00", b"").decode("latin-1"))
    except BeyondBounds:
        _check_decoded(body, content_type)


def _check_decoded(body: bytes, content_type: str) -> None:
    try:
        check_bounds(charset.decode(body, content_type).replace("\x00", ""))
    except BeyondBounds as error:
        raise Invalid(f"{error}; send the part of the page that is the article") from error
