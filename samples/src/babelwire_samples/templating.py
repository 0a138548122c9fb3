"""The Jinja environment of all templates."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape


@cache
def environment() -> Environment:
    """Escapes in pages and feeds, not in plain text; an unknown name in a template is an error."""
    return Environment(
        loader=PackageLoader("babelwire_samples", "data/templates"),
        autoescape=select_autoescape(("html.j2", "xml.j2")),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
