"""Pictures, videos, recordings and embedded posts of a page."""

from datetime import UTC, date, datetime

import pytest

from babelwire_contracts.content import Embed, LiveEntry

from .conftest import Parse
from .news_pages import news_page, story

URL = "https://strait.example/ferry"
LARGE = "https://strait.example/large.jpg"


@pytest.mark.parametrize(
    ("picture", "width"),
    [
        ('<img src="data:image/gif;base64,R0" data-src="/large.jpg">', None),
        ('<img src="/blank.gif" data-src="/large.jpg">', None),
        ('<img src="/placeholder.png" data-lazy-src="/large.jpg" width="800" height="600">', 800),
        ('<img data-srcset="/small.jpg 320w, /large.jpg 1280w">', 1280),
        ('<img src="/small.jpg" srcset="/small.jpg 1x, /large.jpg 2x">', None),
        ('<picture><source srcset="/a.webp 100w, /large.jpg 1280w"><img src="/small.jpg"></picture>', 1280),
        ('<noscript><img src="/large.jpg" width="800"></noscript>', 800),
        ('<noscript>&lt;img src="/large.jpg" width="800"&gt;</noscript>', 800),
        ('<amp-img src="/large.jpg" width="800" height="600"></amp-img>', 800),
        ('<img src="/small.jpg" data-srcset="/w_320,h_200/small.jpg 320w,/large.jpg 640w">', 640),
    ],
)
def test_the_largest_form_of_a_picture(parsed: Parse, picture: str, width: int | None) -> None:
    images = parsed(news_page(f"<figure>{picture}</figure>"), url=URL).content.images
    assert [(image.url, image.width) for image in images] == [(LARGE, width)]


def test_a_picture_in_the_text_without_a_figure(parsed: Parse) -> None:
    images = parsed(news_page(inside='<p><img src="/large.jpg" width="800" height="600"></p>'), url=URL).content.images
    assert [(image.url, image.width, image.height) for image in images] == [(LARGE, 800, 600)]


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="/count.gif" width="1" height="1">',
        '<img src="/pixel?id=7" style="width:1px;height:1px">',
        '<img src="/site-logo.png" width="300">',
        '<img class="avatar" src="/jane.jpg" width="96" height="96">',
        '<img src="/icons/share.png" width="32" height="32">',
        '<aside><figure><img src="/goats.jpg"><figcaption>Goats at sea</figcaption></figure></aside>',
        '<div class="related"><a href="/goats"><img src="/goats.jpg" width="400"></a></div>',
        '<a href="/goats"><figure><img src="/goats.jpg"><figcaption>Goats at sea</figcaption></figure></a>',
    ],
)
def test_what_is_no_picture_of_the_article(parsed: Parse, picture: str) -> None:
    assert parsed(news_page(inside=picture), url=URL).content.images == []


def test_the_main_picture_comes_first_with_its_size(parsed: Parse) -> None:
    head = (
        '<meta property="og:image" content="/large.jpg?w=1200"><meta property="og:image:width" content="1200">'
        '<meta property="og:image:height" content="630">'
    )
    figures = (
        '<figure><img src="/other.jpg"></figure><figure><img src="/large.jpg"><figcaption>At dawn</figcaption></figure>'
    )
    images = parsed(news_page(figures, head=head), url=URL).content.images
    assert [(image.url, image.caption) for image in images] == [
        (LARGE + "?w=1200", "At dawn"),
        ("https://strait.example/other.jpg", None),
    ]
    assert (images[0].width, images[0].height) == (1200, 630)


def test_a_json_ld_picture_has_its_size_and_caption(parsed: Parse) -> None:
    head = """<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Ferry sails again", "image":
    {"@type": "ImageObject", "url": "/large.jpg", "width": "1200", "height": 630, "caption": "At dawn",
    "creditText": "Ole Lund"}}</script>"""
    image = parsed(news_page(head=head), url=URL).content.images[0]
    assert (image.url, image.width, image.height, image.caption) == (LARGE, 1200, 630, "At dawn")
    assert image.credit == "Ole Lund"


@pytest.mark.parametrize("image", ["/logo.png", "/images/default-share.jpg", "/favicon.ico"])
def test_a_site_s_sign_is_no_main_picture(parsed: Parse, image: str) -> None:
    assert parsed(news_page(head=f'<meta property="og:image" content="{image}">'), url=URL).content.images == []


