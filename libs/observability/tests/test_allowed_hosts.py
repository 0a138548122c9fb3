import pytest

from babelwire_observability.allowed_hosts import AllowedHosts, Host, InvalidHost

LISTED = ("news.example", "reader.example:8443", "https://paper.example")
ALLOWED = AllowedHosts(LISTED, "192.0.2.7")


@pytest.mark.parametrize(
    ("host", "answered"),
    [
        ("localhost", True),
        ("LOCALHOST.:9999", True),
        ("127.0.0.1:8081", True),
        ("127.9.9.9", True),
        ("[::1]:8080", True),
        ("192.0.2.7:8080", True),
        ("news.example", True),
        ("News.Example:1234", True),
        ("reader.example:8443", True),
        ("reader.example", False),
        ("paper.example", True),
        ("paper.example:443", True),
        ("paper.example:8080", False),
        ("evil.example", False),
        ("evil.example:8081", False),
        ("127.0.0.1.evil.example", False),
        ("localhost.evil.example", False),
        ("news.example.evil.example", False),
        ("127.0.0.1@evil.example", False),
        ("192.0.2.8", False),
        ("0.0.0.0:8081", False),
        ("[::1", False),
        ("https://news.example", False),
        ("", False),
        ("bücher.example", False),
    ],
)
def test_a_service_answers_for_loopback_and_what_is_listed(host: str, answered: bool) -> None:
    assert ALLOWED.answers_for(host) is answered


@pytest.mark.parametrize(
    ("origin", "may"),
    [
        ("http://localhost:3000", True),
        ("http://[::1]:3000", True),
        ("http://news.example", True),
        ("https://news.example:444", True),
        ("https://reader.example:8443", True),
        ("https://reader.example", False),
        ("https://paper.example", True),
        ("https://paper.example:443", True),
        ("http://paper.example", False),
        ("http://evil.example", False),
        ("null", False),
        ("news.example", False),
        ("chrome-extension://news.example", False),
        ("http://news.example, http://evil.example", False),
        ("", False),
    ],
)
def test_pages_may_ask_where_their_origin_is_listed(origin: str, may: bool) -> None:
    assert ALLOWED.may_ask(origin) is may


@pytest.mark.parametrize(
    ("origin", "host", "own"),
    [
        ("http://192.0.2.7:8080", "192.0.2.7:8080", True),
        ("https://news.example", "news.example", True),
        ("http://192.0.2.7:8080", "192.0.2.7:8081", False),
        ("http://evil.example", "news.example", False),
        ("null", "news.example", False),
    ],
)
def test_a_page_may_ask_the_host_it_came_from(origin: str, host: str, own: bool) -> None:
    assert AllowedHosts.is_own(origin, host) is own


def test_listening_everywhere_names_no_host() -> None:
    assert not AllowedHosts((), "0.0.0.0").answers_for("0.0.0.0")
    assert not AllowedHosts((), "::").answers_for("[::]")
    assert AllowedHosts((), "2001:db8::7").answers_for("[2001:db8::7]:8080")


@pytest.mark.parametrize("text", ["", "*", "ftp://news.example", "news.example/path", "https://", "a b"])
def test_what_names_no_host_is_refused(text: str) -> None:
    with pytest.raises(InvalidHost, match="is neither a host like"):
        Host.read(text)
