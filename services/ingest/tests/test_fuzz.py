"""A sample of `make fuzz`: some hundred broken texts for each parser, the same each time."""

import pytest

from .fuzz.running import Ran, case, run
from .fuzz.targets import Target, targets

CASES = {"feeds": 250, "html": 80, "page_text": 150}


@pytest.mark.parametrize("name", targets())
def test_no_broken_text_ends_but_as_it_may(name: str) -> None:
    ran = run(targets()[name], chance=7, cases=CASES.get(name, 400))
    assert ran.fault is None, f"case {ran.fault.number}: {ran.fault.what}; make fuzz keeps its text"
    assert ran.cases > ran.refused


def test_a_case_is_the_same_for_ever_and_others_are_others() -> None:
    feeds = targets()["feeds"]
    assert case(feeds, 1, 5) == case(feeds, 1, 5)
    assert len({case(feeds, 1, number) for number in range(50)} | {case(feeds, 2, 5)}) > 45


def run_on(work: object, **limits: int) -> Ran:
    target = Target("broken", work, (ValueError,), [b"seed"], [b"word"])  # type: ignore[arg-type]
    return run(target, chance=1, **limits)


def test_what_may_not_happen_is_found_with_its_case() -> None:
    def breaks(body: bytes) -> None:
        if len(body) > 40:
            raise KeyError("broken")
        raise ValueError

    ran = run_on(breaks, cases=1000)
    assert ran.fault is not None
    assert "KeyError" in ran.fault.what
    assert ran.refused == ran.fault.number == ran.cases - 1


def test_growth_is_found() -> None:
    kept = []
    ran = run_on(lambda _body: kept.append(bytearray(4 * 1024 * 1024)), cases=400)
    assert ran.fault is not None
    assert "grown" in ran.fault.what
