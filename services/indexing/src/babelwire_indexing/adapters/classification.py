"""What one item's error in an answer of OpenSearch means for the record behind it."""

from typing import Final

from babelwire_indexing.errors import AliasMissing, DocumentRefused, IndexOverloaded, IndexUnavailable

_BAD_REQUEST: Final = 400
_NOT_FOUND: Final = 404
_TOO_MANY: Final = 429
_SERVER_ERROR: Final = 500

_NOT_THE_DOCUMENT: Final = frozenset({"index_closed_exception", "no_such_remote_cluster_exception"})
"""Errors that OpenSearch gives with status 400 though any document would have met them."""

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
"""Errors that OpenSearch gives with status 500 though another document would not have met them."""


def failure(status: int, kind: str, reason: str) -> DocumentRefused | AliasMissing | IndexUnavailable:
    """The error of an item that was neither written nor in conflict.

    What is not known to be the document's own fault is taken for a passing one: waiting loses nothing, and the
    service says that it waits.
    """
    told = f"{status} {kind}: {reason}"
    if status == _NOT_FOUND and kind == "index_not_found_exception":
        return AliasMissing(f"the alias is missing: {told}")
    if status == _BAD_REQUEST and kind not in _NOT_THE_DOCUMENT and not reason.startswith("no write index"):
        return DocumentRefused(told)
    if status == _SERVER_ERROR and kind in _THE_DOCUMENT:
        return DocumentRefused(told)
    return IndexOverloaded(told) if status == _TOO_MANY else IndexUnavailable(told)
