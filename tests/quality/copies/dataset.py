"""The set: real texts, copies made of them, and families that only look alike, in two halves by family.

The second half is looked at once an idea is done. Some kinds of edit and of look-alikes stand in it alone, so that it
says how a rule fares on what nobody had in mind. What was added later is drawn apart, so that the texts that were there
stay as they are.
"""

import hashlib
import itertools
import random
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal, NamedTuple

from tests.quality.copies import (
    edits_editorial,
    edits_mechanical,
    edits_published,
    look_alikes_editorial,
    look_alikes_standing,
    look_alikes_templates,
    publishing,
)
from tests.quality.copies.kinds import Edit, LookAlikes, Text
from tests.quality.copies.originals import LEAST_CHARACTERS, Source, sources

FIRST_EDITS: Final[dict[str, Edit]] = edits_mechanical.EDITS | edits_editorial.EDITS
LATER_EDITS: Final[dict[str, Edit]] = edits_published.EDITS
EDITS: Final = FIRST_EDITS | LATER_EDITS
FIRST_LOOK_ALIKES: Final[dict[str, LookAlikes]] = look_alikes_templates.LOOK_ALIKES | look_alikes_editorial.LOOK_ALIKES
LATER_LOOK_ALIKES: Final[dict[str, LookAlikes]] = look_alikes_standing.LOOK_ALIKES
LOOK_ALIKES: Final = FIRST_LOOK_ALIKES | LATER_LOOK_ALIKES
IN_TWO_PAPERS: Final = "bulletin in two papers"

Half = Literal["tune", "held out"]

_PAIRED: Final = 0.35
_FAMILY_SIZES: Final = (2, 2, 2, 2, 3, 3, 3, 40)
_IN_TWO_PAPERS: Final = 1 / 6
_EACH_A_STORY_OF_ITS_OWN: Final = "two stories that share quotations"
"""The one kind that is no template."""
_CHANGES_FACTS: Final = "agency's update"
"""No edit for a bulletin: one with other numbers is another bulletin."""
_DIGESTS: Final = 24


class _Generation(NamedTuple):
    """Kinds of edit that came in together, and the share of originals that is copied by them.

    A pair is of two of them, or of one and an `earlier` one.
    """

    label: str
    copied: float
    kinds: Collection[str]
    earlier: Collection[str]


_FIRST: Final = _Generation("copy", 0.45, FIRST_EDITS.keys(), ())
_LATER: Final = _Generation("later", 0.3, LATER_EDITS.keys(), FIRST_EDITS.keys())


@dataclass(frozen=True, slots=True)
class Article:
    """One text of the set. Those of one `group` are copies of each other, no others are.

    `kind` is how it was made: `original`, the names of its edits joined by ` + `, the kind of its look-alikes, or
    `bulletin in two papers` for the copy of a look-alike, which has that look-alike's family and group.
    `family` is what it must not be parted from; `quotes` are groups of which it holds a part, so that neither a link to
    them nor the want of one is an error.
    """

    id: str
    text: Text
    group: str
    kind: str
    family: str
    half: Half
    publisher: str
    published_at: datetime
    quotes: tuple[str, ...] = ()

    @property
    def issue(self) -> publishing.Issue:
        return publishing.Issue(self.publisher, self.published_at)


def build(seed: int = 1) -> list[Article]:
    """The whole set, the same for the same seed. Raises FileNotFoundError where the shared data is not there."""
    originals = [_original(source, seed) for source in sources()]
    look_alikes = list(_look_alikes(seed))
    return [
        *originals,
        *_copies(originals, seed),
        *look_alikes,
        *_in_two_papers(look_alikes, seed),
        *_digests(originals, seed),
    ]


def held_out_kinds(*generations: Iterable[str]) -> set[str]:
    """The kinds that stand in the second half alone: two of each generation, the first and those that were added later.

    Chosen by nobody: those of the smallest hash among their own generation, so that an addition never changes which of
    the earlier kinds are held out.
    """
    return {kind for kinds in generations for kind in sorted(kinds, key=lambda kind: _hash(f"kind {kind}"))[:2]}


def half_of(family: str) -> Half:
    return "tune" if _hash(family)[0] % 2 else "held out"


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _original(source: Source, seed: int) -> Article:
    issue = publishing.of_original(source.id, source.family, seed)
    return Article(source.id, source.text, source.id, "original", source.family, half_of(source.family), *issue)


HELD_OUT_EDITS: Final = held_out_kinds(FIRST_EDITS, LATER_EDITS)
HELD_OUT_LOOK_ALIKES: Final = held_out_kinds(FIRST_LOOK_ALIKES, LATER_LOOK_ALIKES)


