// Checks of whole zones: a zone's text in, the faults with their places out.

import { expect, test } from "vitest";
import { allTypes } from "../../src/dns/types.ts";
import { isChecked } from "../../src/zone/check.ts";
import { check, image } from "./checking.ts";

const errors: readonly (readonly [title: string, text: string, faults: readonly string[]])[] = [
  [
    "RFC 1034 §3.6.2: a CNAME beside other data",
    "a CNAME b.test.\n\na A 192.0.2.1\n",
    ["5:1: a.x.test. has a CNAME and other data beside it (RFC 1034 §3.6.2)"],
  ],
  ["a CNAME at the apex", "@ CNAME b.test.\n", ["5:1: x.test. has a CNAME and other data beside it (RFC 1034 §3.6.2)"]],
  ["two CNAMEs", "a CNAME b.test.\n  CNAME c.test.\n", ["5:1: a.x.test. has 2 CNAME records; one is allowed"]],
  [
    "RFC 6672 §2.4: two DNAMEs",
    "a DNAME b.test.\na DNAME c.test.\n",
    ["5:1: a.x.test. has 2 DNAME records; one is allowed"],
  ],
  [
    "RFC 6672 §2.4: data below a DNAME",
    "a DNAME b.test.\nc.b.a A 192.0.2.1\n",
    ["6:1: c.b.a.x.test. lies below a DNAME; nothing may (RFC 6672 §2.4)"],
  ],
  ["two SOAs", "@ SOA ns h 2 2 3 4 5\n", ["2:1: x.test. has 2 SOA records; one is allowed"]],
  ["an SOA elsewhere", "a SOA ns h 2 2 3 4 5\n", ["5:1: a.x.test. SOA is not at the zone's apex (RFC 1035 §5.2)"]],
  [
    "RFC 4035 §2.4: DS at the apex",
    `@ DS 1 13 2 ${"00".repeat(32)}\n`,
    ["5:1: x.test. DS at the apex: DS stands in the parent zone (RFC 4035 §2.4)"],
  ],
  [
    "RFC 4592 §4.2: NS at a wildcard",
    "*.a NS b.test.\n",
    ["5:1: *.a.x.test. NS at a wildcard: nobody knows what it delegates (RFC 4592 §4.2)"],
  ],
  ["a name server without address", "@ NS a\n", ["5:1: x.test. NS a.x.test. has no address records (A or AAAA)"]],
  [
    "RFC 2181 §10.3: a name server that is an alias",
    "@ NS a\na CNAME ns\n",
    ["5:1: x.test. NS a.x.test. is an alias (RFC 2181 §10.3)"],
  ],
  [
    "a name server below a DNAME",
    "@ NS a.d\nd DNAME b.test.\n",
    ["5:1: x.test. NS a.d.x.test. lies below a DNAME (RFC 2181 §10.3)"],
  ],
];

test.each(errors)("error: %s", (_title, text, faults) => {
  expect(check(text)).toEqual({ faults, isServed: false });
});

test("a name of more types than are served is an error, and costs no more than a name of as many types", () => {
  const lines = Array.from({ length: 5_000 }, (_, i) => `a TYPE${1_024 + i} \\# 1 00\n`).join("");
  const { faults, isServed } = check(lines);
  expect(isServed).toBe(false);
  expect(faults[0]).toBe("261:1: a.x.test. TYPE1280 is of one of more than 256 types at one name");
});

test("RFC 1035 §5.2: a zone without SOA or NS is an error of the file as a whole", () => {
  expect(check("", { head: "ns A 192.0.2.1\n" })).toEqual({
    faults: [
      "1:1: the zone x.test. has no SOA record at its apex (RFC 1035 §5.2)",
      "1:1: the zone x.test. has no NS record at its apex (RFC 1035 §5.2)",
    ],
    isServed: false,
  });
});

