"""The two families of failure that every service tells apart."""


class PermanentError(Exception):
    """This record is bad and will be bad tomorrow: it goes to the dead-letter topic, alone."""


class TransientError(Exception):
    """Not now: something outside is away, busy or refusing. The batch is tried again for as long as it takes."""
