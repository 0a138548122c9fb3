"""Generated articles: the same for the same seed, in six languages, about 4 KB of JSON each.

How: `vocabulary/` holds 500 to 1,400 real words of each of English, Spanish, Russian, French, German and Arabic,
written for this project and ranked by how often its bundled samples use them. The first of a list are the words that
every text is made of; they are drawn by Zipf's law over their rank. Of the others an article picks its own subject,
some eighty words, and returns to them by Zipf's law too, with a share of the whole list in between; so two articles of
one language share about one pair of words in a hundred. Invented names and numbers stand among them. Words make
sentences of 6 to 28, sentences paragraphs of 2 to 5. Sizes scatter around 4 KB. One in 25 is a near-copy: an article
of before, at another publisher, under another headline, with a paragraph cut and every thirtieth word another one.
"""

import functools
import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import msgspec

LANGUAGES: Final = {"en": 30, "es": 20, "ru": 15, "fr": 13, "de": 12, "ar": 10}
"""Percent of the articles in each language."""

_VOCABULARY: Final = Path(__file__).with_name("vocabulary")
_COMMON_WORDS: Final = 50
_SUBJECT_WORDS: Final = 80
_SHARES: Final = (40, 34, 22, 4)
"""Percent of common words, of the subject's, of all the others, and of names and numbers."""
_MEAN_BYTES: Final = 3350
"""Of the body; URL, names, headline and lead make it up to 4 KB."""

_SCATTER_BYTES: Final = 650
_COPY_SHARE: Final = 0.04
_COPIED_FROM: Final = 400
_FIRST_DAY: Final = datetime(2025, 1, 1, tzinfo=UTC)

_SYLLABLES: Final = "ba bel cor dan el fer gar hal is jor kel lan mar nor ol per ros sal tam ul wen yar zan".split()
_OUTLETS: Final = "Courier Herald Post Tribune Observer Gazette Lantern Chronicle Dispatch Mirror".split()
_CATEGORIES: Final = "World Business Science Culture Sport Politics Technology Health".split()


@dataclass(frozen=True, slots=True)
class _Language:
    common: list[str]
    common_weights: list[float]
    others: list[str]
    others_weights: list[float]


def articles(count: int, seed: int) -> Iterator[dict[str, Any]]:
    """Fields of `POST /articles`, for `count` articles whose URLs and texts differ from those of any other seed."""
    chance = random.Random(seed)
    lately: list[dict[str, Any]] = []
    for number in range(count):
        if len(lately) == _COPIED_FROM and chance.random() < _COPY_SHARE:
            yield _copy(chance, chance.choice(lately), seed, number)
            continue
        article = _original(chance, seed, number)
        yield article
        lately.append(article)
        del lately[:-_COPIED_FROM]


def requests(count: int, seed: int, per_request: int) -> list[bytes]:
    """The same as bodies in NDJSON."""
    lines = (msgspec.json.encode(article) + b"\n" for article in articles(count, seed))
    return [b"".join(some) for some in iter(lambda: list(itertools.islice(lines, per_request)), [])]


def _original(chance: random.Random, seed: int, number: int) -> dict[str, Any]:
    (code,) = chance.choices(list(LANGUAGES), list(LANGUAGES.values()))
    words = _words(chance, _language(code))
    wanted = min(max(chance.gauss(_MEAN_BYTES, _SCATTER_BYTES), 1500), 6500)
    paragraphs: list[str] = []
    size = 0
    while size < wanted:
        paragraphs.append(" ".join(_sentence(chance, words) for _ in range(chance.randint(2, 5))))
        size += len(paragraphs[-1].encode())
    return {
        "title": _headline(chance, words),
        "lead": _sentence(chance, words),
        "body": "\n\n".join(paragraphs),
        "authors": [f"{_name(chance)} {_name(chance)}"],
        "categories": [chance.choice(_CATEGORIES)],
        **_whereabouts(chance, seed, number),
    }


def _copy(chance: random.Random, original: dict[str, Any], seed: int, number: int) -> dict[str, Any]:
    paragraphs = original["body"].split("\n\n")
    if len(paragraphs) > 2:  # a copy of a single paragraph would not be near
        del paragraphs[chance.randrange(1, len(paragraphs))]
    words = " ".join(paragraphs).split()
    body = "\n\n".join(
        " ".join(chance.choice(words) if chance.random() < 1 / 30 else word for word in text.split())
        for text in paragraphs
    )
    title = f"{_name(chance)}: {original['title']}"
    return {**original, "title": title, "body": f"{body}.", **_whereabouts(chance, seed, number)}


def _whereabouts(chance: random.Random, seed: int, number: int) -> dict[str, Any]:
    """Where and when an article was published, at one of some hundred outlets."""
    rank = min(int(chance.paretovariate(0.8)), 120)
    of_outlet = random.Random(rank)
    name = f"{_name(of_outlet)} {of_outlet.choice(_OUTLETS)}"
    domain = f"{name.lower().replace(' ', '-')}.example"
    at = _FIRST_DAY + timedelta(seconds=chance.randrange(300 * 86_400))
    return {
        "url": f"https://{domain}/{at:%Y/%m/%d}/{_name(chance).lower()}-{_name(chance).lower()}-{seed}{number:06d}",
        "publisher": {"name": name, "domain": domain},
        "published_at": at.isoformat(),
    }


def _words(chance: random.Random, language: _Language) -> Iterator[str]:
    """Endless words of one article."""
    subject = list(
        dict.fromkeys(chance.choices(language.others, cum_weights=language.others_weights, k=2 * _SUBJECT_WORDS))
    )
    subject = subject[:_SUBJECT_WORDS]
    own = [_name(chance) for _ in range(6)] + [str(chance.randrange(2, 3000)) for _ in range(3)]
    pools = [
        (language.common, language.common_weights),
        (subject, _cumulative(_zipf(len(subject)))),
        (language.others, language.others_weights),
        (own, _cumulative([1.0] * len(own))),
    ]
    while True:
        # Drawn by the hundred: one at a time takes four times as long.
        kinds = chance.choices(range(len(pools)), _SHARES, k=100)
        drawn = [
            iter(chance.choices(pool, cum_weights=by, k=kinds.count(kind))) for kind, (pool, by) in enumerate(pools)
        ]
        yield from (next(drawn[kind]) for kind in kinds)


def _sentence(chance: random.Random, words: Iterator[str]) -> str:
    some = list(itertools.islice(words, chance.randint(6, 28)))
    if len(some) > 12:  # a long sentence has a comma
        some[len(some) // 2] += ","
    return f"{some[0][:1].upper()}{some[0][1:]} {' '.join(some[1:])}."


def _headline(chance: random.Random, words: Iterator[str]) -> str:
    text = " ".join(itertools.islice(words, chance.randint(6, 11)))
    return text[:1].upper() + text[1:]


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 3))).capitalize()


@functools.cache
def _language(code: str) -> _Language:
    words = (_VOCABULARY / f"{code}.txt").read_text(encoding="utf-8").split()
    common, others = words[:_COMMON_WORDS], words[_COMMON_WORDS:]
    return _Language(common, _cumulative(_zipf(len(common))), others, _cumulative(_zipf(len(others), flat=60)))


def _zipf(count: int, flat: float = 2.7) -> list[float]:
    """Weights by rank, after Zipf and Mandelbrot."""
    return [1 / (rank + flat) for rank in range(count)]


def _cumulative(weights: list[float]) -> list[float]:
    return list(itertools.accumulate(weights))
