"""Opens the embedder that the settings name."""

from babelwire_vectors.adapters.ctranslate2 import CTranslate2Engine
from babelwire_vectors.adapters.openai import OpenAiEngine
from babelwire_vectors.centring import Centring, load
from babelwire_vectors.embedding import CentredEmbedder
from babelwire_vectors.errors import CentringIsUnfit, ServerLies
from babelwire_vectors.identity import Watched, answers, is_same
from babelwire_vectors.ports import Embedder, Engine
from babelwire_vectors.settings import VectorSettings
from babelwire_vectors.weights.folder import folder


def open_engine(settings: VectorSettings) -> Engine:
    """The model alone, whatever it is. Raises `ModelIsMissing`."""
    if settings.engine == "openai":
        return OpenAiEngine(settings)
    return CTranslate2Engine(folder(settings.directory), settings.threads)


def model_of(settings: VectorSettings) -> str:
    """The model of the embedder that `open_embedder` gives, without opening it. Raises `CentringIsUnfit`."""
    return load(settings.centring).model


def open_embedder(settings: VectorSettings) -> Embedder:
    """The embedder, once it has given the answers by which its model is known.

    Raises `ModelIsMissing`, and `CentringIsUnfit` where the centring is of another model; of a server also
    `EmbedderIsAway`, `ServerRefuses` and `ServerLies`.
    """
    centring = load(settings.centring)
    engine = open_engine(settings)
    given = answers(engine)
    if not all(is_same(given[kind], each.probes, each.common) for kind, each in centring.kinds.items()):
        raise CentringIsUnfit(
            f"{_who(settings)} is another model than that of the centring, {centring.model}: "
            "make its own with python -m babelwire_vectors.centring, and name it with BABELWIRE_VECTORS_CENTRING"
        )
    return CentredEmbedder(_watched(engine, centring, settings) if settings.engine == "openai" else engine, centring)


def _watched(engine: Engine, centring: Centring, settings: VectorSettings) -> Engine:
    return Watched(
        engine,
        {kind: each.probes for kind, each in centring.kinds.items()},
        {kind: each.common for kind, each in centring.kinds.items()},
        lambda: ServerLies(f"{_who(settings)} is another model than at the start, which was {centring.model}"),
    )


def _who(settings: VectorSettings) -> str:
    return f"{settings.model} at {settings.url}" if settings.engine == "openai" else "the model in this process"