test("more than a thousand records of one type at a name are an error", () => {
  const text = Array.from({ length: 1001 }, (_, i) => `a A 10.0.${i >> 8}.${i & 255}\n`).join("");
  const { faults, isServed } = check(text);
  expect(faults).toEqual(["1005:1: a.x.test. A is one of more than 1000 records of this type at one name"]);
  expect(isServed).toBe(false);
});

const warnings: readonly (readonly [title: string, text: string, faults: readonly string[]])[] = [
  [
    "data out of the zone",
    "b.test. A 192.0.2.1\nax.test. A 192.0.2.1\n",
    [
      "5:1: warning: b.test. A lies outside the zone: ignored",
      "6:1: warning: ax.test. A lies outside the zone: ignored",
    ],
  ],
  [
    "RFC 1034 §4.2.1: missing glue",
    "s NS a.s\n",
    ["5:1: warning: s.x.test. NS a.s.x.test. needs glue: address records (A or AAAA) in this zone"],
  ],
  [
    "missing sibling glue",
    "s NS a.t\nt NS b.t\nb.t A 192.0.2.1\n",
    ["5:1: warning: s.x.test. NS a.t.x.test. has no address records (A or AAAA) here that could be glue"],
  ],
  [
    "a delegation to a name without addresses",
    "s NS ns\ns NS a\n",
    ["6:1: warning: s.x.test. NS a.x.test. has no address records (A or AAAA)"],
  ],
  [
    "a delegation to an alias",
    "s NS a\na CNAME ns\n",
    ["5:1: warning: s.x.test. NS a.x.test. is an alias (RFC 2181 §10.3)"],
  ],
  [
    "data at and below a cut",
    "s NS b.test.\n  TXT x\na.s TXT x\nb.s A 192.0.2.1\nc.b.s MX 1 b.test.\n",
    [
      "6:3: warning: s.x.test. TXT stands at a delegation and is no glue: it is never answered (RFC 1034 §4.2.1)",
      "7:1: warning: a.s.x.test. TXT lies below a delegation and is no glue: it is never answered (RFC 1034 §4.2.1)",
      "8:1: warning: b.s.x.test. A lies below a delegation and is no glue: it is never answered (RFC 1034 §4.2.1)",
      "9:1: warning: c.b.s.x.test. MX lies below a delegation and is no glue: it is never answered (RFC 1034 §4.2.1)",
    ],
  ],
  [
    "a cut below a cut",
    "s NS b.test.\nt.s NS b.test.\n",
    ["6:1: warning: t.s.x.test. NS lies below a delegation and is no glue: it is never answered (RFC 1034 §4.2.1)"],
  ],
  [
    "RFC 2181 §10.3: mail to an alias",
    "@ MX 1 ns\n  MX 2 a\na CNAME ns\n",
    ["6:3: warning: x.test. MX a.x.test. is an alias (RFC 2181 §10.3)"],
  ],
  [
    "mail to a name without addresses",
    "@ MX 1 a\n",
    ["5:1: warning: x.test. MX a.x.test. has no address records (A or AAAA)"],
  ],
  [
    "a service at an alias",
    "_a._tcp SRV 1 2 3 a\na CNAME ns\n",
    ["5:1: warning: _a._tcp.x.test. SRV a.x.test. is an alias (RFC 2181 §10.3)"],
  ],
  [
    "RFC 2181 §5.2: TTLs that differ",
    "a 5 A 192.0.2.1\na 6 A 192.0.2.2\na 7 A 192.0.2.3\n",
    ["6:1: warning: a.x.test. A differs in TTL from its RRset: the lowest TTL is used for all of it (RFC 2181 §5.2)"],
  ],
  [
    "RFC 2181 §5: a record twice",
    "a A 192.0.2.1\nb A 192.0.2.1\nA A 192.0.2.1\n",
    ["7:1: warning: A.x.test. A given twice: the record counts once (RFC 2181 §5)"],
  ],
  [
    "RFC 4035 §2.4: DS without NS",
    `a DS 1 13 2 ${"00".repeat(32)}\n`,
    ["5:1: warning: a.x.test. DS without NS: there is no delegation here (RFC 4035 §2.4)"],
  ],
  [
    "RFC 6672 §2.3: DNAME beside a delegation",
    "a NS b.test.\na DNAME c.test.\n",
    ["6:1: warning: a.x.test. has a DNAME beside a delegation's NS, which hides it (RFC 6672 §2.3)"],
  ],
  [
    "a dot forgotten",
    "www.x.test A 192.0.2.1\n",
    ["5:1: warning: owners end in x.test.x.test.: is a dot missing behind a name?"],
  ],
];

