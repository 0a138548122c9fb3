"""Pictures, videos and recordings of an entry: data with sizes, captions and credits, never its text."""

import pytest

from babelwire_contracts.content import Audio, Image, Video

from ..reading_feeds import atom, content, item, rss

BASE = "https://strait.example/i/"


def images(more: str) -> list[Image]:
    return content(rss(item(more))).images


def picture(name: str = "a.jpg", **more: object) -> Image:
    return Image(url=BASE + name, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("more", "found"),
    [
        (
            f'<media:content url="{BASE}a.jpg" medium="image" width="1200" height="800">'
            "<media:title>a0043</media:title><media:description>Pears in crates</media:description>"
            "<media:credit role='photographer'>A. Rive</media:credit></media:content>",
            [picture(width=1200, height=800, caption="Pears in crates", credit="A. Rive")],
        ),
        (
            f'<media:group><media:content url="{BASE}a-300.jpg" type="image/jpeg" width="300" height="200"/>'
            f'<media:content url="{BASE}a.jpg" type="image/jpeg" width="1200" height="800"/>'
            "<media:description>Pears in crates</media:description><media:credit>A. Rive</media:credit></media:group>",
            [picture(width=1200, height=800, caption="Pears in crates", credit="A. Rive")],
        ),
        (
            f'<media:group><media:content url="{BASE}b.jpg" type="image/jpeg" width="2000"/>'
            f'<media:content url="{BASE}a.jpg" type="image/jpeg" isDefault="true"/></media:group>',
            [picture()],
        ),
        (f'<media:thumbnail url="{BASE}a.jpg" width="75" height="50"/>', [picture(width=75, height=50)]),
        (f'<media:thumbnail url="{BASE}t.jpg"/><media:content url="{BASE}a.jpg" medium="image"/>', [picture()]),
        (f'<media:content url="{BASE}a.jpg"/>', [picture()]),
        (
            f'<media:content url="{BASE}a.jpg" medium="image"/><media:credit>A. Rive</media:credit>',
            [picture(credit="A. Rive")],
        ),
        (
            f'<media:content url="{BASE}a.jpg" medium="image"/><media:copyright>A. Rive</media:copyright>',
            [picture(credit="A. Rive")],
        ),
        (f'<enclosure url="{BASE}a.jpg" type="image/jpeg" length="1"/>', [picture()]),
        (f'<enclosure url="{BASE}a.jpg" length="0"/>', [picture()]),
        ('<enclosure url="/i/a.jpg" type="image/jpeg" length="1"/>', [picture()]),
        (f'<itunes:image href="{BASE}a.jpg"/>', [picture()]),
        (f"<image><url>{BASE}a.jpg</url><title>x</title></image>", [picture()]),
        (f"<image>{BASE}a.jpg</image>", [picture()]),
        (f'<media:content url="{BASE}p.gif" medium="image" width="1" height="1"/>', []),
        (
            f'<media:content url="{BASE}a.jpg" medium="image"/><enclosure url="{BASE}a.jpg?w=9" type="image/jpeg"/>',
            [picture()],
        ),
        (f'<media:content url="{BASE}a.jpg" width="100%" height="-3" medium="image"/>', [picture()]),
        (f'<media:content url="{BASE}a.jpg" width="99999999999" medium="image"/>', [picture()]),
    ],
)
def test_pictures_of_elements(more: str, found: list[Image]) -> None:
    assert images(more) == found


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ('<img src="/i/a.jpg" width="600" height="400" alt="pears">', [picture(width=600, height=400)]),
        ('<img src="data:image/gif;base64,R0" data-src="/i/a.jpg">', [picture()]),
        ('<img src="/i/p.gif?host=x" width="1" height="1" alt="">', []),
        ('<img src="/i/p.gif" height="0">', []),
        ('<img src="/i/p.gif" style="width: 1px; height:1px">', []),
        ('<img src="/i/p.gif" style="display:none">', []),
        ('<img src="http://feeds.feedburner.com/~r/x/~4/abc" height="1" width="1"/>', []),
        (
            '<figure><img src="/i/a.jpg"><figcaption>Pears in crates. Photo: Ana Rive</figcaption></figure>',
            [picture(caption="Pears in crates.", credit="Ana Rive")],
        ),
        (
            '<div class="wp-caption"><a href="/x"><img src="/i/a.jpg" width="300" height="200"></a>'
            '<p class="wp-caption-text">Pears in crates</p></div>',
            [picture(caption="Pears in crates", width=300, height=200)],
        ),
        ('<img src="/i/a.jpg"><img src="/i/a.jpg?resize=300"><img src="/i/b.jpg">', [picture(), picture("b.jpg")]),
    ],
)
def test_pictures_in_the_text(markup: str, found: list[Image]) -> None:
    read = content(rss(item(f"<content:encoded><![CDATA[<p>Rain falls.</p>{markup}]]></content:encoded>", text="")))
    assert (read.images, read.body) == (found, "Rain falls.")


