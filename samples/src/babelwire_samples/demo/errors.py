"""What keeps the demo from its end."""


class DemoFailed(Exception):
    """The message says what is wrong and what to do."""
