//! Which addresses are of the public net.
//!
//! In: an IP address. Out: what is not public about it, if anything: the registries of special
//! addresses (RFC 6890 and its kin), and what is embedded in addresses of version 6.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// What keeps an address from being fetched; `None` of one on the public net.
pub(super) fn special(address: IpAddr) -> Option<&'static str> {
    match address {
        IpAddr::V4(address) => special_v4(address),
        IpAddr::V6(address) => special_v6(address),
    }
}

fn special_v4(address: Ipv4Addr) -> Option<&'static str> {
    match address.octets() {
        [0, ..] => Some("an address of no host"),
        [10, ..] | [172, 16..=31, ..] | [192, 168, ..] => Some("a private address"),
        [127, ..] => Some("a loopback address"),
        [169, 254, ..] => Some("a link-local address, where clouds keep their metadata"),
        [100, 64..=127, ..] => Some("an address shared behind a provider"),
        [192, 0, 0, _] | [192, 88, 99, _] => Some("an address of the protocol's own"),
        [192, 0, 2, _] | [198, 51, 100, _] | [203, 0, 113, _] => {
            Some("an address for documentation")
        }
        [198, 18..=19, ..] => Some("an address for benchmarks"),
        [224..=255, ..] => Some("a multicast or reserved address"),
        _ => None,
    }
}

fn special_v6(address: Ipv6Addr) -> Option<&'static str> {
    let segments = address.segments();
    let embedded = |high: u16, low: u16| {
        let [a, b] = high.to_be_bytes();
        let [c, d] = low.to_be_bytes();
        special_v4(Ipv4Addr::new(a, b, c, d))
    };
    match segments {
        [0, 0, 0, 0, 0, 0, 0, 0] => Some("an address of no host"),
        [0, 0, 0, 0, 0, 0, 0, 1] => Some("a loopback address"),
        // IPv4 in IPv6: mapped, compatible, translated, and the two forms of NAT64.
        [0, 0, 0, 0, 0, 0xFFFF, high, low] | [0, 0, 0, 0, 0xFFFF, 0, high, low] => {
            embedded(high, low)
        }
        [0, 0, 0, 0, 0, 0, ..] => Some("a reserved address"),
        [0x64, 0xFF9B, 0, 0, 0, 0, high, low] => embedded(high, low),
        [0x64, 0xFF9B, ..] => Some("a private address"),
        // 6to4 and Teredo carry the address of a host of version 4.
        [0x2002, high, low, ..] => embedded(high, low).or(Some("a tunnel's address")),
        [0x2001, 0..=0x1FF, ..] => Some("an address of the protocol's own"),
        [0x2001, 0xDB8, ..] | [0x3FFF, 0..=0xFFF, ..] => Some("an address for documentation"),
        [0x100, 0, 0, 0, ..] | [0x5F00, ..] => Some("a reserved address"),
        [0xFC00..=0xFDFF, ..] => Some("a private address"),
        [0xFE80..=0xFEBF, ..] => Some("a link-local address"),
        [0xFEC0..=0xFEFF, ..] => Some("a private address"),
        [0xFF00..=0xFFFF, ..] => Some("a multicast address"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_are_public() {
        for address in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "127.255.255.254",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.9",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "::ffff:0:10.0.0.1",
            "::127.0.0.1",
            "64:ff9b::10.0.0.1",
            "64:ff9b:1::1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ] {
            assert!(special(address.parse().unwrap()).is_some(), "{address}");
        }
        for address in [
            "1.1.1.1",
            "9.9.9.9",
            "100.63.255.255",
            "128.0.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.169.0.1",
            "223.255.255.255",
            "::ffff:9.9.9.9",
            "64:ff9b::9.9.9.9",
            "2606:4700::1111",
            "2a00:1450::1",
        ] {
            assert_eq!(special(address.parse().unwrap()), None, "{address}");
        }
    }
}
