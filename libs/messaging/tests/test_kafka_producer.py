"""What is laid over aiokafka's producer holds in the version that is installed."""

from aiokafka.codec import zstd_encode
from aiokafka.record.default_records import DefaultRecordBatchBuilder

import babelwire_messaging.kafka_producer  # noqa: F401 - it sets the level

_HEADER_BYTES = 61
_NONE, _ZSTD = 0, 4


def test_records_are_compressed_at_the_first_level() -> None:
    plain, packed = (records(compression) for compression in (_NONE, _ZSTD))
    assert zstd_encode(plain, 1) != zstd_encode(plain, 3)
    assert packed == zstd_encode(plain, 1)


def records(compression: int) -> bytes:
    """The records of a batch as they lie in it."""
    builder = DefaultRecordBatchBuilder(2, compression, False, -1, -1, -1, 1 << 20)
    for number in range(200):
        text = f"The ferry {number % 7} leaves the harbour of {number % 11} at {number % 24} o'clock. " * 9
        assert builder.append(number, 0, b"%d" % number, text.encode(), [("number", b"%d" % number)]) is not None
    return bytes(builder.build())[_HEADER_BYTES:]
