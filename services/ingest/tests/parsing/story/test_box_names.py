import pytest
from lxml import html

from babelwire_ingest.parsing.web_page.story.box_names import Apart, apart, holds_others


@pytest.mark.parametrize(
    ("element", "said"),
    [
        ('<div class="story-body">', Apart.NO),
        ('<div class="newsletter-box">', Apart.SURELY),
        ('<div id="comments">', Apart.SURELY),
        ('<div class="js-shareBar">', Apart.LIKELY),
        ('<div class="article_read-more">', Apart.LIKELY),
        ('<div class="content has-sidebar comments-open">', Apart.NO),
        ('<div class="hJpAdRRP">', Apart.NO),
        ('<p class="paywall">', Apart.NO),
        ('<div class="paywall">', Apart.LIKELY),
        ('<div class="elementor-widget">', Apart.NO),
        ('<div class="js-cut-related-to-size">', Apart.NO),
        ("<div>", Apart.NO),
    ],
)
def test_names_say_what_a_box_is_not_what_it_has(element: str, said: Apart) -> None:
    box = html.fragment_fromstring(element)
    assert apart(box.tag, box.get("class"), box.get("id")) is said


@pytest.mark.parametrize(
    ("element", "others"),
    [
        ('<div class="related-stories">', True),
        ('<div class="teaser">', True),
        ('<ul id="comments">', True),
        ('<div class="entry-meta">', False),
        ('<div class="byline">', False),
        ('<div class="author-bio">', False),
        ('<div class="has-sidebar">', False),
    ],
)
def test_a_box_about_the_article_holds_nothing_of_others(element: str, others: bool) -> None:
    assert holds_others(html.fragment_fromstring(element)) is others
