"""The articles of every scenario: the same each time, so that what they become can be compared.

`captured_at` is given with each, so capture ids and revisions are the same in every run too. One in twenty is an exact
copy of an earlier article at another address, one in twenty a near copy: decisions that depend on other articles.
"""

import random
from datetime import UTC, datetime, timedelta
from typing import Any, Final

WORDS: Final = (
    "harbour council bridge market river teacher winter engine letter garden museum station forest valley bakery "
    "island tunnel theatre ferry concert orchard lantern quarry cinema railway meadow printer compass window anchor "
    "report morning village people water street building school minister budget summer doctor evening machine paper"
).split()

_FIRST: Final = datetime(2026, 3, 1, tzinfo=UTC)
_COPIED_FROM: Final = 200


def make_articles(number: int, tag: str = "chaos", seed: int = 4) -> list[dict[str, Any]]:
    """Articles as `POST /articles` takes them, of about 2 KB, with `tag` in their addresses and words."""
    chance = random.Random(seed)
    made: list[dict[str, Any]] = []
    for index in range(number):
        captured = _FIRST + timedelta(seconds=index)
        title, body = _title_and_body(chance, made, index, tag)
        made.append(
            {
                "title": title,
                "body": body,
                "url": f"https://{tag}-{index % 7}.example/{index}",
                "published_at": (captured - timedelta(hours=1)).isoformat(),
                "captured_at": captured.isoformat(),
                "language": "en",
            }
        )
    return made


def _title_and_body(chance: random.Random, made: list[dict[str, Any]], index: int, tag: str) -> tuple[str, str]:
    kind = index % 20
    if kind in (7, 13):
        original = made[chance.randrange(max(0, index - _COPIED_FROM), index)]
        body: str = original["body"]
        if kind == 13:
            body = body.replace("\n\n", f"\n\nOur correspondent adds note {tag}{index}. ", 1)
        return f"Copy {index} of {tag}", body
    words = [
        f"{chance.choice(WORDS)}{tag}{index}x{step}" if step % 3 == 0 else chance.choice(WORDS) for step in range(210)
    ]
    paragraphs = [" ".join(words[start : start + 70]).capitalize() + "." for start in range(0, len(words), 70)]
    return f"Report {index} of {tag}", "\n\n".join(paragraphs)
