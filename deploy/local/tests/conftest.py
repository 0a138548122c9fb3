"""A small program to plan with."""

from collections.abc import Callable

import pytest

from babelwire_stack.program import Program


@pytest.fixture
def a_program() -> Callable[..., Program]:
    """Makes programs that are never run."""

    def make(name: str, *ports: int, service: str | None = None) -> Program:
        return Program(
            name=name, service=service, command=["/bin/true"], environment={}, ports=list(ports), address="nowhere"
        )

    return make
