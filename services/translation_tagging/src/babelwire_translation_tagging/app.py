"""Puts the translation tagging service together."""

from typing import Final

from starlette.applications import Starlette

from babelwire_contracts.topics import ARTICLES_DEDUPLICATED
from babelwire_messaging.clients import KAFKA, Clients
from babelwire_messaging.describing import describe
from babelwire_messaging.stage import Input, Stage
from babelwire_observability.http import operations_app
from babelwire_observability.supervision import Supervisor
from babelwire_translation_tagging.adapters.cld2 import Cld2Guesser
from babelwire_translation_tagging.adapters.eldc import EldcGuesser
from babelwire_translation_tagging.adapters.langid import LangidRanker
from babelwire_translation_tagging.handlers import ArticleHandler, DeduplicatedRecord
from babelwire_translation_tagging.language.article import ArticleLanguage
from babelwire_translation_tagging.outlets.http import outlet_routes
from babelwire_translation_tagging.outlets.loading import load_registry
from babelwire_translation_tagging.outlets.registry import OutletRegistry
from babelwire_translation_tagging.settings import TranslationTaggingSettings
from babelwire_translation_tagging.tagger import Tagger

SERVICE: Final = "translation_tagging"


def build_tagger(generation: int, registry: OutletRegistry) -> Tagger:
    """The tagger with its real detectors."""
    language = ArticleLanguage(wide=Cld2Guesser(), sharp=EldcGuesser(), ranker=LangidRanker())
    return Tagger(language=language, registry=registry, generation=generation)


def build_app(settings: TranslationTaggingSettings, clients: Clients = KAFKA) -> Starlette:
    """The ASGI app; it tags while its lifespan runs. Raises `OutletsRefused` for a wrong file of the operator's."""
    registry = load_registry(settings.outlets)
    handler = ArticleHandler(build_tagger(settings.generation, registry))
    supervisor = Supervisor(SERVICE)
    stage = Stage(
        service=SERVICE,
        inputs=[Input(ARTICLES_DEDUPLICATED, DeduplicatedRecord, handler.handle)],
        kafka=settings.kafka,
        supervisor=supervisor,
        clients=clients,
    )
    return operations_app(
        SERVICE,
        stage.running,
        readiness=[stage.not_ready],
        describe=lambda: describe(SERVICE, settings.kafka),
        supervisor=supervisor,
        routes=outlet_routes(registry),
    )
