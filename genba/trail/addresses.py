"""Which addresses of the network Genba may call: the public ones, and those that the operator lists."""

import ipaddress
import socket
from dataclasses import dataclass

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

PUBLIC_IPV6 = ipaddress.IPv6Network("2000::/3")
TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
INSIDE_A_CLOUD = (  # they look public, and answer the machines of one cloud only: Azure, Oracle
    ipaddress.IPv4Network("168.63.129.16/32"),
    ipaddress.IPv4Network("192.0.0.0/24"),
)


@dataclass(frozen=True)
class Allowed:
    """What an operator lists on top of public addresses: names and networks of the own house."""

    names: frozenset[str]
    networks: tuple[Network, ...]

    @classmethod
    def parse(cls, entries: list[str]) -> "Allowed":
        """Read `jira.lan`, `10.1.2.3`, `10.1.0.0/16`, `fd12::/16`. What is no address is a name."""
        names, networks = set(), []
        for entry in filter(None, (entry.strip().lower() for entry in entries)):
            try:
                networks.append(ipaddress.ip_network(entry, strict=False))
            except ValueError:
                names.add(entry.rstrip("."))
        return cls(frozenset(names), tuple(networks))

    def allows(self, name: str, address: Address) -> bool:
        """Whether a connection to this address, found under this name, may be made.

        A listed name may lie in the own house, but it does not open this machine itself or the neighbours
        on its wire, where clouds answer with keys; for those the address has to be listed.
        """
        plain = unwrapped(address)
        if any(plain in network or address in network for network in self.networks):
            return True
        if is_public(address):
            return True
        return name.lower().rstrip(".") in self.names and in_the_own_house(plain)


def is_public(address: Address) -> bool:
    """Whether this is an ordinary address of the internet, also behind every way of writing IPv4 in IPv6."""
    if isinstance(address, ipaddress.IPv4Address):
        in_a_cloud = any(address in network for network in INSIDE_A_CLOUD)
        return address.is_global and not address.is_multicast and not in_a_cloud
    inner = unwrapped(address)
    if isinstance(inner, ipaddress.IPv4Address):
        return is_public(inner)
    return inner in PUBLIC_IPV6 and inner.is_global


def in_the_own_house(address: Address) -> bool:
    """Whether this is a private address that is neither this machine nor its wire (RFC 1918, 4193, 6598)."""
    return (
        not address.is_global
        and not address.is_loopback
        and not address.is_link_local
        and not address.is_multicast
        and not address.is_unspecified
        and not address.is_reserved
        and not str(address).startswith("0.")
    )


def unwrapped(address: Address) -> Address:
    """The IPv4 address that hides in an IPv6 one (mapped, 6to4, NAT64); else the address itself."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if address in TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or address


def addresses_of(name: str, port: int) -> list[Address]:
    """Every address of a name, asked once. Raises OSError where it has none."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(ipaddress.ip_address(entry[4][0]) for entry in found))
