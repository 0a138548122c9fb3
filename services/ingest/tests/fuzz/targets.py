"""What is fuzzed, by name: a function of bytes, with seeds and the words that its format is made of.

A parser registers itself with `target`; the modules that do are listed in `TARGETS_IN`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Final

SEEDS: Final = Path(__file__).parent / "seeds"
TARGETS_IN: Final = ("html", "page_text", "feeds", "dates", "addresses", "json_articles")


@dataclass(frozen=True, slots=True)
class Target:
    """One parser: `run` returns, or raises what the parser may raise of `expected`."""

    name: str
    run: Callable[[bytes], None]
    expected: tuple[type[Exception], ...]
    seeds: Sequence[bytes]
    words: Sequence[bytes]


_TARGETS: dict[str, Target] = {}


def target(
    name: str,
    *,
    expected: tuple[type[Exception], ...] = (),
    words: Sequence[str] = (),
    seeds: Sequence[bytes] = (),
) -> Callable[[Callable[[bytes], None]], Callable[[bytes], None]]:
    """Registers a function under a name; its seeds are the files of `seeds/NAME`, and those that are given."""

    def registered(run: Callable[[bytes], None]) -> Callable[[bytes], None]:
        files = sorted((SEEDS / name).glob("*")) if (SEEDS / name).is_dir() else []
        bodies = [*(file.read_bytes() for file in files), *seeds]
        _TARGETS[name] = Target(name, run, expected, bodies, [word.encode() for word in words])
        return run

    return registered


def targets() -> dict[str, Target]:
    """Every target by its name."""
    package = __name__.rpartition(".")[0]
    for module in TARGETS_IN:
        import_module(f"{package}.{module}")
    return dict(_TARGETS)
