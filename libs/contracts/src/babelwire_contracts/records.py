"""Article records: content with a set of sections that grows from stage to stage, or sections alone.

A record may carry any set of sections. One without content amends an article that went through before, or waits for one
that is to come.
"""

import msgspec

from babelwire_contracts.content import Content
from babelwire_contracts.message import Message
from babelwire_contracts.sections import DuplicateSection, StorySection, TagsSection, TranslationSection
from babelwire_contracts.stories import Joined


class IngestedArticle(Message, frozen=True, kw_only=True, tag_field="record", tag="article"):
    """A parsed article, from one capture."""

    article_id: str
    capture_id: str
    content: Content


class DeduplicatedArticle(Message, frozen=True, kw_only=True, tag_field="record", tag="article"):
    """A parsed article with the duplicate decision."""

    article_id: str
    capture_id: str
    content: Content
    duplicate: DuplicateSection
    story: StorySection | msgspec.UnsetType = msgspec.UNSET


class TaggedArticle(Message, frozen=True, kw_only=True, tag_field="record", tag="article"):
    """An article as it is joined to its document: content, and whatever sections there are. Stages write them all."""

    article_id: str
    capture_id: str
    content: Content
    duplicate: DuplicateSection | msgspec.UnsetType = msgspec.UNSET
    tags: TagsSection | msgspec.UnsetType = msgspec.UNSET
    story: StorySection | msgspec.UnsetType = msgspec.UNSET
    translations: dict[str, TranslationSection] | msgspec.UnsetType = msgspec.UNSET


class Amendment(Message, frozen=True, kw_only=True, tag_field="record", tag="amendment"):
    """Sections made, or made anew, after their article went by; `capture_id` is the one they were made for.

    `joined` says, beside `story`, why an article that came is in it; it is left out where the article is alone, or
    where another that came has changed its story.
    """

    article_id: str
    capture_id: str
    duplicate: DuplicateSection | msgspec.UnsetType = msgspec.UNSET
    tags: TagsSection | msgspec.UnsetType = msgspec.UNSET
    story: StorySection | msgspec.UnsetType = msgspec.UNSET
    translations: dict[str, TranslationSection] | msgspec.UnsetType = msgspec.UNSET
    joined: Joined | msgspec.UnsetType = msgspec.UNSET
    schema_version: int = 2


class DuplicateAmendment(Message, frozen=True, kw_only=True, tag_field="record", tag="duplicate-amendment"):
    """What version 1 wrote for an `Amendment` of the duplicate decision."""

    article_id: str
    capture_id: str
    duplicate: DuplicateSection


class TagsAmendment(Message, frozen=True, kw_only=True, tag_field="record", tag="tags-amendment"):
    """What version 1 had for an `Amendment` of the tags."""

    article_id: str
    capture_id: str
    tags: TagsSection


AnyAmendment = Amendment | DuplicateAmendment | TagsAmendment


class DeduplicatedPassThrough(Message, frozen=True, kw_only=True, tag_field="record", tag="article"):
    """`DeduplicatedArticle` for a writer that hands `content` on as the bytes it read."""

    article_id: str
    capture_id: str
    content: msgspec.Raw
    duplicate: DuplicateSection


class TaggedPassThrough(Message, frozen=True, kw_only=True, tag_field="record", tag="article"):
    """`TaggedArticle` for a writer that hands all but its own section on as the bytes it read."""

    article_id: str
    capture_id: str
    content: msgspec.Raw
    duplicate: msgspec.Raw
    tags: TagsSection
    story: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
