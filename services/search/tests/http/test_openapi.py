"""What the OpenAPI document says is what the API does, judged by Schemathesis on requests that it makes up."""

from typing import Any

import pytest
import schemathesis
from hypothesis import settings
from schemathesis.checks import not_a_server_error

from babelwire_search.app import build_app
from babelwire_search.settings import SearchSettings

pytestmark = pytest.mark.stack


@schemathesis.openapi.from_dict(build_app(SearchSettings()).openapi()).parametrize()
@settings.get_profile("requests")
def test_requests_are_answered_as_described(case: schemathesis.Case[Any], site: str) -> None:
    response = case.call(base_url=site, timeout=60)
    # The service of these tests has no Kafka, without which a journey is a documented 503.
    away = case.operation.path.endswith("/journey") and response.status_code == 503
    case.validate_response(response, excluded_checks=[not_a_server_error] if away else [])
