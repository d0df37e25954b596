"""Which machines are anybody's: those of the open internet, at the ports of the web."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

PORTS = {"http": 80, "https": 443}

_OPEN = ip_network("2000::/3")
"""All of IPv6 that has been given out for the open internet."""
# What `is_global` lets through, but leads elsewhere: relays, which carry an IPv4 address inside, and documentation.
_ODD = [ip_network(one) for one in ("2001::/23", "2002::/16", "3fff::/20", "192.0.0.0/24", "192.88.99.0/24")]


def is_public(address: str, port: int) -> bool:
    """Whether this IP address is of the open internet, and the port one of the web."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    return port in PORTS.values() and _is_open(ip) and not any(ip in odd for odd in _ODD if odd.version == ip.version)


def _is_open(ip: IPv4Address | IPv6Address) -> bool:
    if ip.is_multicast or not ip.is_global:
        return False
    return not ip.is_reserved if isinstance(ip, IPv4Address) else ip in _OPEN