def _copies(originals: Sequence[Article], seed: int) -> Iterator[Article]:
    yield from _copied(originals, seed, _FIRST, random.Random(seed))
    yield from _copied(originals, seed, _LATER, random.Random(f"{seed} later copies"))


def _copied(
    originals: Sequence[Article], seed: int, generation: _Generation, chance: random.Random
) -> Iterator[Article]:
    """Copies by one edit or by two on end, every kind equally often."""
    turns = {half: itertools.cycle(_recipes(half, generation, chance)) for half in ("tune", "held out")}
    for original in originals:
        if chance.random() >= generation.copied or len(original.text.body) < 2 * LEAST_CHARACTERS:
            continue
        for number in range(1 + (chance.random() < _PAIRED)):
            recipe = next(turns[original.half])
            text = original.text
            for name in recipe:
                text = EDITS[name](text, random.Random(f"{seed} {original.id} {number} {name}"))
            id_, kind = f"{original.id}-{generation.label}{number}", " + ".join(recipe)
            issue = publishing.of_copy(original.issue, id_, seed)
            yield Article(id_, text, original.group, kind, original.family, original.half, *issue)


def _recipes(half: str, generation: _Generation, chance: random.Random) -> list[tuple[str, ...]]:
    """Each kind twice by itself, and as many pairs as there are kinds, each of one kind at least."""
    names = _allowed(half, generation.kinds)
    every = itertools.permutations([*_allowed(half, generation.earlier), *names], 2)
    pairs = chance.sample([pair for pair in every if not set(pair).isdisjoint(names)], len(names))
    recipes: list[tuple[str, ...]] = [*((name,) for name in names), *((name,) for name in names), *pairs]
    chance.shuffle(recipes)
    return recipes


def _allowed(half: str, kinds: Iterable[str]) -> list[str]:
    return [kind for kind in kinds if half == "held out" or kind not in HELD_OUT_EDITS]


def _look_alikes(seed: int) -> Iterator[Article]:
    for kind, make in LOOK_ALIKES.items():
        for number, size in enumerate(_FAMILY_SIZES):
            family = f"look-alikes {kind} {number}"
            half: Half = "held out" if kind in HELD_OUT_LOOK_ALIKES else half_of(family)
            texts = make(random.Random(f"{seed} {family}"), size)
            for at, (text, issue) in enumerate(zip(texts, publishing.of_family(family, size, seed), strict=True)):
                id_ = f"{kind}-{number}-{at}"
                yield Article(id_, text, id_, kind, family, half, *issue)


def _in_two_papers(look_alikes: Sequence[Article], seed: int) -> Iterator[Article]:
    """One in six bulletins as another paper prints it too, and one at least of each family of three or more."""
    for family, members in itertools.groupby(look_alikes, key=lambda one: one.family):
        chance = random.Random(f"{seed} in two papers {family}")
        bulletins = [one for one in members if one.kind != _EACH_A_STORY_OF_ITS_OWN]
        printed = [one for one in bulletins if chance.random() < _IN_TWO_PAPERS]
        if not printed and len(bulletins) > 2:
            printed = [chance.choice(bulletins)]
        for one in printed:
            edit = chance.choice([kind for kind in _allowed(one.half, FIRST_EDITS) if kind != _CHANGES_FACTS])
            id_ = f"{one.id}-elsewhere"
            text = EDITS[edit](one.text, random.Random(f"{seed} {id_}"))
            issue = publishing.of_copy(one.issue, id_, seed, elsewhere=True)
            yield Article(id_, text, one.group, IN_TWO_PAPERS, one.family, one.half, *issue)


def _digests(originals: Sequence[Article], seed: int) -> Iterator[Article]:
    """Overviews that quote the beginnings of two articles: they join neither to the other."""
    chance = random.Random(f"{seed} digests")
    english = [one for one in originals if one.text.language == "en"]
    for number in range(_DIGESTS):
        first = chance.choice(english)
        second = chance.choice([one for one in english if one.half == first.half and one.family != first.family])
        parts = [*first.text.paragraphs[:2], f"Also today: {second.text.title}", *second.text.paragraphs[:2]]
        text = Text(f"The morning in brief, number {number}", None, "\n\n".join(parts), "en")
        id_ = f"digest-{number}"
        issue = publishing.of_overview((first.issue, second.issue), id_, seed)
        yield Article(id_, text, id_, "digest", first.family, first.half, *issue, (first.group, second.group))
