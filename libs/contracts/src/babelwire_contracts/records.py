"""Article records: whole, gaining a section at each stage, or an amendment of one section."""

import msgspec

from babelwire_contracts.content import Content
from babelwire_contracts.message import Message
from babelwire_contracts.sections import DuplicateSection, TagsSection


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


class TaggedArticle(Message, frozen=True, kw_only=True, tag_field="record", tag="article"):
    """A whole article: content, duplicate decision, tags."""

    article_id: str
    capture_id: str
    content: Content
    duplicate: DuplicateSection
    tags: TagsSection


class DuplicateAmendment(Message, frozen=True, kw_only=True, tag_field="record", tag="duplicate-amendment"):
    """A later duplicate decision for an article that went through already; `capture_id` is the one it was made from."""

    article_id: str
    capture_id: str
    duplicate: DuplicateSection


class TagsAmendment(Message, frozen=True, kw_only=True, tag_field="record", tag="tags-amendment"):
    """Later tags for an article that went through already, such as a translation."""

    article_id: str
    capture_id: str
    tags: TagsSection


class DeduplicatedPassThrough(Message, frozen=True, kw_only=True, tag_field="record", tag="article"):
    """`DeduplicatedArticle` for a writer that hands `content` on as the bytes it read."""

    article_id: str
    capture_id: str
    content: msgspec.Raw
    duplicate: DuplicateSection


class TaggedPassThrough(Message, frozen=True, kw_only=True, tag_field="record", tag="article"):
    """`TaggedArticle` for a writer that hands `content` and `duplicate` on as the bytes it read."""

    article_id: str
    capture_id: str
    content: msgspec.Raw
    duplicate: msgspec.Raw
    tags: TagsSection
