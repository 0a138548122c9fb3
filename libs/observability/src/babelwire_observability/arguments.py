"""The command line of a service: it takes no arguments, and `--help` names the environment variables that set it."""

import argparse
from collections.abc import Iterator, Sequence

from pydantic_settings import BaseSettings


def parse(program: str, does: str, settings: type[BaseSettings], arguments: Sequence[str] | None = None) -> None:
    """Prints help for `--help` (exit code 0) and refuses anything else that is given (exit code 2).

    `arguments` are those of the command line unless given.
    """
    variables = "\n".join(f"  {name:44} {default}".rstrip() for name, default in variables_of(settings))
    readme = f"What each does stands in the README of {program.replace('_', '-')}."
    parser = argparse.ArgumentParser(
        prog=f"python -m {program}",
        description=does,
        epilog=f"environment variables and their defaults:\n{variables}\n\n{readme}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.parse_args(arguments)


def variables_of(settings: type[BaseSettings]) -> Iterator[tuple[str, str]]:
    """The environment variables that settings are read from, each with its default as text, nested settings last."""
    prefix = settings.model_config.get("env_prefix", "")
    nested = []
    for name, field in settings.model_fields.items():
        kind = field.annotation
        if isinstance(kind, type) and issubclass(kind, BaseSettings):
            nested.append(kind)
        else:
            default = None if field.is_required() else field.get_default(call_default_factory=True)
            yield f"{prefix}{name}".upper(), "" if default is None else str(default)
    for kind in nested:
        yield from variables_of(kind)
