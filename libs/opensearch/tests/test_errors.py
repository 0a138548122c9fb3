import pytest

from babelwire_messaging.errors import TransientError
from babelwire_opensearch.errors import NotFound, OpenSearchOverloaded, OpenSearchUnavailable, RequestRefused, failure


@pytest.mark.parametrize(
    ("status", "kind", "reason", "error"),
    [
        (400, "parsing_exception", "unknown query", RequestRefused),
        (400, "illegal_argument_exception", "no write index is defined for alias [articles]", OpenSearchUnavailable),
        (400, "index_closed_exception", "closed", OpenSearchUnavailable),
        (401, "security_exception", "", OpenSearchUnavailable),
        (403, "cluster_block_exception", "index [articles-v1] blocked", OpenSearchUnavailable),
        (404, "index_not_found_exception", "no such index", NotFound),
        (405, "", "", RequestRefused),
        (408, "", "", OpenSearchUnavailable),
        (413, "", "", RequestRefused),
        (429, "rejected_execution_exception", "rejected", OpenSearchOverloaded),
        (429, "circuit_breaking_exception", "data too large", OpenSearchOverloaded),
        (500, "search_phase_execution_exception", "", OpenSearchUnavailable),
        (503, "no_shard_available_action_exception", "", OpenSearchUnavailable),
    ],
)
def test_what_may_pass_is_told_from_what_will_not(status: int, kind: str, reason: str, error: type) -> None:
    found = failure(status, kind, reason)
    assert type(found) is error
    assert isinstance(found, TransientError | RequestRefused)
    assert f"{status} {kind}: {reason}" in str(found)
