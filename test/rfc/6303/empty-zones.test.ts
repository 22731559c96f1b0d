// Reverse zones of addresses that mean something different to everyone: empty, and answered here.

import { test } from "vitest";
import { expectLocal } from "../local-names.ts";

test("RFC 6303 §3: each zone has an SOA and an NS, and nothing else", () => {
  expectLocal("168.192.in-addr.arpa.", "NS", "168.192.in-addr.arpa.");
  expectLocal("168.192.in-addr.arpa.", "SOA", "168.192.in-addr.arpa. nobody.invalid. 1 3600 1200 604800 10800");
  expectLocal("168.192.in-addr.arpa.", "A", "NOERROR");
  expectLocal("1.0.168.192.in-addr.arpa.", "PTR", "NXDOMAIN");
});

test.each(["1.10", "1.16.172", "1.31.172", "1.2.0.192", "1.100.51.198", "1.113.0.203", "1.254.169", "1.0"])(
  "RFC 6303 §4.1 and §4.2: %s.in-addr.arpa is empty",
  (name) => expectLocal(`${name}.in-addr.arpa.`, "PTR", "NXDOMAIN"),
);

test("RFC 6303 §4.1: what lies beside private addresses is others' to answer", () => {
  expectLocal("1.32.172.in-addr.arpa.", "PTR", null);
  expectLocal("1.169.192.in-addr.arpa.", "PTR", null);
});

test("RFC 6303 §4.3 to §4.6: IPv6 has such zones, too", () => {
  expectLocal("1.d.f.ip6.arpa.", "PTR", "NXDOMAIN");
  expectLocal("1.a.e.f.ip6.arpa.", "PTR", "NXDOMAIN");
  expectLocal("1.8.b.d.0.1.0.0.2.ip6.arpa.", "PTR", "NXDOMAIN");
  expectLocal("1.0.0.2.ip6.arpa.", "PTR", null);
});