def test_an_emoji_drawn_as_a_picture_is_its_character() -> None:
    markup = '<p>Rain <img src="/i/1f327.png" alt="🌧" class="wp-smiley" style="height: 1em"> falls.</p>'
    read = content(rss(item(f"<content:encoded><![CDATA[{markup}]]></content:encoded>", text="")))
    assert (read.body, read.images) == ("Rain 🌧 falls.", [])


@pytest.mark.parametrize(
    ("more", "found"),
    [
        (f'<enclosure url="{BASE}a.mp3" type="audio/mpeg" length="1"/>', Audio(url=BASE + "a.mp3")),
        (
            f'<enclosure url="{BASE}a.mp3" type="audio/mpeg"/><itunes:duration>01:02:03</itunes:duration>',
            Audio(url=BASE + "a.mp3", duration_seconds=3723),
        ),
        (
            f'<enclosure url="{BASE}a.mp3" type="audio/mpeg"/><itunes:duration>2:03</itunes:duration>',
            Audio(url=BASE + "a.mp3", duration_seconds=123),
        ),
        (
            f'<enclosure url="{BASE}a.mp3" type="audio/mpeg"/><itunes:duration>754</itunes:duration>',
            Audio(url=BASE + "a.mp3", duration_seconds=754),
        ),
        (f'<enclosure url="{BASE}a.mp3"/><itunes:duration>about an hour</itunes:duration>', Audio(url=BASE + "a.mp3")),
        (
            f'<media:content url="{BASE}a.mp3" type="audio/mpeg" duration="61"><media:title>Read aloud</media:title>'
            "</media:content>",
            Audio(url=BASE + "a.mp3", duration_seconds=61, title="Read aloud"),
        ),
        (f'<atom:link rel="enclosure" type="audio/ogg" href="{BASE}a.ogg"/>', Audio(url=BASE + "a.ogg")),
    ],
)
def test_recordings(more: str, found: Audio) -> None:
    read = content(rss(item(more)))
    assert (read.audio, read.videos, read.images) == ([found], [], [])


def test_a_podcast_is_an_article_with_its_notes_as_the_text() -> None:
    read = content(
        rss(
            "<title>Episode 4</title><guid>https://strait.example/e/4</guid><itunes:author>Radio Strait</itunes:author>"
            f"<itunes:summary>We sail with the ferry.</itunes:summary><enclosure url='{BASE}a.mp3' type='audio/mpeg'/>"
            f"<itunes:image href='{BASE}a.jpg'/><itunes:keywords>ferry, sea</itunes:keywords><itunes:duration>61"
            "</itunes:duration>"
        )
    )
    assert (read.title, read.body, read.authors) == ("Episode 4", "We sail with the ferry.", ["Radio Strait"])
    assert read.audio == [Audio(url=BASE + "a.mp3", duration_seconds=61)]
    assert (read.images, read.keywords) == ([picture()], ["ferry", "sea"])


@pytest.mark.parametrize(
    ("more", "found"),
    [
        (
            f'<media:content url="{BASE}v.mp4" type="video/mp4" duration="90"><media:title>The crossing</media:title>'
            f"<media:thumbnail url='{BASE}t.jpg'/></media:content>",
            Video(url=BASE + "v.mp4", duration_seconds=90, title="The crossing"),
        ),
        (f'<enclosure url="{BASE}v.mp4" type="video/mp4"/>', Video(url=BASE + "v.mp4")),
        (
            '<media:group><media:content url="https://video.example/v/1" type="application/x-shockwave-flash"/>'
            '<media:player url="https://video.example/watch/1"/><media:title>x</media:title></media:group>',
            Video(url="https://video.example/watch/1", title="x"),
        ),
        (
            f'<media:group><media:content url="{BASE}v-low.mp4" type="video/mp4" bitrate="300" width="320"/>'
            f'<media:content url="{BASE}v.mp4" type="video/mp4" bitrate="3000" width="1280"/></media:group>',
            Video(url=BASE + "v.mp4"),
        ),
    ],
)
def test_videos(more: str, found: Video) -> None:
    assert content(rss(item(more))).videos == [found]


def test_a_player_in_the_text_is_a_video() -> None:
    markup = '<p>Rain falls.</p><iframe src="https://www.youtube.com/embed/abc" title="The crossing"></iframe>'
    read = content(atom(f"<title>T</title><link href='/1'/><content type='html'><![CDATA[{markup}]]></content>"))
    assert read.videos == [Video(url="https://www.youtube.com/embed/abc", title="The crossing")]
    assert read.body == "Rain falls."


def test_addresses_are_relative_to_the_base_of_their_element() -> None:
    document = atom(
        "<title>T</title><link href='1'/><content type='html' xml:base='/deep/'>&lt;p&gt;Rain.&lt;/p&gt;"
        "&lt;img src='a.jpg'&gt;</content>",
        head="<title>Correo</title>",
    ).replace("<feed ", '<feed xml:base="https://other.example/blog/" ')
    read = content(document)
    assert read.url == "https://other.example/blog/1"
    assert [image.url for image in read.images] == ["https://other.example/deep/a.jpg"]
