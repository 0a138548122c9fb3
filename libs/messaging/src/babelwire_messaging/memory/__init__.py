"""A broker in memory, with clients that have aiokafka's interface as far as this project uses it: for tests.

`MemoryKafka` is a `Clients`. It has partitions, offsets, append times by a clock of its own, what groups have committed
and retention, and can be away. What it has in common with the real broker stands in `tests/test_clients.py`, which runs
on both. A group has one member, which has all partitions; there are no transactions and no more than one replica.
"""

from babelwire_messaging.memory.broker import MemoryKafka

__all__ = ["MemoryKafka"]
