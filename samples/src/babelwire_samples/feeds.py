"""RSS and Atom documents of one outlet."""

from email.utils import format_datetime
from typing import Final

from markupsafe import Markup

from babelwire_samples.models import Form, Outlet
from babelwire_samples.moments import Moments
from babelwire_samples.tellings import Telling
from babelwire_samples.templating import environment

CONTENT_TYPES: Final = {Form.RSS: "application/rss+xml", Form.ATOM: "application/atom+xml"}


def feed_url(outlet: Outlet, form: Form) -> str:
    """Where the outlet serves its feed."""
    return f"https://{outlet.domain}/feeds/news.{form}"


def feed(form: Form, entries: list[Telling], moments: Moments) -> bytes:
    """One feed document, UTF-8, with its entries (at least one, all of one outlet) in the order given."""
    outlet = entries[0].outlet
    facts = []
    for telling in entries:
        published = moments.published(telling.article.published, outlet)
        content = Markup("").join(Markup("<p>{}</p>").format(text) for text in telling.paragraphs)
        facts.append((telling, published, format_datetime(published), str(content)))
    text = (
        environment()
        .get_template(f"{form}.xml.j2")
        .render(
            outlet=outlet,
            feed_url=feed_url(outlet, form),
            entries=facts,
            updated=max(published for _, published, _, _ in facts),
        )
    )
    return text.encode()
