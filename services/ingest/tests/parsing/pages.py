"""Pages of invented outlets, to say only what a case is about: its head and what stands around the text."""

STORY = (
    "The ferry between the two towns sailed again on Monday after nine days in which nobody could cross the strait.",
    "Its crew had asked for a new engine, and the company answered with a new coat of paint, which did not help much.",
    "On the first crossing there were forty passengers, three goats and the mayor, who paid for his own ticket.",
    "The mediator will come on Thursday, weather allowing, and stay until the two sides have signed an agreement.",
)


def page(head: str = "", above: str = "", below: str = "", after: str = "") -> str:
    """A page: `above` and `below` stand inside its article, around the text; `after` outside of it."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8">{head}</head><body>'
        f"<main><article>{above}<div class='text'>{text}</div>{below}</article></main>{after}</body></html>"
    )


def ld(properties: str) -> str:
    """JSON-LD of a news article with these properties."""
    return (
        '<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle", '
        + properties
        + "}</script>"
    )


def og(**values: str) -> str:
    """Open Graph metas: `title="x"` is `og:title`."""
    return "".join(f'<meta property="og:{name}" content="{value}">' for name, value in values.items())
