// What NSEC records prove, record by record: each line has the records of a zone, a question, and what they come to.

import { expect, test } from "vitest";
import { RRType, type Mnemonic } from "../../src/dns/types.ts";
import { type Proofs, proveExpansion, proveNodata, proveNoDs, proveNxdomain } from "../../src/dnssec/denial.ts";
import { readNsec } from "../../src/dnssec/nsec.ts";
import { name, rdata } from "./records.ts";

function proofs(...lines: string[]): Proofs {
  const nsecs = lines.map((line) => {
    const [owner, ...rest] = line.split(" ");
    return readNsec(name(owner), rdata("NSEC", rest.join(" ")));
  });
  return { zone: name("example."), nsecs, hashed: null };
}

test.each([
  ["between two names", "proven", "b.example.", ["example. a.example. NS SOA", "a.example. c.example. A"]],
  ["behind the last one", "proven", "z.example.", ["example. a.example. NS SOA", "y.example. example. A"]],
  ["without a word on the wildcard", "unproven", "b.example.", ["a.example. c.example. A"]],
  ["of a name that exists", "unproven", "a.example.", ["example. a.example. NS SOA", "a.example. c.example. A"]],
  ["RFC 4592 §2.2.2: of an empty non-terminal", "unproven", "b.example.", ["example. a.b.example. NS SOA"]],
  ["RFC 6840 §4.1: below a cut, from above it", "unproven", "x.a.example.", ["example. a.example. NS SOA", "a.example. c.example. NS"]],
  ["RFC 6840 §4.1: below a DNAME", "unproven", "x.a.example.", ["example. a.example. NS SOA", "a.example. c.example. DNAME"]],
  ["with a next name outside the zone", "unproven", "b.example.", ["example. a.example. NS SOA", "a.example. c.other. A"]],
] as const)("RFC 4035 §5.4: NXDOMAIN %s is %s", (_title, proof, asked, lines) => {
  expect(proveNxdomain(proofs(...lines), name(asked)).proof).toBe(proof);
}); // prettier-ignore

test.each<readonly [string, string, Mnemonic, string, readonly string[]]>([
  ["a type that is not in the list", "proven", "TXT", "a.example.", ["a.example. c.example. A"]],
  ["a type that is", "unproven", "A", "a.example.", ["a.example. c.example. A"]],
  ["RFC 6840 §4.3: where there is an alias", "unproven", "A", "a.example.", ["a.example. c.example. CNAME"]],
  ["RFC 6840 §4.4: at a cut, from above it", "unproven", "A", "a.example.", ["a.example. c.example. NS"]],
  ["the DS at a cut, from above it", "proven", "DS", "a.example.", ["a.example. c.example. NS"]],
  ["the DS, from below the cut", "unproven", "DS", "a.example.", ["a.example. c.a.example. NS SOA"]],
  ["an empty non-terminal", "proven", "A", "b.example.", ["example. a.b.example. NS SOA"]],
  ["a wildcard without the type", "proven", "TXT", "b.example.", ["*.example. c.example. A"]],
])("RFC 4035 §5.4: NODATA of %s is %s", (_title, proof, type, asked, lines) => {
  expect(proveNodata(proofs(...lines), name(asked), RRType[type]).proof).toBe(proof);
});

test("RFC 9824 §3.1: a compact denial is told as what it means", () => {
  const none = proveNodata(proofs("b.example. \\000.b.example. RRSIG NSEC NXNAME"), name("b.example."), RRType.A);
  expect(none.reasons.map(({ says }) => says)).toEqual(["the name does not exist"]);
  const some = proveNodata(proofs("b.example. \\000.b.example. TXT RRSIG NSEC"), name("b.example."), RRType.A);
  expect(some.reasons.map(({ says }) => says)).toEqual(["the type does not exist"]);
});

test.each([
  ["proven", "b.example.", "*.example.", ["a.example. c.example. A"]],
  ["unproven", "b.a.example.", "*.example.", ["a.example. c.example. A"]], // a.example. is nearer
  ["unproven", "a.example.", "*.example.", ["a.example. c.example. A"]],
] as const)("RFC 4035 §5.3.4: that a wildcard stands in is %s for %s", (proof, asked, source, lines) => {
  expect(proveExpansion(proofs(...lines), name(asked), name(source)).proof).toBe(proof);
});

test.each([
  ["proven", "unsigned delegation", "a.example.", ["a.example. c.example. NS"]],
  ["proven", "no delegation", "a.example.", ["a.example. c.example. A"]],
  ["proven", "no delegation", "b.example.", ["a.example. c.example. A"]],
  ["unproven", "no delegation", "a.example.", ["a.example. c.example. NS DS"]],
  ["unproven", "no delegation", "a.example.", ["a.example. c.a.example. NS SOA"]],
  ["unproven", "no delegation", "x.a.example.", ["a.example. c.example. NS"]],
] as const)("RFC 4035 §5.2: no DS is %s, %s at %s", (proof, means, asked, lines) => {
  expect(proveNoDs(proofs(...lines), name(asked))).toMatchObject({ proof, means });
});
