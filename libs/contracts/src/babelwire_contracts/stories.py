"""Stories: which articles tell one event, and what their writer has to remember to go on after a restart."""

from typing import Annotated

import msgspec

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.fingerprints import HexId
from babelwire_contracts.message import Message
from babelwire_contracts.sections import TextVersion

Count = Annotated[int, msgspec.Meta(ge=0)]


class StoryMember(Message, frozen=True, kw_only=True):
    """One article and the story that it is in: `story_id` is the id of the article that founded it.

    `number` counts the articles in the order in which the writer took them on. `version` is that of the section last
    published. `article` is what it was decided from, so that the topic alone is enough to go on.
    """

    article: EmbeddedArticle
    number: Count
    story_id: HexId
    version: TextVersion
