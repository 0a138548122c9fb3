"""What one item's error in an answer of OpenSearch means for the record behind it."""

from typing import Final

from babelwire_indexing.errors import AliasMissing, DocumentRefused
from babelwire_messaging.errors import TransientError
from babelwire_opensearch.errors import NotFound, RequestRefused, failure

_SERVER_ERROR: Final = 500
_THE_DOCUMENT: Final = frozenset(
    {
        "array_index_out_of_bounds_exception",
        "class_cast_exception",
        "illegal_argument_exception",
        "index_out_of_bounds_exception",
        "mapper_parsing_exception",
        "null_pointer_exception",
        "number_format_exception",
        "string_index_out_of_bounds_exception",
    }
)
"""Errors that OpenSearch gives a document with status 500 though another one would not have met them."""


def document_failure(status: int, kind: str, reason: str) -> DocumentRefused | TransientError:
    """The error of an item that was neither written nor in conflict."""
    found = failure(status, kind, reason)
    if isinstance(found, NotFound):
        return AliasMissing(f"the alias is missing: {found}")
    if isinstance(found, RequestRefused) or (status == _SERVER_ERROR and kind in _THE_DOCUMENT):
        return DocumentRefused(str(found))
    return found