test.each(warnings)("warning: %s", (_title, text, faults) => {
  expect(check(text)).toEqual({ faults, isServed: true });
});

const fine: readonly (readonly [title: string, text: string])[] = [
  ["a plain zone", ""],
  ["RFC 4034 §4: NSEC and RRSIG beside a CNAME", "a CNAME b.test.\na NSEC b.x.test. CNAME NSEC\n"],
  ["a DNAME at the apex's child with data beside it", "d DNAME b.test.\nd A 192.0.2.1\n"],
  [
    "glue, at the cut and below it, and of a sibling",
    "s NS s\ns A 192.0.2.1\nt NS a.t\na.t AAAA 2001:db8::1\nu NS a.t\n",
  ],
  ["RFC 4035 §2.4: DS at a cut", `s NS b.test.\ns DS 1 13 2 ${"00".repeat(32)}\n`],
  ["RFC 7505 §3 and RFC 2782: targets that say there is no service", "@ MX 0 .\n_a._tcp SRV 0 0 0 .\n"],
  ["targets that a wildcard answers", "@ MX 1 a.w\n*.w A 192.0.2.1\ns NS b.w\n"],
  ["targets elsewhere, or given away", "@ MX 1 a.test.\ns NS b.test.\n@ MX 2 m.s\n"],
  ["an alias that leads nowhere, or round", "a CNAME b\nc CNAME c\n"],
];

test.each(fine)("nothing to say about %s", (_title, text) => {
  expect(check(text)).toEqual({ faults: [], isServed: true });
});

test("faults of reading and of the zone come in the order of the text, also out of included files", () => {
  const files = { i: "b A x\nc CNAME d.test.\nc A 192.0.2.1\n" };
  expect(
    check("a A y\n$INCLUDE i\n@ NS e\ne CNAME ns\n", { files }).faults.map((fault) => fault.split(": ")[0]),
  ).toEqual(["5:5", "7:1", "i:1:5", "i:2:1"]);
});

test("where records could not be read, what seems to be missing is not warned of", () => {
  expect(check("a A y\n@ MX 1 a\n").faults.length).toBe(1);
});

test("a zone with more wrong than anyone reads is told in bounds, errors apart from warnings", () => {
  const text = Array.from({ length: 300 }, (_, i) => `a${i} CNAME b.test.\na${i} A 192.0.2.1\n@ MX 1 m${i}\n`).join("");
  const { faults } = check(text);
  expect(faults.filter((fault) => fault.includes("warning: ")).length).toBe(100);
  expect(faults.length).toBe(200);
});

test("every type of which a name has one at most is looked at", () => {
  expect(allTypes().filter(({ singleton, number }) => singleton && !isChecked(number))).toEqual([]);
});

test("a zone with errors leaves nothing behind in the image", () => {
  image.publish([]);
  image.reclaim();
  const before = image.usedOctets;
  check("@ NS a\n");
  check(Array.from({ length: 5000 }, (_, i) => `a${i} A 192.0.2.1\n`).join(""));
  image.publish([]); // with the next version, superseded tables go too
  image.reclaim();
  expect(image.usedOctets).toBe(before);
});
