"""`make fuzz`: broken texts for each parser, the same for one `--chance`, until one ends as none may."""

import argparse
import sys
from pathlib import Path
from typing import Final

from .running import run
from .targets import targets

_CASES: Final = 1_000_000
_SECONDS: Final = 600.0
_FOUND: Final = Path("build") / "fuzz"


def main() -> int:
    known = targets()
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(known)}; all unless named")
    parser.add_argument("--cases", type=int, default=_CASES, help="of each target at most (1,000,000)")
    parser.add_argument("--seconds", type=float, default=_SECONDS, help="for each target at most (600)")
    parser.add_argument("--chance", type=int, default=1, help="the seed of chance (1)")
    given = parser.parse_args()
    if unknown := sorted(set(given.targets) - known.keys()):
        parser.error(f"no target is called {', '.join(unknown)}; there are {', '.join(known)}")
    failed = False
    for name in given.targets or known:
        ran = run(known[name], chance=given.chance, cases=given.cases, seconds=given.seconds)
        print(
            f"{name:12} {ran.cases:9,} cases, {ran.refused:,} refused; slowest {ran.slowest:.2f} s, "
            f"grown by {ran.grown / 1024 / 1024:.0f} MiB"
        )
        if ran.fault is not None:
            failed = True
            _FOUND.mkdir(parents=True, exist_ok=True)
            kept = _FOUND / f"{name}-{given.chance}-{ran.fault.number}"
            kept.write_bytes(ran.fault.body)
            print(f"{name:12} case {ran.fault.number}: {ran.fault.what}; kept as {kept}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
