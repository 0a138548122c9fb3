"""Records of one key among others."""

from aiokafka import TopicPartition

from babelwire_contracts.topics import ARTICLES_TAGGED
from babelwire_lineage import searching
from babelwire_messaging.reading import log_reader

from .pipeline import ARTICLE, Pipeline


async def test_a_key_is_found_and_the_first_that_is_meant() -> None:
    pipeline = Pipeline()
    at = [await pipeline.write(ARTICLES_TAGGED, ARTICLE, {"number": number}, number) for number in range(5)]
    partition = TopicPartition(at[0].topic, at[0].partition)
    async with log_reader(pipeline.kafka, pipeline.broker) as log:
        found = await searching.find(log, partition, (1, 5), ARTICLE.encode())
        assert [record.offset for record in found] == [1, 2, 3, 4]
        assert await searching.find(log, partition, (0, 5), b"other") == []
        meant = await searching.first(
            log, partition, (0, 5), ARTICLE.encode(), lambda fields: fields["capture-id"] == f"{3:032x}".encode()
        )
        assert meant is not None
        assert meant.offset == 3
        assert await searching.first(log, partition, (0, 5), ARTICLE.encode(), lambda _fields: False) is None
