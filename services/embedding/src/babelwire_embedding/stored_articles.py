"""An article as its document in the index has it: all that its task is made of."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from babelwire_embedding.errors import DocumentUnreadable
from babelwire_embedding.tasks import ArticleContent, TaggedView, ToldOrigin

_KEPT_APART: Final = "content_hash"
"""The one field of a content section that a document has beside what it shows: in `sections.content`."""

_NOT_THERE: Final = "clues"
"""What no document has: an article from the index does not say what its page named as its source."""

_CONTENT: Final = frozenset(ArticleContent.__struct_fields__) - {_KEPT_APART, _NOT_THERE, "schema_version"}
_TAGS: Final = frozenset(ToldOrigin.__struct_fields__) - {"schema_version"}

FIELDS: Final = (*sorted({"article_id", "capture_id"} | _CONTENT | _TAGS), f"sections.content.{_KEPT_APART}")
"""The fields of a document that are needed here."""


def article_of(source: Mapping[str, Any]) -> TaggedView:
    """What embedding reads of an article, from its document. Raises `DocumentUnreadable`."""
    # A document leaves out what is empty.
    content = {"title": "", "body": ""} | {name: source[name] for name in _CONTENT if name in source}
    tags = {name: source[name] for name in _TAGS if name in source}
    told: dict[str, Any] = {"record": "article"} | {name: source.get(name) for name in ("article_id", "capture_id")}
    try:
        content[_KEPT_APART] = source["sections"]["content"][_KEPT_APART]
        return msgspec.convert(told | {"content": content} | ({"tags": tags} if "language" in tags else {}), TaggedView)
    except (KeyError, TypeError, msgspec.ValidationError) as error:
        name = source.get("article_id")
        raise DocumentUnreadable(f"the document of {name} is none: {error!r}; delete it, or write it anew") from error
