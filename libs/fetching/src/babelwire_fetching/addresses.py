"""Which addresses and host names lie in the public internet."""

import ipaddress
import re
import socket
from typing import Final

IpAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64: Final = ipaddress.ip_network("64:ff9b::/96")
"""RFC 6052: the last 32 bits are an IPv4 address."""
_SIX_TO_FOUR: Final = ipaddress.ip_network("2002::/16")
"""RFC 3056: bits 16 to 47 are an IPv4 address."""
_SITE_LOCAL: Final = ipaddress.ip_network("fec0::/10")

_LOCAL_NAMES: Final = ("localhost", "local", "internal", "home.arpa", "onion")
"""RFC 6761 (localhost), RFC 6762 (local), ICANN 2024 (internal), RFC 8375 (home.arpa), RFC 7686 (onion)."""

_NUMERIC_HOST: Final = re.compile(r"(0x[0-9a-f]*|\d+)(\.(0x[0-9a-f]*|\d+)){0,3}\.?", re.IGNORECASE)
"""Every form of an IPv4 address that `inet_aton` takes, `127.1` and `0x7f000001` among them."""


def is_public(address: IpAddress) -> bool:
    """Whether an address is globally reachable unicast by IANA's registries, whatever it is wrapped in."""
    if isinstance(address, ipaddress.IPv6Address) and (inner := _inner_ipv4(address)) is not None:
        return is_public(inner)
    if address.is_multicast or (isinstance(address, ipaddress.IPv6Address) and address in _SITE_LOCAL):
        return False
    return address.is_global


def _inner_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address.ipv4_mapped is not None:
        return address.ipv4_mapped
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address in _SIX_TO_FOUR:
        return address.sixtofour
    return None


def literal_address(host: str) -> IpAddress | None:
    """The address that a URL's host spells out, in any form that a resolver would read as one; None for a name."""
    bare = host.strip("[]").split("%", 1)[0]
    try:
        return ipaddress.ip_address(bare)
    except ValueError:
        pass
    if _NUMERIC_HOST.fullmatch(bare):
        try:
            return ipaddress.IPv4Address(socket.inet_aton(bare.rstrip(".")))
        except OSError:
            return None
    return None


def private_reason(host: str) -> str | None:
    """Why a URL's host cannot be one in the public internet, judged without DNS; None where it may be."""
    address = literal_address(host)
    if address is not None:
        return None if is_public(address) else f"{host} is not an address in the public internet"
    name = host.lower().rstrip(".")
    if name in _LOCAL_NAMES or name.endswith(tuple(f".{local}" for local in _LOCAL_NAMES)):
        return f"{host} is a name for use inside a private network"
    if "." not in name:
        return f"{host} has no domain, so it names a machine inside a private network"
    return None
