"""What every command has to import."""

import subprocess
import sys


def test_the_client_of_opensearch_is_imported_by_the_commands_that_need_it() -> None:
    """It takes a quarter of the time of a start."""
    program = "import sys, babelwire_console.__main__; print('opensearchpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
