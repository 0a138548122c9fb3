"""Runs a program of a service for a command: the service knows how to do it, the console shows how far it is."""

import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from typing import Any

import msgspec

from babelwire_console.errors import CommandFailed
from babelwire_console.output import progress_bar
from babelwire_console.settings import Settings


async def service_program(settings: Settings, module: str, arguments: Sequence[str]) -> dict[str, Any]:
    """The last JSON object that `python -m MODULE` prints, one a line; those with a `step` are shown as they come.

    It finds OpenSearch and Kafka where the console does. Raises `CommandFailed` with what it prints as `error`, or with
    the last line that it complains in.
    """
    addresses = {
        "BABELWIRE_OPENSEARCH_URL": settings.opensearch.url,
        "BABELWIRE_KAFKA_BOOTSTRAP": settings.kafka.kafka_bootstrap,
    }
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", module, *arguments),
        env=os.environ | addresses,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    complaints = asyncio.create_task(process.stderr.read())
    result: dict[str, Any] = {}
    try:
        with progress_bar() as bar:
            async for line in process.stdout:
                result = msgspec.json.decode(line)
                if "step" in result:
                    bar(result["step"], result["read"], result["total"])
        await process.wait()
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
            await process.wait()
    if "error" in result:
        raise CommandFailed(result["error"])
    if process.returncode:
        last = (await complaints).decode("utf-8", "replace").strip().splitlines()[-1:]
        raise CommandFailed(f"{module} ended with code {process.returncode}: {' '.join(last)}")
    return result
