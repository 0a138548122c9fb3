import pytest

from babelwire_indexing.adapters.classification import document_failure
from babelwire_indexing.errors import AliasMissing, DocumentRefused
from babelwire_opensearch.errors import OpenSearchOverloaded, OpenSearchUnavailable


@pytest.mark.parametrize(
    ("status", "kind", "reason", "error"),
    [
        (400, "mapper_parsing_exception", "failed to parse", DocumentRefused),
        (400, "strict_dynamic_mapping_exception", "not allowed", DocumentRefused),
        (400, "illegal_argument_exception", "Document contains at least one immense term", DocumentRefused),
        (400, "illegal_argument_exception", "no write index is defined for alias [articles]", OpenSearchUnavailable),
        (400, "index_closed_exception", "closed", OpenSearchUnavailable),
        (403, "cluster_block_exception", "index [articles-v1] blocked", OpenSearchUnavailable),
        (403, "security_exception", "no permissions", OpenSearchUnavailable),
        (404, "index_not_found_exception", "no such index", AliasMissing),
        (429, "rejected_execution_exception", "rejected", OpenSearchOverloaded),
        (429, "circuit_breaking_exception", "data too large", OpenSearchOverloaded),
        (500, "null_pointer_exception", "", DocumentRefused),
        (500, "already_closed_exception", "engine is closed", OpenSearchUnavailable),
        (503, "unavailable_shards_exception", "primary shard is not active", OpenSearchUnavailable),
    ],
)
def test_only_the_documents_own_fault_is_permanent(status: int, kind: str, reason: str, error: type) -> None:
    assert type(document_failure(status, kind, reason)) is error
