"""One article beside another: what their texts share, and what deduplication decided on the two."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from enum import StrEnum
from typing import Any, Final

import msgspec

from babelwire_comparison.alignment import align
from babelwire_contracts.document import BRIEF_FIELDS
from babelwire_search.errors import ArticleNotFound, InvalidParameter
from babelwire_search.ports import ArticleIndex
from babelwire_search.results import documents

_ALIGNING: Final = ThreadPoolExecutor(1, "align")
"""One at a time: the longest texts take most of a second of processor and 64 MB."""


class Relation(StrEnum):
    """Which of two articles copies which, as deduplication decided."""

    ONE_COPIES_OTHER = "one_copies_other"
    OTHER_COPIES_ONE = "other_copies_one"
    BOTH_COPY_A_THIRD = "both_copy_a_third"
    ONE_GROUP = "one_group"
    NONE = "none"


async def compare(index: ArticleIndex, one_id: str, other_id: str) -> dict[str, Any]:
    """Both articles in brief, with the text that is compared, how they are related, and the alignment of their texts.

    Raises `InvalidParameter` where the two are one, `ArticleNotFound` where one is not there.
    """
    if one_id == other_id:
        raise InvalidParameter("other", "is the article itself, which has nothing to be compared with")
    found = await documents(index, [one_id, other_id])
    for article_id in (one_id, other_id):
        if article_id not in found:
            raise ArticleNotFound(f"there is no article {article_id}")
    one, other = (_side(found[article_id][0]) for article_id in (one_id, other_id))
    loop = asyncio.get_running_loop()
    alignment = await loop.run_in_executor(_ALIGNING, align, one["text"], other["text"])
    return {
        "one": one,
        "other": other,
        "relation": _relation(one, other, in_one_group=found[one_id][1] == found[other_id][1]),
        "alignment": msgspec.to_builtins(alignment),
    }


def _side(article: dict[str, Any]) -> dict[str, Any]:
    text = "\n\n".join(part for part in (article["lead"], article["body"]) if part)
    return {name: article[name] for name in BRIEF_FIELDS} | {"text": text}


def _relation(one: dict[str, Any], other: dict[str, Any], *, in_one_group: bool) -> Relation:
    of_one, of_other = one["duplicate"]["of"], other["duplicate"]["of"]
    if of_one == other["article_id"]:
        return Relation.ONE_COPIES_OTHER
    if of_other == one["article_id"]:
        return Relation.OTHER_COPIES_ONE
    if of_one and of_one == of_other:
        return Relation.BOTH_COPY_A_THIRD
    return Relation.ONE_GROUP if in_one_group else Relation.NONE
