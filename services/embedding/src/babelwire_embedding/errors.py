"""What embedding cannot handle."""

from babelwire_messaging.errors import PermanentError


class RevisionMalformed(PermanentError):
    """A revision that does not say when its capture was taken, and which it is."""


class TextKillsModel(PermanentError):
    """A text that ends the process of the model whenever it is given to it alone."""


class TextTakesTooLong(PermanentError):
    """A text that the model has not done with in its time."""
