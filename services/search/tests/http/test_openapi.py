"""What the OpenAPI document says is what the API does, judged by Schemathesis on requests that it makes up."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from babelwire_search.app import build_app
from babelwire_search.settings import SearchSettings

pytestmark = pytest.mark.stack


@schemathesis.openapi.from_dict(build_app(SearchSettings()).openapi()).parametrize()
@settings(
    max_examples=30,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_requests_are_answered_as_described(case: schemathesis.Case, site: str) -> None:
    case.call_and_validate(base_url=site)
