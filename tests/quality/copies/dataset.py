"""The set: real texts, copies made of them, and families that only look alike, in two halves by family.

The second half is looked at once an idea is done. Two kinds of edit and two of look-alikes stand in it alone, so that
it says how a rule fares on what nobody had in mind.
"""

import gzip
import hashlib
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import msgspec
from tests.quality.copies import edits_editorial, edits_mechanical, look_alikes_editorial, look_alikes_templates
from tests.quality.copies.kinds import Edit, LookAlikes, Text

DATA: Final = Path(__file__).parents[4] / "shared" / "data"

EDITS: Final[dict[str, Edit]] = edits_mechanical.EDITS | edits_editorial.EDITS
LOOK_ALIKES: Final[dict[str, LookAlikes]] = look_alikes_templates.LOOK_ALIKES | look_alikes_editorial.LOOK_ALIKES

Half = Literal["tune", "held out"]

_LANGUAGES: Final = frozenset({"eng", "spa", "rus", "arb", "heb", "hin", "tha", "jpn", "kor", "ell", "zho-CN", "kat"})
"""Of NTREX, in ten scripts and two more."""
_COPIED: Final = 0.45
_PAIRED: Final = 0.35
_FAMILY_SIZES: Final = (2, 2, 2, 2, 3, 3, 3, 40)
_DIGESTS: Final = 24
_LEAST_CHARACTERS: Final = 250


@dataclass(frozen=True, slots=True)
class Article:
    """One text of the set. Those of one `group` are copies of each other, no others are.

    `kind` is how it was made: `original`, the names of its edits joined by ` + `, or the kind of its look-alikes.
    `family` is what it must not be parted from; `quotes` are groups of which it holds a part, so that neither a link to
    them nor the want of one is an error.
    """

    id: str
    text: Text
    group: str
    kind: str
    family: str
    half: Half
    quotes: tuple[str, ...] = ()


def build(seed: int = 1) -> list[Article]:
    """The whole set, the same for the same seed. Raises FileNotFoundError where the shared data is not there."""
    originals = [*_ntrex(), *_ecb(), *_extraction()]
    return [*originals, *_copies(originals, seed), *_look_alikes(seed), *_digests(originals, seed)]


def held_out_kinds(kinds: Sequence[str]) -> set[str]:
    """The two kinds that stand in the second half alone, chosen by nobody: those of the smallest hash."""
    return set(sorted(kinds, key=lambda kind: _hash(f"kind {kind}"))[:2])


def half_of(family: str) -> Half:
    return "tune" if _hash(family)[0] % 2 else "held out"


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def _original(id_: str, text: Text, family: str) -> Article:
    return Article(id_, text, id_, "original", family, half_of(family))


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rb") as file:
        yield from map(msgspec.json.decode, file)


def _ntrex() -> Iterator[Article]:
    """One document in several languages is no copy of itself: a translation is another kind of duplicate.

    Of several translations into one language, the first: nobody could say whether two of them are copies.
    """
    there = set()
    for row in _lines(DATA / "languages" / "ntrex.jsonl.gz"):
        body = "\n\n".join(part for part in row["body"].split("\n") if part.strip())
        known = row["story"], row["language"]
        if row["language"] in _LANGUAGES and len(body) >= _LEAST_CHARACTERS and known not in there:
            there.add(known)
            yield _original(row["id"], Text(row["title"], None, body, row["language"]), f"ntrex {row['story']}")


def _ecb() -> Iterator[Article]:
    for row in _lines(DATA / "stories" / "ecbplus.jsonl.gz"):
        title, *sentences = row["sentences"]
        if sentences:
            yield _original(row["id"], Text(title, None, _paragraphs(sentences), "en"), f"ecb {row['story']}")


def _paragraphs(sentences: Sequence[str]) -> str:
    return "\n\n".join(" ".join(sentences[at : at + 3]) for at in range(0, len(sentences), 3))


def _extraction() -> Iterator[Article]:
    pages: dict[str, Any] = msgspec.json.decode((DATA / "extraction" / "ground-truth.json").read_bytes())
    for id_, page in pages.items():
        body = "\n\n".join(line.strip() for line in page["articleBody"].split("\n") if line.strip())
        if len(body) >= _LEAST_CHARACTERS:
            title, _, rest = body.partition("\n\n")
            yield _original(f"page-{id_}", Text(title[:200], None, rest or body, "und"), f"page {id_}")


def _copies(originals: Sequence[Article], seed: int) -> Iterator[Article]:
    """Copies by one edit or by two on end, every kind equally often."""
    held_out = held_out_kinds(list(EDITS))
    chance = random.Random(seed)
    turns = {half: itertools.cycle(_recipes(half, held_out, chance)) for half in ("tune", "held out")}
    for original in originals:
        if chance.random() >= _COPIED or len(original.text.body) < 2 * _LEAST_CHARACTERS:
            continue
        for number in range(1 + (chance.random() < _PAIRED)):
            recipe = next(turns[original.half])
            text = original.text
            for name in recipe:
                text = EDITS[name](text, random.Random(f"{seed} {original.id} {number} {name}"))
            kind = " + ".join(recipe)
            yield Article(f"{original.id}-copy{number}", text, original.group, kind, original.family, original.half)


def _recipes(half: str, held_out: set[str], chance: random.Random) -> list[tuple[str, ...]]:
    names = [name for name in EDITS if half == "held out" or name not in held_out]
    pairs = chance.sample(list(itertools.permutations(names, 2)), len(names))
    recipes: list[tuple[str, ...]] = [*((name,) for name in names), *((name,) for name in names), *pairs]
    chance.shuffle(recipes)
    return recipes


def _look_alikes(seed: int) -> Iterator[Article]:
    held_out = held_out_kinds(list(LOOK_ALIKES))
    for kind, make in LOOK_ALIKES.items():
        for number, size in enumerate(_FAMILY_SIZES):
            family = f"look-alikes {kind} {number}"
            half: Half = "held out" if kind in held_out else half_of(family)
            for at, text in enumerate(make(random.Random(f"{seed} {family}"), size)):
                id_ = f"{kind}-{number}-{at}"
                yield Article(id_, text, id_, kind, family, half)


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
        yield Article(id_, text, id_, "digest", first.family, first.half, (first.group, second.group))
