// The example zone of RFC 4592 §2.2.1 and what §2.2.1 says of each question, in our words.

import { test } from "vitest";
import { check } from "../../authority/asking.ts";

const zone = `$TTL 3600
@ SOA ns.example.com. host 1 2 3 4 300
@ NS ns.example.com.
@ NS ns.example.net.
* TXT "this is a wildcard"
* MX 10 host1.example.
sub.* TXT "this is not a wildcard"
host1 A 192.0.2.1
_ssh._tcp.host1 SRV 0 0 22 host1
_ssh._tcp.host2 SRV 0 0 22 host1
subdel NS ns.example.com.
subdel NS ns.example.net.
`;

test("RFC 4592 §2.2.1: what the wildcard answers", () => {
  const mx = "3600 MX host1.example.] ad[host1.example. 3600 A 192.0.2.1]";
  check({ "example.": zone }, [
    ["host3.example. MX", `NOERROR aa an[host3.example. ${mx}`],
    ["host3.example. A", "NOERROR aa au[example. 300 SOA soa]"],
    ["foo.bar.example. TXT", 'NOERROR aa an[foo.bar.example. 3600 TXT "\\u0012this is a wildc"]'],
  ]);
});

test("RFC 4592 §2.2.1: what it does not, since a closer name exists", () => {
  check({ "example.": zone }, [
    ["host1.example. MX", "NOERROR aa au[example. 300 SOA soa]"],
    ["sub.*.example. MX", "NOERROR aa au[example. 300 SOA soa]"],
    ["_telnet._tcp.host1.example. SRV", "NXDOMAIN aa au[example. 300 SOA soa]"],
    ["host.subdel.example. A", "NOERROR au[subdel.example. 3600 NS ns.example.com.+ns.example.net.]"],
    ["ghost.*.example. MX", "NXDOMAIN aa au[example. 300 SOA soa]"],
  ]);
});

test("RFC 4592 §2.2.2: an empty non-terminal exists, so no wildcard stands in for it", () => {
  check({ "example.": zone }, [
    ["_tcp.host2.example. TXT", "NOERROR aa au[example. 300 SOA soa]"],
    ["host2.example. MX", "NOERROR aa au[example. 300 SOA soa]"],
  ]);
});

test("RFC 4592 §2.3: asked for by name, a wildcard is a name", () => {
  check({ "example.": zone }, [["*.example. TXT", 'NOERROR aa an[*.example. 3600 TXT "\\u0012this is a wildc"]']]);
});
