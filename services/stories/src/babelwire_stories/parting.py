"""Which story each part of what was looked at is: ids stay with founders."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from babelwire_stories.rows import Rows


class Part(NamedTuple):
    """Articles that tell one event, and the id of their story."""

    slots: list[int]
    story: bytes


def named(rows: Rows, parts: Sequence[Sequence[int]], rest: Mapping[bytes, Sequence[int]]) -> list[Part]:
    """Names parts that articles of some stories fall into.

    A story goes on in the part that its founder is in; one whose founder is not among those parted, in that of its
    eldest. What is left of it (`rest`) goes along. Of several stories that go on in one part the eldest's id stays; a
    part in which none goes on is a new story, founded by its eldest article.
    """
    where = {slot: number for number, part in enumerate(parts) for slot in part}
    stories: dict[bytes, list[int]] = {}
    for slot in sorted(where, key=rows.number.__getitem__):
        stories.setdefault(rows.story[slot], []).append(slot)
    going_on: dict[int, list[bytes]] = {}
    full = [list(part) for part in parts]
    for story, slots in stories.items():
        founder = rows.find(story)
        seat = where[founder if founder in where else slots[0]]
        going_on.setdefault(seat, []).append(story)
        full[seat] += rest.get(story, ())
    found = []
    for number, part in enumerate(full):
        part.sort(key=rows.number.__getitem__)
        ids = going_on.get(number)
        story = min(ids, key=lambda each: _age(rows, each, part)) if ids else rows.kept(part[0]).article_id
        found.append(Part(part, story))
    return found


def _age(rows: Rows, story: bytes, part: Sequence[int]) -> int:
    """The number of a story's eldest article."""
    return min(int(rows.number[slot]) for slot in part if rows.story[slot] == story)
