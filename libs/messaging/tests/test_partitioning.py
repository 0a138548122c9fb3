"""Every key keeps its partition."""

import pytest
from aiokafka.partitioner import murmur2
from hypothesis import given
from hypothesis.strategies import binary, integers

from babelwire_messaging.partitioning import partition_of


@given(binary(max_size=200), integers(1, 50))
def test_a_key_stands_where_any_other_client_puts_it(key: bytes, partitions: int) -> None:
    assert partition_of(key, partitions) == (murmur2(key) & 0x7FFFFFFF) % partitions


@pytest.mark.parametrize(("key", "partition"), [(b"", 3), (b"https://paper.example/1", 2), (b"d" * 32, 4)])
def test_a_partition_once_given_is_never_changed(key: bytes, partition: int) -> None:
    assert partition_of(key, 6) == partition
