"""A small program to plan with."""

from typing import Protocol

import pytest

from babelwire_stack.program import Program


class MakeProgram(Protocol):
    """A program of a name, on ports."""

    def __call__(self, name: str, *ports: int, service: str | None = ...) -> Program: ...


@pytest.fixture
def a_program() -> MakeProgram:
    """Makes programs that are never run."""

    def make(name: str, *ports: int, service: str | None = None) -> Program:
        return Program(
            name=name, service=service, command=["/bin/true"], environment={}, ports=list(ports), address="nowhere"
        )

    return make
