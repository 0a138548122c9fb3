"""Captures to articles: pure functions, one parser per format."""

from babelwire_ingest.parsing.errors import NotAnArticle, UnreadableCapture
from babelwire_ingest.parsing.parser import parse

__all__ = ["NotAnArticle", "UnreadableCapture", "parse"]
