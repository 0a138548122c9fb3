import pytest

from babelwire_indexing.adapters.classification import failure
from babelwire_indexing.errors import AliasMissing, DocumentRefused, IndexOverloaded, IndexUnavailable


@pytest.mark.parametrize(
    ("status", "kind", "reason", "error"),
    [
        (400, "mapper_parsing_exception", "failed to parse", DocumentRefused),
        (400, "strict_dynamic_mapping_exception", "not allowed", DocumentRefused),
        (400, "illegal_argument_exception", "Document contains at least one immense term", DocumentRefused),
        (400, "illegal_argument_exception", "no write index is defined for alias [articles]", IndexUnavailable),
        (400, "index_closed_exception", "closed", IndexUnavailable),
        (403, "cluster_block_exception", "index [articles-v1] blocked", IndexUnavailable),
        (403, "security_exception", "no permissions", IndexUnavailable),
        (404, "index_not_found_exception", "no such index", AliasMissing),
        (429, "rejected_execution_exception", "rejected", IndexOverloaded),
        (429, "circuit_breaking_exception", "data too large", IndexOverloaded),
        (500, "null_pointer_exception", "", DocumentRefused),
        (500, "already_closed_exception", "engine is closed", IndexUnavailable),
        (503, "unavailable_shards_exception", "primary shard is not active", IndexUnavailable),
    ],
)
def test_only_the_documents_own_fault_is_permanent(status: int, kind: str, reason: str, error: type) -> None:
    assert type(failure(status, kind, reason)) is error
