// What visitors write and paste, and the question that is meant by it.

import { expect, test } from "vitest";
import { askedName } from "../../src/console/page/asked-name.ts";

const zeros = (count: number): string => "0.".repeat(count);

test.each([
  ["www.example.com", "www.example.com", null],
  ["a..b", "a..b", null],
  ["_dmarc.example.com", "_dmarc.example.com", null],
  ["www.bücher.com", "www.xn--bcher-kva.com", null],
  ["https://www.example.com:8443/a?b#c", "www.example.com", null],
  ["HTTP://WWW.Example.COM", "www.example.com", null],
  ["ssh://git@example.com/x", "example.com", null],
  ["https://www.bücher.com/", "www.xn--bcher-kva.com", null],
  ["http://", "http://", null],
  ["192.0.2.80", "80.2.0.192.in-addr.arpa", "PTR"],
  ["http://192.0.2.80/", "80.2.0.192.in-addr.arpa", "PTR"],
  ["192.0.2.80.", "192.0.2.80.", null],
  ["192.0.2.256", "192.0.2.256", null],
  ["192.0.2", "192.0.2", null],
  ["2001:db8::a1", `1.a.${zeros(22)}8.b.d.0.1.0.0.2.ip6.arpa`, "PTR"],
  ["::1", `1.${zeros(31)}ip6.arpa`, "PTR"],
  ["::", `${zeros(32)}ip6.arpa`, "PTR"],
  ["1:2:3:4:5:6:7:8", "8.0.0.0.7.0.0.0.6.0.0.0.5.0.0.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.ip6.arpa", "PTR"],
  ["::ffff:192.0.2.1", `1.0.2.0.0.0.0.c.f.f.f.f.${zeros(20)}ip6.arpa`, "PTR"],
  ["https://[2001:db8::a1]:8443/", `1.a.${zeros(22)}8.b.d.0.1.0.0.2.ip6.arpa`, "PTR"],
  ["a:b", "a:b", null],
  ["2001:db8::g", "2001:db8::g", null],
] as const)("RFC 1035 §3.5, RFC 3596 §2.5: %s", (word, name, type) => {
  expect(askedName(word)).toEqual({ name, type });
});
