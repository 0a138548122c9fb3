"""What is public and what is not, in all the ways it can be written."""

import ipaddress

import pytest

from babelwire_fetching.addresses import is_public, literal_address, private_reason


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2002:c0a8:101::",
    ],
)
def test_private_addresses_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1", "0x7f.1", "[::1]", "127.0.0.1."])
def test_every_spelling_of_loopback_is_read_as_loopback(host: str) -> None:
    address = literal_address(host)
    assert address is not None
    assert address.is_loopback


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.", "a.localhost", "printer.local", "wiki.internal", "nas.home.arpa", "intranet"]
)
def test_names_of_private_networks_are_refused_without_dns(host: str) -> None:
    assert private_reason(host) is not None


@pytest.mark.parametrize("host", ["news.example", "www.bbc.co.uk", "8.8.8.8", "1e100.net", "xn--d1acpjx3f.xn--p1ai"])
def test_public_names_pass(host: str) -> None:
    assert private_reason(host) is None
