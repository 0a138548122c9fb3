"""What a vector is made from, and the vector: where an article lies by its meaning, whatever language it is in."""

from datetime import datetime
from typing import Annotated, Final

import msgspec

from babelwire_contracts.fingerprints import HexId
from babelwire_contracts.invariants import Invariants
from babelwire_contracts.message import Message

MAX_TEXT: Final = 1200
"""Characters of `text` at most: title, lead and the beginning of the body."""

EmbeddedText = Annotated[str, msgspec.Meta(max_length=MAX_TEXT)]
Vector = Annotated[bytes, msgspec.Meta(max_length=4096)]


class EmbeddingTask(Message, frozen=True, kw_only=True):
    """An article that is to be given a vector, with all that is handed on beside it.

    `text` is what the vector is made from, `text_hash` a digest of it: a vector belongs to the text, and whoever has
    one of that hash and of the same model need not make it again. `revision` and `content_hash` name the content that
    the text was taken from; of an article the higher revision counts. `language` is a BCP 47 tag, `und` where it is not
    known; `publisher` the registrable domain, else the name, of the site that shows the article. `invariants` are of
    the whole article, and by them translations are found.
    """

    article_id: HexId
    capture_id: HexId
    revision: str
    content_hash: HexId
    text_hash: HexId
    title: str
    text: EmbeddedText
    language: str
    publisher: str | None = None
    published_at: datetime | None = None
    captured_at: datetime
    invariants: Invariants = Invariants()


class EmbeddedArticle(EmbeddingTask, frozen=True, kw_only=True):
    """An article with its vector: signed 8-bit numbers (base64 in JSON), to be compared by their cosine.

    `model` names the model and how its answers are treated; vectors of two models are never compared. The vector is
    empty where the text has nothing in it that could be embedded.
    """

    model: str
    vector: Vector
