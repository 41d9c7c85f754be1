"""Which addresses may be called, however they are written."""

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genba.trail.addresses import Allowed, addresses_of, is_public

pytestmark = pytest.mark.once
NOBODY = Allowed.parse([])
CLOSED = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/29",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "224.0.0.0/4",
    "240.0.0.0/4",
]
CLOSED_6 = [
    "::/96",
    "fc00::/7",
    "fe80::/10",
    "ff00::/8",
    "2001:db8::/32",
    "fec0::/10",
    "100::/64",
    "2001::/32",
]
closed = st.sampled_from(CLOSED).flatmap(
    lambda net: st.ip_addresses(network=ipaddress.ip_network(net)).map(ipaddress.IPv4Address)
)
closed_6 = st.sampled_from(CLOSED_6).flatmap(lambda net: st.ip_addresses(network=ipaddress.ip_network(net)))


def spellings(address: ipaddress.IPv4Address) -> list[str]:
    """Every way in which the system's own reader takes an IPv4 address."""
    number, parts = int(address), address.packed
    return [
        str(address),
        str(number),
        hex(number),
        f"0{number:o}",
        ".".join(hex(part) for part in parts),
        ".".join(f"0{part:o}" for part in parts),
        f"{parts[0]}.{number & 0xFFFFFF}",
        f"{parts[0]}.{parts[1]}.{number & 0xFFFF}",
    ]


@given(closed)
def test_no_closed_address_is_called_however_it_is_spelt(address):
    for spelling in spellings(address):
        found = addresses_of(spelling, 80)
        assert found == [address]
        assert not NOBODY.allows(spelling, found[0])


@given(closed)
def test_no_closed_address_hides_in_an_ipv6_one(address):
    number = int(address)
    hidden = [
        f"::ffff:{address}",
        f"::{address}",
        f"64:ff9b::{address}",
        str(ipaddress.IPv6Address((0x2002 << 112) | (number << 80) | 1)),
        f"::ffff:0:{address}",
    ]
    assert [here for here in hidden if NOBODY.allows(here, ipaddress.ip_address(here))] == []


@given(closed_6)
def test_no_closed_ipv6_address_is_called(address):
    assert not NOBODY.allows(str(address), address)


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192"]
)
def test_the_places_where_clouds_keep_their_keys_are_closed(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["93.184.216.34", "1.1.1.1", "2606:4700::1111", "64:ff9b::1.1.1.1"])
def test_ordinary_addresses_are_open(address):
    assert NOBODY.allows("example.org", ipaddress.ip_address(address))


def test_a_listed_network_opens_itself_and_nothing_beside_it():
    allowed = Allowed.parse(["10.1.0.0/16", " fd12::/16 "])
    assert allowed.allows("x", ipaddress.ip_address("10.1.2.3"))
    assert allowed.allows("x", ipaddress.ip_address("::ffff:10.1.2.3"))
    assert allowed.allows("x", ipaddress.ip_address("fd12::1"))
    assert not allowed.allows("x", ipaddress.ip_address("10.2.0.1"))
    assert not allowed.allows("x", ipaddress.ip_address("fd13::1"))


def test_a_listed_name_may_lie_in_the_house_but_not_on_this_machine():
    allowed = Allowed.parse(["Jira.lan."])
    assert allowed.allows("jira.LAN", ipaddress.ip_address("192.168.4.4"))
    assert not allowed.allows("wiki.lan", ipaddress.ip_address("192.168.4.4"))
    for shut in ["127.0.0.1", "169.254.169.254", "0.0.0.0", "::1", "fe80::1", "224.0.0.1"]:
        assert not allowed.allows("jira.lan", ipaddress.ip_address(shut))
