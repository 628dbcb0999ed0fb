"""Which IP addresses are not globally reachable, whatever the Python at hand knows of it.

From the IANA registries of special-purpose addresses (IPv4 and IPv6, as of October 2025) and of multicast. Where a
range holds single addresses that are reachable (anycast of protocols), the whole range is left alone: no web page is
there. Of IPv6 only 2000::/3 is given to anybody at all.
"""

import ipaddress

NOT_REACHABLE_V4 = {
    "0.0.0.0/8": "this network",
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "shared by the customers of a provider",
    "127.0.0.0/8": "this machine",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private",
    "192.0.0.0/24": "protocol assignments of the IETF",
    "192.0.2.0/24": "documentation",
    "192.88.99.0/24": "6to4 relays, given up",
    "192.168.0.0/16": "private",
    "198.18.0.0/15": "benchmarks",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved; 255.255.255.255 is broadcast",
}
REACHABLE_V6 = "2000::/3"
NOT_REACHABLE_V6 = {
    "2001::/23": "protocol assignments of the IETF; Teredo, benchmarks and ORCHID among them",
    "2001:db8::/32": "documentation",
    "2002::/16": "6to4, given up",
    "3fff::/20": "documentation",
}
# Outside of 2000::/3, so refused with all the rest: ::/128, ::1/128, 64:ff9b:1::/48, 100::/64, 100:0:0:1::/64,
# 5f00::/16, fc00::/7, fe80::/10, fec0::/10, ff00::/8.
NAT64 = ipaddress.ip_network("64:ff9b::/96")
_V4 = [ipaddress.ip_network(text) for text in NOT_REACHABLE_V4]
_V6 = [ipaddress.ip_network(text) for text in NOT_REACHABLE_V6]
_UNICAST_V6 = ipaddress.ip_network(REACHABLE_V6)


def is_reachable(ip):
    """Whether an address (ipaddress.IPv4Address or IPv6Address) belongs to the public internet."""
    if ip.version == 6:
        if ip.ipv4_mapped:
            return is_reachable(ip.ipv4_mapped)
        if ip in NAT64:
            return is_reachable(ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF))
        return ip in _UNICAST_V6 and not any(ip in network for network in _V6)
    return not any(ip in network for network in _V4)