def test_recordings_are_data(parsed: Parse) -> None:
    head = """<script type="application/ld+json">{"@type": "AudioObject", "name": "On the ferry", "duration": "PT2M",
    "uploadDate": "2024-03-12", "contentUrl": "/a.mp3"}</script>"""
    inside = (
        '<audio controls><source src="/b.mp3"></audio><iframe src="https://w.soundcloud.com/player/?url=x"></iframe>'
    )
    audio = parsed(news_page(inside=inside, head=head), url=URL).content.audio
    assert [(one.title, one.date, one.duration_seconds, one.url) for one in audio] == [
        ("On the ferry", date(2024, 3, 12), 120, "https://strait.example/a.mp3"),
        (None, None, None, "https://w.soundcloud.com/player/?url=x"),
        (None, None, None, "https://strait.example/b.mp3"),
    ]


@pytest.mark.parametrize(
    "widget",
    [
        '<div class="audio-player"><p>Listen to this article, read by a machine, in three minutes.</p>'
        '<audio src="/b.mp3"></audio></div>',
        '<div class="listen-widget"><p>Listen to this article, read by a machine, in three minutes.</p></div>',
        '<div id="readspeaker_button1" class="rs_skip"><p>Listen to it, read by a machine, in two minutes.</p></div>',
    ],
)
def test_a_listen_widget_is_no_text(parsed: Parse, widget: str) -> None:
    assert parsed(news_page(inside=widget), url=URL).content.body.split("\n\n") == list(story())


POST = "https://x.com/ida/status/17"
WORDS = "They sail at last, and nobody on the pier believed that it would ever come to this in our time."
EMBEDS = [
    (
        f'<blockquote class="twitter-tweet"><p lang="en">{WORDS}</p>&mdash; Ida Vik (@ida) <a href="{POST}?ref=x">'
        "March 9, 2024</a></blockquote><script async src='https://platform.twitter.com/widgets.js'></script>",
        Embed(service="x.com", url=POST + "?ref=x", author="Ida Vik (@ida)", text=WORDS),
    ),
    (
        '<blockquote class="instagram-media" data-instgrm-permalink="https://www.instagram.com/p/AbC/"><div><a href='
        f'"https://www.instagram.com/p/AbC/">{WORDS}</a></div><p><a href="https://www.instagram.com/p/AbC/">A post '
        "shared by Ida Vik (@ida)</a></p></blockquote>",
        Embed(service="instagram.com", url="https://www.instagram.com/p/AbC/", author="Ida Vik (@ida)", text=WORDS),
    ),
    (
        '<blockquote class="tiktok-embed" cite="https://www.tiktok.com/@ida/video/7"><section><a href="https://www.tiktok.com'
        f'/@ida">@ida</a><p>{WORDS}</p></section></blockquote>',
        Embed(service="tiktok.com", url="https://www.tiktok.com/@ida/video/7", author="@ida", text=WORDS),
    ),
    (
        '<div class="fb-post" data-href="https://www.facebook.com/ida/posts/7"><blockquote cite="https://www.facebook.com/ida'
        f'/posts/7"><p>{WORDS}</p>Posted by <a href="#">Ida Vik</a></blockquote></div>',
        Embed(service="facebook.com", url="https://www.facebook.com/ida/posts/7", author="Ida Vik", text=WORDS),
    ),
    (
        '<blockquote class="bluesky-embed" data-bluesky-uri="at://did:plc:x/app.bsky.feed.post/3k"><p lang="en">'
        f'{WORDS}</p>&mdash; Ida Vik (<a href="https://bsky.app/profile/did:plc:x">@ida.bsky.social</a>) <a href='
        '"https://bsky.app/profile/did:plc:x/post/3k">9 March 2024 at 08:14</a></blockquote>',
        Embed(
            service="bsky.app",
            url="https://bsky.app/profile/did:plc:x/post/3k",
            author="Ida Vik (@ida.bsky.social)",
            text=WORDS,
        ),
    ),
    (
        f'<blockquote class="reddit-embed-bq"><a href="https://www.reddit.com/r/ferry/comments/7/x/">{WORDS}</a><br> by'
        '<a href="https://www.reddit.com/user/ida/">u/ida</a> in'
        '<a href="https://www.reddit.com/r/ferry/">ferry</a></blockquote>',
        Embed(service="reddit.com", url="https://www.reddit.com/r/ferry/comments/7/x/", author="u/ida", text=WORDS),
    ),
    (
        '<script async src="https://telegram.org/js/telegram-widget.js?22" data-telegram-post="ferry/17"></script>',
        Embed(service="t.me", url="https://t.me/ferry/17"),
    ),
    (
        '<iframe src="https://t.me/ferry/17?embed=1"></iframe>',
        Embed(service="t.me", url="https://t.me/ferry/17"),
    ),
    (
        '<iframe src="https://www.facebook.com/plugins/post.php?href='
        'https%3A%2F%2Fwww.facebook.com%2Fida%2Fposts%2F7"></iframe>',
        Embed(service="facebook.com", url="https://www.facebook.com/ida/posts/7"),
    ),
    (
        '<iframe src="https://www.instagram.com/p/AbC/embed/captioned/"></iframe>',
        Embed(service="instagram.com", url="https://www.instagram.com/p/AbC/"),
    ),
    (
        '<amp-twitter data-tweetid="17" width="375" height="472"></amp-twitter>',
        Embed(service="x.com", url="https://x.com/i/status/17"),
    ),
    (
        f'<blockquote class="twitter-tweet"><p>{WORDS}</p>&mdash; A Visitor (@visitor) '
        '<a href="https://social.strait.example/1">June 1, 2024</a></blockquote>',
        Embed(
            service="strait.example", url="https://social.strait.example/1", author="A Visitor (@visitor)", text=WORDS
        ),
    ),
]


