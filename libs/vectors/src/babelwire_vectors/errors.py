"""What may go wrong: not now, or never like this."""


class EmbedderIsAway(Exception):
    """The embedder is away, slow or overloaded; the same texts may be embedded later."""


class EmbedderIsUnfit(Exception):
    """The embedder cannot be used until somebody mends something: what, the message says."""


class ModelIsMissing(EmbedderIsUnfit):
    """The weights, or the packages that run them, are not on this machine."""


class WeightsAreOfAnotherFormat(EmbedderIsUnfit):
    """A file of weights is not what the conversion can read."""


class CentringIsUnfit(EmbedderIsUnfit):
    """A file of a centring cannot be read, or was made with another model."""


class ServerLies(EmbedderIsUnfit):
    """A server's answer is none: a wrong count, a wrong length, not a number, or another model than at the start."""


class ServerRefuses(EmbedderIsUnfit):
    """A server does not take the request, however often it is sent: no such model, no access, a bad address."""


class VectorIsNoVector(ValueError):
    """Bytes that are no vector: of another length, or all zeros."""
