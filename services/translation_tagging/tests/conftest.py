"""What the tests of this service share: the real tagger, built once."""

import pytest

from babelwire_translation_tagging.app import build_tagger
from babelwire_translation_tagging.outlets.loading import load_registry
from babelwire_translation_tagging.tagger import Tagger


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return build_tagger(generation=1, registry=load_registry())
