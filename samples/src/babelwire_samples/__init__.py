"""Invented news, rendered as the captures of one evening."""

from babelwire_samples.manifest import Kind, RenderedFile, RenderedSamples, SampleCapture
from babelwire_samples.rendering import render

__all__ = ["Kind", "RenderedFile", "RenderedSamples", "SampleCapture", "render"]
