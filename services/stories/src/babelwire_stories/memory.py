"""All that is remembered: articles, their vectors by model, and how rare what they say is."""

from collections import deque
from dataclasses import dataclass
from typing import Final

import numpy as np

from babelwire_contracts.embeddings import EmbeddedArticle
from babelwire_contracts.sections import TextVersion
from babelwire_contracts.stories import StoryMember
from babelwire_stories.arriving import kept_of, member_of, vector_of, version_of
from babelwire_stories.cells import Cells, Near
from babelwire_stories.errors import VectorIsNoVector
from babelwire_stories.likeness import Compared
from babelwire_stories.rarity import Rarity
from babelwire_stories.rows import NEAREST, Floats, Kept, Rows, Slots, Vectors
from babelwire_stories.traits import SCHEME, Traits, traits_of

_PAST: Final = 7
"""Neighbours that may tell the same event."""


_NOTHING: Final = Traits(*(np.empty(0, np.uint32) for _ in Traits._fields))


@dataclass(slots=True)
class _Model:
    name: str
    dimensions: int
    cells: Cells


class Memory:
    """The articles that stories are made of. One that is *placed* can be found and compared."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forgets everything."""
        self.rows = Rows()
        self.rarity = Rarity()
        self._models: list[_Model] = []
        self._next_number = 0
        self._eldest_first: deque[int] = deque()
        self._expected: dict[str, TextVersion] = {}

    def __len__(self) -> int:
        return len(self.rows)

    def find(self, article_id: str) -> int | None:
        """The slot of an article, or None."""
        return self.rows.find(bytes.fromhex(article_id))

    def article_id(self, slot: int) -> str:
        """The id of an article."""
        return self.rows.kept(slot).article_id.hex()

    def expect(self, slot: int) -> None:
        """What is known of an article is being written, and will be read back."""
        self._expected[self.article_id(slot)] = self.version(slot)

    def came(self, article_id: str, version: TextVersion | None) -> bool:
        """Whether what was read of an article is news: nothing that was written here, nor older than that."""
        expected = self._expected.get(article_id)
        if expected is not None:
            if version == expected:
                del self._expected[article_id]
            return False
        slot = self.find(article_id)
        return version is not None if slot is None else version != self.version(slot)

    @property
    def is_ahead(self) -> bool:
        """Whether something is known here that was not read back."""
        return bool(self._expected)

    def enter(self, article: EmbeddedArticle) -> int:
        """Takes in an article that is not there, under the next number, and places it. Raises `VectorIsNoVector`."""
        kept, vector = self._read(article)
        slot = self.rows.add(kept, vector, self._next_number)
        self._next_number += 1
        self._eldest_first.append(slot)
        self.place(slot)
        return slot

    def revise(self, slot: int, article: EmbeddedArticle) -> None:
        """Takes over what came of an article that is there. Raises `VectorIsNoVector`."""
        kept, vector = self._read(article)
        self.displace(slot)
        self.rows.put(slot, kept, vector)
        self.place(slot)

    def recall(self, member: StoryMember) -> int:
        """Takes over how an article was remembered, by whoever wrote it; places nothing. Raises `VectorIsNoVector`."""
        vector = vector_of(member)
        traits = Traits(*(np.frombuffer(each, "<u4") for each in (member.names, member.numbers, member.years)))
        kept = kept_of(member, self._model_of(member, vector), traits, member.scheme)
        slot = self.rows.find(kept.article_id)
        if slot is None:
            slot = self.rows.add(kept, vector, member.number)
        else:
            self.displace(slot)
            self.rows.put(slot, kept, vector)
        self.rows.number[slot] = member.number
        self.rows.story[slot] = bytes.fromhex(member.story_id)
        self.rows.generation[slot], self.rows.n[slot] = member.version.generation, member.version.n
        self._next_number = max(self._next_number, member.number + 1)
        return slot

    def settled(self) -> None:
        """Ties what was recalled: those of one story, in the order of their numbers."""
        stories: dict[bytes, list[int]] = {}
        self._eldest_first = deque(self.rows.slots())
        for slot in self._eldest_first:
            stories.setdefault(self.rows.story[slot], []).append(slot)
        for story, slots in stories.items():
            self.rows.tie(slots, story)

    def unplaced(self) -> list[int]:
        """Those that were recalled and are not placed yet."""
        return [slot for slot in self._eldest_first if not self.rows.is_placed[slot]]

    def place(self, slot: int) -> None:
        """Lets an article be found and compared."""
        if self.rows.is_placed[slot]:
            return
        kept = self.rows.kept(slot)
        self.rows.is_placed[slot] = True
        self._models[kept.model].cells.add(slot)
        self.rarity.add(self._traits(kept))

    def displace(self, slot: int) -> None:
        """The opposite."""
        if not self.rows.is_placed[slot]:
            return
        kept = self.rows.kept(slot)
        self.rows.is_placed[slot] = False
        self._models[kept.model].cells.remove(slot)
        self.rarity.remove(self._traits(kept))

    def eldest(self) -> int:
        """The article that came longest ago."""
        return self._eldest_first[0]

    def forget(self, slot: int) -> None:
        """Removes an article."""
        rest = [each for each in self.rows.ring(slot) if each != slot]
        if rest:
            self.rows.tie(rest, self.rows.story[slot])
        self.displace(slot)
        self._eldest_first.remove(slot)
        self.rows.remove(slot)

    def drop(self, slot: int) -> None:
        """Removes an article whose story is to be settled."""
        self.displace(slot)
        self.rows.remove(slot)

    def nearest(self, slot: int, *, within: float, count: int) -> Near:
        """See `Cells.nearest`; of its own model."""
        return self._models[self.rows.kept(slot).model].cells.nearest(slot, within=within, count=count)

    def compared(self, slots: list[int], *, within: float) -> Compared:
        """Articles of one model, as they are compared; neighbours are those dated at most `within` seconds apart."""
        chosen: Slots = np.array(slots, dtype=np.int32)
        rows = self.rows
        return Compared(
            vectors=rows.unit(chosen),
            when=rows.when[chosen],
            dated=rows.dated[chosen],
            languages=rows.language[chosen],
            publishers=rows.publisher[chosen],
            crowding=self._crowding(chosen, within),
            traits=[self._traits(rows.kept(slot)) for slot in slots],
        )

    def member(self, slot: int) -> StoryMember:
        """An article, with the story that it is in."""
        model = self._models[self.rows.kept(slot).model]
        return member_of(self.rows, slot, model.name, model.dimensions)

    def version(self, slot: int) -> TextVersion:
        """The version of the section that names its story."""
        return version_of(self.rows, slot, self.rows.kept(slot))

    def note(self, slot: int, near: Near) -> None:
        """Keeps how near an article lies to its neighbours, and they to it."""
        rows = self.rows
        cosines = near.cosines[:NEAREST]
        rows.nearest[slot] = 0
        rows.nearest[slot, : len(cosines)] = cosines
        rows.knows_nearest[slot] = True
        known = rows.knows_nearest[near.slots]
        those = near.slots[known]
        farther = np.column_stack([rows.nearest[those], near.cosines[known].astype(np.float16)])
        rows.nearest[those] = -np.sort(-farther, axis=1)[:, :NEAREST]

    def _crowding(self, slots: Slots, within: float) -> Floats:
        """How near the neighbours of some articles are, those past the likeliest."""
        rows = self.rows
        for slot in slots[~rows.knows_nearest[slots]].tolist():
            cosines = self.nearest(slot, within=within, count=NEAREST).cosines
            rows.nearest[slot] = 0
            rows.nearest[slot, : len(cosines)] = cosines
            rows.knows_nearest[slot] = True
        crowding: Floats = rows.nearest[slots, _PAST:].mean(axis=1, dtype=np.float32)
        return crowding

    def _read(self, article: EmbeddedArticle) -> tuple[Kept, Vectors]:
        vector = vector_of(article)
        return kept_of(article, self._model_of(article, vector), traits_of(article.text)), vector

    def _model_of(self, article: EmbeddedArticle | StoryMember, vector: Vectors) -> int:
        for number, model in enumerate(self._models):
            if model.name == article.model:
                if model.dimensions != len(vector):
                    raise VectorIsNoVector(
                        f"the vector of {article.article_id} has {len(vector)} numbers, and those of {model.name} have "
                        f"{model.dimensions}"
                    )
                return number
        self._models.append(_Model(article.model, len(vector), Cells(self.rows)))
        return len(self._models) - 1

    def _traits(self, kept: Kept) -> Traits:
        return kept.traits if kept.scheme == SCHEME else _NOTHING
