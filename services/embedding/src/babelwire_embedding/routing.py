"""The handler of `articles.tagged`: each article becomes a task in the lane that it belongs to."""

from collections.abc import Sequence

from babelwire_embedding.tasks import TaggedRecord, TaggedView, task_of
from babelwire_messaging.handling import Answer, BatchHandler, Publish, Record
from babelwire_messaging.slow.lanes import Lanes


def send_to_lanes(lanes: Lanes) -> BatchHandler[TaggedRecord]:
    """A task for each article. An amendment is answered with nothing: it changes neither a text nor its language."""

    async def handle(records: Sequence[Record[TaggedRecord]]) -> Sequence[Answer]:
        return [_task(record, record.value) if isinstance(record.value, TaggedView) else [] for record in records]

    def _task(record: Record[TaggedRecord], article: TaggedView) -> Answer:
        task = task_of(article)
        return [Publish(lanes.lane_for(record, task.captured_at), task.article_id, task, task.capture_id)]

    return handle
