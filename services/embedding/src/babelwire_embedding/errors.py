"""What embedding cannot handle, and why gaps cannot be looked for."""

from babelwire_messaging.errors import PermanentError


class RevisionMalformed(PermanentError):
    """A revision that does not say when its capture was taken, and which it is."""


class TextKillsModel(PermanentError):
    """A text that ends the process of the model whenever it is given to it alone."""


class TextTakesTooLong(PermanentError):
    """A text that the model has not done with in its time."""


class CannotReembed(Exception):
    """Nothing can be looked for, or written: the message says why, and what to do."""


class DocumentUnreadable(CannotReembed):
    """What is in the index under an article's id is no document of ours."""
