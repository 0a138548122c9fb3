"""What is proposed of an article: that it is a translation of another one."""

from typing import Annotated

import msgspec

from babelwire_contracts.fingerprints import HexId
from babelwire_contracts.message import Message

Score = Annotated[float, msgspec.Meta(ge=0, le=1)]


class TranslationEvidence(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a proposal rests on: what kind it is of, and how far it goes.

    `kind` is `vector`, `numbers`, `names`, `paragraphs`, `quotes`, `media`, `alternate`, `source`, or `direction`
    (why it is this one that was translated); `value` says in words what was seen.
    """

    kind: str
    value: str


class TranslationProposal(Message, frozen=True, kw_only=True):
    """The article of this id is a translation of `of`, or both are of a third one that is not known.

    `score` is how likely that is, `rule` says in one line what decided. Of each article the last proposal counts; a
    tombstone withdraws it.
    """

    article_id: HexId
    of: HexId
    score: Score
    evidence: list[TranslationEvidence] = []
    rule: str

    def __post_init__(self) -> None:
        if self.of == self.article_id:
            raise ValueError(f"an article is no translation of itself: {self.of}")
