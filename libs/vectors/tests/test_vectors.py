import numpy as np
import pytest

from babelwire_vectors.errors import VectorIsNoVector
from babelwire_vectors.vectors import as_floats, as_vectors, check, cosine, unit


def test_a_vector_has_a_byte_for_each_number_and_its_largest_is_127() -> None:
    (vector,) = as_vectors(np.array([[0.5, -1.0, 0.25, 0]], np.float32))
    assert list(np.frombuffer(vector, np.int8)) == [64, -127, 32, 0]


def test_eight_bits_keep_the_cosine() -> None:
    floats = unit(np.random.default_rng(1).normal(size=(50, 384)).astype(np.float32))
    exact = floats @ floats.T
    bytewise = as_floats(as_vectors(floats))
    assert np.abs(bytewise @ bytewise.T - exact).max() < 0.005


def test_the_cosine_needs_no_scale() -> None:
    assert cosine(bytes([1, 2, 3]), bytes([10, 20, 30])) == pytest.approx(1)
    assert cosine(bytes([1, 0]), bytes([0, 9])) == 0
    assert cosine(bytes([100]), bytes([256 - 100])) == pytest.approx(-1)


def test_no_vectors_are_no_rows() -> None:
    assert as_floats([]).shape == (0, 0)


@pytest.mark.parametrize(("vector", "said"), [(b"\1\2", "of 2 numbers, where the model has 3"), (b"\0\0\0", "zeros")])
def test_what_is_no_vector_is_refused(vector: bytes, said: str) -> None:
    with pytest.raises(VectorIsNoVector, match=said):
        check(vector, 3)


def test_a_vector_is_given_back() -> None:
    assert check(b"\1\0\0", 3) == b"\1\0\0"
