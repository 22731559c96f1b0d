// The authority's states, each by a question: hit, nodata, miss, delegation, follow. RFC topics have their own folders.

import { expect, test } from "vitest";
import { Asking, check, head, newImage, serve } from "./asking.ts";

test("an RRset that exists, in the case of the question (RFC 1034 §4.3.2 step 3a)", () => {
  check({ "example.": `${head}www A 192.0.2.10\nwww A 192.0.2.11\nwww TXT "text"\n` }, [
    ["www.example. A", "NOERROR aa an[www.example. 3600 A 192.0.2.10+192.0.2.11]"],
    ["WwW.eXample. A", "NOERROR aa an[WwW.eXample. 3600 A 192.0.2.10+192.0.2.11]"],
    ["www.example. AAAA", "NOERROR aa au[example. 300 SOA soa]"],
    ["nowhere.example. A", "NXDOMAIN aa au[example. 300 SOA soa]"],
    ["example. SOA", "NOERROR aa an[example. 3600 SOA soa]"],
    ["example. NS", "NOERROR aa an[example. 3600 NS ns1.example.] ad[ns1.example. 3600 A 192.0.2.1]"],
  ]);
});

test("a name of another's zone is refused, at every level", () => {
  check({ "example.": head }, [
    [". NS", "REFUSED"],
    ["example.net. A", "REFUSED"],
    ["xexample. A", "REFUSED"],
  ]);
});

test("the root zone is a zone like any other", () => {
  check({ ".": `${head}com NS a.gtld\na.gtld A 192.0.2.5\n` }, [
    [". SOA", "NOERROR aa an[. 3600 SOA soa]"],
    [". NS", "NOERROR aa an[. 3600 NS ns1.] ad[ns1. 3600 A 192.0.2.1]"],
    ["x.com. A", "NOERROR au[com. 3600 NS a.gtld.] ad[a.gtld. 3600 A 192.0.2.5]"],
    ["nowhere. A", "NXDOMAIN aa au[. 300 SOA soa]"],
  ]);
});

test("the nearest of nested zones answers", () => {
  check({ "example.": `${head}sub NS ns.sub\nns.sub A 192.0.2.2\n`, "sub.example.": `${head}www A 192.0.2.3\n` }, [
    ["www.sub.example. A", "NOERROR aa an[www.sub.example. 3600 A 192.0.2.3]"],
    ["sub.example. NS", "NOERROR aa an[sub.example. 3600 NS ns1.sub.example.] ad[ns1.sub.example. 3600 A 192.0.2.1]"],
    // DS belongs to the parent's side of the cut (RFC 4035 §3.1.4.1).
    ["sub.example. DS", "NOERROR aa au[example. 300 SOA soa]"],
    ["example. DS", "NOERROR aa au[example. 300 SOA soa]"],
  ]);
});

test("addresses of MX, SRV and SVCB targets are added while they are ours", () => {
  check(
    {
      "example.": `${head}@ MX 10 mail\n@ MX 20 mail.other.\nmail A 192.0.2.9\nmail AAAA 2001:db8::9\n_s._tcp SRV 1 2 3 mail\nsvc SVCB 1 mail\n`,
    },
    [
      [
        "example. MX",
        "NOERROR aa an[example. 3600 MX mail.example.+mail.other.] ad[mail.example. 3600 A 192.0.2.9, mail.example. 3600 AAAA 20010db8000000000000000000000009]",
      ],
      [
        "_s._tcp.example. SRV",
        "NOERROR aa an[_s._tcp.example. 3600 SRV mail.example.] ad[mail.example. 3600 A 192.0.2.9, mail.example. 3600 AAAA 20010db8000000000000000000000009]",
      ],
    ],
  );
});

test("a chain that comes back to itself ends where it began, once round", () => {
  check({ "example.": `${head}a CNAME b\nb CNAME a\nself CNAME self\n` }, [
    ["a.example. A", "NOERROR aa an[a.example. 3600 CNAME b.example., b.example. 3600 CNAME a.example.]"],
    ["self.example. A", "NOERROR aa an[self.example. 3600 CNAME self.example.]"],
  ]);
});

test("a chain longer than the limit is cut, not followed", () => {
  const links = Array.from({ length: 40 }, (_, i) => `c${i} CNAME c${i + 1}\n`).join("");
  const image = newImage();
  serve(image, { "example.": `${head}${links}c40 A 192.0.2.1\n` });
  const reply = new Asking(image).ask("c0.example.", "A", { protocol: 1 });
  expect(reply.match(/CNAME/g)).toHaveLength(17);
  expect(reply).toMatch(/^NOERROR aa an\[/);
});

test("class CH tells version and identity, or refuses", () => {
  const image = newImage();
  const open = new Asking(image);
  const shut = new Asking(image, { reader: 1, version: null, identity: null });
  expect(open.ask("version.bind.", "TXT", { class: 3 })).toBe('NOERROR an[version.bind. 0 TXT "\\bSignpost"]');
  expect(open.ask("ID.server.", "TXT", { class: 3 })).toBe('NOERROR an[ID.server. 0 TXT "\\bone.test"]');
  expect(open.ask("version.bind.", "A", { class: 3 })).toBe("REFUSED");
  expect(shut.ask("version.bind.", "TXT", { class: 3 })).toBe("REFUSED");
  expect(open.ask("version.bind.", "TXT", { class: 4 })).toBe("REFUSED");
});

test("a packet of any length up to a header's, and replies, meet silence", () => {
  const asking = new Asking(newImage());
  for (let octets = 0; octets < 12; octets++) expect(asking.send(new Uint8Array(octets))).toBeNull();
  expect(asking.ask("example.", "A", { flags: 0x8000 })).toBe("silence");
});
