"""What a request can come to, apart from an answer."""


class Unanswerable(Exception):
    """A request that stays unanswerable however often it is sent; the message says what to mend."""


class InvalidParameter(Unanswerable):
    """A parameter whose value cannot be read."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(message)
        self.parameter = parameter


class InvalidCursor(Unanswerable):
    """A cursor that this service did not write, or wrote for another search."""


class ArticleNotFound(Unanswerable):
    """No article has this id."""


class StoryMoved(Exception):
    """What was asked for as a story is an article of another one."""

    def __init__(self, story_id: str) -> None:
        super().__init__(story_id)
        self.story_id = story_id


class TopicsUnavailable(Exception):
    """Kafka is away; the same request may be answered later."""


class IndexUnavailable(Exception):
    """OpenSearch, or the alias, is away; the same request may be answered later."""


class MeaningUnavailable(Exception):
    """Nothing can be looked for by its meaning now: words answer, and a note says why, as this does."""
