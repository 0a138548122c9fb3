"""A model is known by its answers to eight texts."""

from pathlib import Path

import pytest
from libs.vectors.tests.conftest import HashEngine

from babelwire_vectors import opening
from babelwire_vectors.centring import load
from babelwire_vectors.errors import CentringIsUnfit, ServerLies
from babelwire_vectors.identity import PROBES, Watched, answers, is_same
from babelwire_vectors.ports import Engine, Kind
from babelwire_vectors.settings import VectorSettings

EACH_KIND = pytest.mark.parametrize("kind", list(Kind))


@EACH_KIND
@pytest.mark.parametrize("noise", [0, 1e-4, 1e-3, 5e-3])
def test_another_processor_is_the_same_model(centring_file: Path, noise: float, kind: Kind) -> None:
    known = load(centring_file).kinds[kind]
    assert is_same(answers(HashEngine(noise=noise))[kind], known.probes, known.common)


@EACH_KIND
def test_other_weights_are_another_model(centring_file: Path, kind: Kind) -> None:
    known = load(centring_file).kinds[kind]
    assert not is_same(answers(HashEngine("other"))[kind], known.probes, known.common)
    assert not is_same(answers(HashEngine(noise=0.2))[kind], known.probes, known.common)


def test_one_other_answer_makes_another_model(centring_file: Path) -> None:
    known = load(centring_file).kinds[Kind.PASSAGE]
    changed = known.probes.copy()
    changed[3] = known.probes[4]
    assert not is_same(changed, known.probes, known.common)


def test_vectors_of_another_length_are_of_another_model(centring_file: Path) -> None:
    known = load(centring_file).kinds[Kind.PASSAGE]
    assert not is_same(known.probes[:, :8], known.probes, known.common)


def test_an_embedder_has_the_name_of_the_fitting_centring(centring_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "open_engine", lambda _: HashEngine(noise=1e-3))
    embedder = opening.open_embedder(VectorSettings(centring=centring_file))
    assert embedder.model == load(centring_file).model
    assert embedder.query("a bridge", "en") is not None


def test_a_centring_of_another_model_is_refused(centring_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "open_engine", lambda _: HashEngine("other"))
    with pytest.raises(CentringIsUnfit, match="another model than that of the centring, hash-"):
        opening.open_embedder(VectorSettings(centring=centring_file))


def watched(centring_file: Path, engine: Engine) -> Watched:
    kinds = load(centring_file).kinds
    return Watched(
        engine,
        {kind: each.probes for kind, each in kinds.items()},
        {kind: each.common for kind, each in kinds.items()},
        lambda: ServerLies("another model than at the start"),
    )


@EACH_KIND
def test_a_probe_goes_with_each_request_and_is_not_among_the_answers(centring_file: Path, kind: Kind) -> None:
    engine = HashEngine()
    texts = [f"text {number}" for number in range(70)]
    given = watched(centring_file, engine).embed(texts, kind)
    assert [len(asked) for asked, _ in engine.asked] == [32, 32, 9]
    assert [asked[-1] for asked, _ in engine.asked] == list(PROBES[:3])
    assert given == pytest.approx(HashEngine().embed(texts, kind))


def test_a_model_that_changes_is_noticed_with_its_next_request(centring_file: Path) -> None:
    with pytest.raises(ServerLies, match="than at the start"):
        watched(centring_file, HashEngine("other")).embed(["a bridge"], Kind.QUERY)