@pytest.mark.parametrize(("markup", "embed"), EMBEDS)
def test_an_embedded_post_is_data_and_no_text(parsed: Parse, markup: str, embed: Embed) -> None:
    content = parsed(news_page(inside=markup), url=URL).content
    assert content.embeds == [embed]
    assert content.body.split("\n\n") == list(story())
    assert content.published_at is None


def test_a_quotation_is_text(parsed: Parse) -> None:
    quote = "<blockquote><p>We sail when the weather lets us, and not a day before, said the captain.</p></blockquote>"
    content = parsed(news_page(inside=quote), url=URL).content
    assert content.embeds == []
    assert "said the captain" in content.body


LIVE = """<script type="application/ld+json">{"@type": "LiveBlogPosting", "headline": "Ferry sails again",
"liveBlogUpdate": [
{"@type": "BlogPosting", "headline": "The goats are aboard", "datePublished": "2024-03-12T09:10:00Z",
"articleBody": "%s"},
{"@type": "BlogPosting", "headline": "The mayor pays", "datePublished": "2024-03-12T08:05:00Z",
"articleBody": "%s"}]}</script>"""


def test_entries_of_a_live_blog_are_placed_in_the_body(parsed: Parse) -> None:
    _, second, third = story()
    content = parsed(news_page(head=LIVE % (second, third)), url=URL).content
    assert content.body.split("\n\n") == list(story())
    assert content.live_entries == [
        LiveEntry(paragraph=1, title="The goats are aboard", published_at=datetime(2024, 3, 12, 9, 10, tzinfo=UTC)),
        LiveEntry(paragraph=2, title="The mayor pays", published_at=datetime(2024, 3, 12, 8, 5, tzinfo=UTC)),
    ]


def test_marked_entries_of_a_live_blog(parsed: Parse) -> None:
    _, second, third = story()
    inside = "".join(
        f'<div class="live-blog-entry" itemprop="liveBlogUpdate" itemscope itemtype="https://schema.org/BlogPosting">'
        f'<time itemprop="datePublished" datetime="2024-03-12T0{hour}:00:00Z">0{hour}:00</time>'
        f"<p>{text} So it went.</p></div>"
        for hour, text in ((9, third), (8, second))
    )
    content = parsed(news_page(inside=inside), url=URL).content
    entries = [(content.body.split("\n\n")[entry.paragraph], entry.published_at) for entry in content.live_entries]
    assert entries == [
        (f"{third} So it went.", datetime(2024, 3, 12, 9, tzinfo=UTC)),
        (f"{second} So it went.", datetime(2024, 3, 12, 8, tzinfo=UTC)),
    ]
