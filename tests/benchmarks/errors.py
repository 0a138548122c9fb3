"""Why a run gave no figures."""


class BenchmarkFailed(Exception):
    """The message is for whoever ran it."""


class Stalled(BenchmarkFailed):
    """No stage wrote anything for two minutes, and articles are missing."""


class ArticlesMissing(BenchmarkFailed):
    """Every capture has a receipt, and the index does not hold every article."""


class RefusedDocument(BenchmarkFailed):
    """OpenSearch refused a document that it had taken from indexing."""


class NeverFound(BenchmarkFailed):
    """Articles that were accepted cannot be found a minute after the last of them."""


class NotPermitted(BenchmarkFailed):
    """py-spy may not look into other processes here."""
