"""What can go wrong on the way into the index."""

from babelwire_messaging.errors import PermanentError, TransientError


class InvalidArticleId(PermanentError):
    """The article id cannot be a document id."""


class DocumentRefused(PermanentError):
    """The index refuses this document and always will."""


class StoredDocumentUnreadable(PermanentError):
    """What is in the index under the article's id is no document of ours."""


class VectorUnusable(PermanentError):
    """What came as a vector has not as many numbers as its model's have, or points nowhere."""


class VectorsImpossible(TransientError):
    """OpenSearch makes no index for vectors, most likely for want of its k-NN plugin; articles go on without."""


class AliasMissing(TransientError):
    """There is no alias to write through, and no index is made by accident."""


class ArticleContended(TransientError):
    """Other writers were always first; they made progress, so trying again later is safe."""


class IndexMismatch(Exception):
    """The index that is there is not one this release may write to; the message says what to do."""


class IndexOutdated(IndexMismatch):
    """It was made by a release before: a new one can be filled from it."""

    def __init__(self, message: str, index: str, documents: int) -> None:
        super().__init__(message)
        self.index = index
        self.documents = documents
