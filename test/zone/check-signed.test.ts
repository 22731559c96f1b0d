// Checks of signed zones: a sound one, signed without a key, and what becomes of it when a line is changed or taken away.

import { expect, test } from "vitest";
import { fakeSigned, type FakeDenial } from "../differential/fake-signer.ts";
import { check } from "./checking.ts";

const text = `$TTL 60
@ SOA ns h 1 2 3 4 5
@ NS ns
ns A 192.0.2.1
www CNAME ns
*.w TXT "a"
a.b A 192.0.2.2
cut NS ns.cut
ns.cut A 192.0.2.3
safe NS ns
safe DS 1 13 2 ${"00".repeat(32)}
`;
const nsec: FakeDenial = { kind: "nsec" };
const nsec3: FakeDenial = { kind: "nsec3", iterations: 0, salt: "", span: "all" };
const optOut: FakeDenial = { kind: "nsec3", iterations: 0, salt: "aa", span: "opt-out" };
const today = 1_800_000_000;

/** The faults of the signed zone after `change`, without their places; each place must be one of the zone's lines. */
function faults(denial: FakeDenial, change: (zone: string) => string, nowSeconds = today): string[] {
  const zone = change(fakeSigned("x.test.", text, denial));
  const lines = zone.split("\n").length;
  const { faults: found, isServed } = check(zone, { head: "", nowSeconds });
  expect(isServed).toBe(true);
  return found.map((fault) => {
    const [, line, column, message] = /^(\d+):(\d+): warning: (.*)$/.exec(fault)!;
    expect(Number(line)).toBeGreaterThan(0);
    expect(Number(line)).toBeLessThanOrEqual(lines + 1);
    expect(Number(column)).toBe(1);
    return message;
  });
}

const without =
  (...starts: string[]) =>
  (zone: string): string =>
    zone
      .split("\n")
      .filter((line) => !starts.some((start) => line.startsWith(start)))
      .join("\n");

test("RFC 4035 §2: sound zones have no faults, however they deny", () => {
  for (const denial of [nsec, nsec3, optOut]) expect(faults(denial, (zone) => zone)).toEqual([]);
});

test("RFC 4035 §2.5: RRSIG and NSEC beside a CNAME are no fault, other data is", () => {
  const zone = fakeSigned("x.test.", text, nsec);
  expect(check(`${zone}www.x.test. 60 IN A 192.0.2.9\n`, { head: "" }).isServed).toBe(false);
});

const cases: readonly (readonly [
  title: string,
  denial: FakeDenial,
  change: (zone: string) => string,
  found: string[],
])[] = [
  [
    "RFC 4035 §2.2: an RRset without signature",
    nsec,
    without("a.b.x.test. 60 IN RRSIG"),
    ["a.b.x.test. A has no signature (RFC 4035 §2.2)"],
  ],
  [
    "RFC 4035 §2.2: DS without signature, and NS of a cut, which needs none",
    nsec3,
    without("safe.x.test. 60 IN RRSIG"),
    ["safe.x.test. DS has no signature (RFC 4035 §2.2)"],
  ],
  [
    "a signature of nothing",
    nsec,
    (zone) => `${zone}ns.x.test. 60 IN RRSIG TXT 13 3 60 20460101000000 20260101000000 4242 x.test. AAAA\n`,
    ["ns.x.test. RRSIG of TXT signs no record here"],
  ],
  [
    "RFC 4035 §2.2: a signature by a key that is not there",
    nsec,
    (zone) => `${zone}ns.x.test. 60 IN RRSIG A 13 3 60 20460101000000 20260101000000 7 x.test. AAAA\n`,
    ["ns.x.test. RRSIG of A is by a key that the zone does not show: tag 7"],
  ],
  [
    "RFC 4035 §2.2: a signature in another zone's name",
    nsec,
    (zone) => `${zone}ns.x.test. 60 IN RRSIG A 13 3 60 20460101000000 20260101000000 4242 test. AAAA\n`,
    ["ns.x.test. RRSIG of A is by test., not by the zone (RFC 4035 §2.2)"],
  ],
  [
    "RFC 4034 §3.1.5: signatures that have expired, or are not valid yet",
    nsec,
    (zone) =>
      `${zone}ns.x.test. 60 IN RRSIG A 13 3 60 20250101000000 20240101000000 4242 x.test. AAAA
ns.x.test. 60 IN RRSIG A 13 3 60 20460101000000 20450101000000 4242 x.test. AAAA\n`,
    ["ns.x.test. RRSIG of A has expired (RFC 4034 §3.1.5)", "ns.x.test. RRSIG of A is not valid yet (RFC 4034 §3.1.5)"],
  ],
  [
    "RFC 4034 §4.1.1: a gap in the chain of NSEC",
    nsec,
    without("ns.x.test. 5 IN NSEC", "ns.x.test. 5 IN RRSIG"),
    [
      "cut.x.test. NSEC leads to ns.x.test.; the next is that of safe.x.test. (RFC 4034 §4.1.1)",
      "ns.x.test. has no NSEC (RFC 4035 §2.3)",
    ],
  ],
  [
    "no denial at all",
    nsec,
    (zone) => zone.replaceAll(/^.* IN (NSEC|RRSIG \\# \d+ 002f).*\n/gm, ""),
    ["x.test. is signed and has no NSEC or NSEC3: no denial can be proven"],
  ],
  [
    "RFC 9276 §3.2: too many iterations",
    { ...nsec3, iterations: 101 },
    (zone) => zone,
    ["x.test. NSEC3PARAM hashes names 101 times more; above 100 nothing is proven (RFC 9276 §3.2)"],
  ],
];

test.each(cases)("%s", (_, denial, change, found) => {
  expect(faults(denial, change).toSorted()).toEqual(found.toSorted());
});

test("RFC 5155 §3.1.7, §7.1: a gap in the chain of NSEC3, and the name that it was for", () => {
  const zone = fakeSigned("x.test.", text, nsec3);
  const owners = [...zone.matchAll(/^(\w{32})\.x\.test\. 5 IN NSEC3 /gm)].map(([, owner]) => owner);
  expect(owners.length).toBe(9);
  for (const [i, owner] of owners.entries()) {
    const before = owners.at(i - 1)!;
    const next = owners[(i + 1) % owners.length];
    const found = faults(nsec3, without(`${owner}.`));
    expect(found).toContain(`${before}.x.test. NSEC3 leads to ${owner}; the next is ${next} (RFC 5155 §3.1.7)`);
    expect(found.filter((fault) => fault.endsWith("has no NSEC3 (RFC 5155 §7.1)"))).toHaveLength(1);
    expect(found).toHaveLength(2);
  }
});

test("an unsigned zone is not looked at, whatever it holds", () => {
  const { faults: found } = check(
    `${text.slice(8)}ns RRSIG A 13 3 60 20250101000000 20240101000000 4242 x.test. AAAA\n`,
    {
      head: "",
      nowSeconds: today,
    },
  );
  expect(found).toEqual([]);
});
