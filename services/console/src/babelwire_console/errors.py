"""What a command tells its user instead of a traceback."""


class CommandFailed(Exception):
    """Says what went wrong and what to do; the command ends with exit code 1."""
