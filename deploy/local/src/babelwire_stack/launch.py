"""Run by the supervisor as a script, with nothing but the standard library: becomes the program described in a file.

It leaves a taken port alone (OpenSearch would move on to the next without a word) and asks the kernel, where that is
Linux, to stop the program when the supervisor dies, so that nothing is left behind to hold the ports.
"""

import ctypes
import json
import os
import signal
import socket
import sys

PR_SET_PDEATHSIG = 1


def main() -> None:
    with open(sys.argv[1], "rb") as file:  # noqa: PTH123  # pathlib takes longer to import than all of this
        program = json.load(file)
    for port in program["ports"]:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError as error:
                sys.exit(f"{program['name']}: port {port} cannot be bound ({error.strerror}); trying again later")
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    os.execve(program["command"][0], program["command"], program["environment"])  # noqa: S606


main()
