// Zones that deny by NSEC3: which records an answer needs, with the zone of RFC 5155 Appendix A where it has one.

import { expect, test } from "vitest";
import { Asking, head, newImage, serve } from "../../authority/asking.ts";
import { base32hex, fakeSigned, hashName, type FakeDenial } from "../../differential/fake-signer.ts";
import { composeQuery, labelsOf, nameText, parseMessage, rcodeText, types } from "../../peers/wire.ts";

const text = `${head}www A 192.0.2.10
*.wild TXT "stands in"
a.b A 192.0.2.11
secure NS ns1
secure DS 1 13 2 ${"00".repeat(32)}
insecure NS ns1
only.under NS ns1
`;
const names = ["", "ns1.", "www.", "wild.", "*.wild.", "b.", "a.b.", "secure.", "insecure.", "under.", "only.under."];
const salt = Uint8Array.of(0xaa, 0xbb);
const all: FakeDenial = { kind: "nsec3", iterations: 2, salt: "aabb", span: "all" };

function hashOf(relative: string): string {
  return base32hex(hashName(labelsOf(`${relative}example.`), salt, 2));
}

/** Asks with DO; the RCODE, and whose hash each NSEC3 of the authority section is named by. */
function denial(asking: Asking, name: string, type: string): string {
  const reply = parseMessage(asking.send(composeQuery(name, type, { edns: { flags: 0x8000, size: 4096 } }))!);
  const owners = reply.authority.filter((r) => r.type === types["NSEC3"]).map((r) => r.owner[0]);
  const whose = owners.map((owner) => names.find((relative) => hashOf(relative) === owner) ?? owner);
  return `${rcodeText(reply.rcode)} ${once(...whose.map((relative) => relative || "@"))}`.trimEnd();
}

function asked(signing: FakeDenial, zone: string = text): Asking {
  const image = newImage();
  serve(image, { "example.": fakeSigned("example.", zone, signing) });
  return new Asking(image);
}

/** The one of these names whose NSEC3 covers a name. */
function coverOf(relative: string, among: readonly string[] = names): string {
  const hashes = among.map((one) => ({ one, hash: hashOf(one) })).toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
  const { one } = hashes.findLast(({ hash }) => hash < hashOf(relative)) ?? hashes.at(-1)!;
  return one || "@";
}

const once = (...owners: string[]): string => [...new Set(owners)].toSorted().join(" ");

test("RFC 5155 §7.2.1, §7.2.2: no such name: the closest encloser, the next closer name, the wildcard", () => {
  const asking = asked(all);
  expect(denial(asking, "x.y.www.example.", "A")).toBe(
    `NXDOMAIN ${once("www.", coverOf("y.www."), coverOf("*.www."))}`,
  );
  expect(denial(asking, "nope.example.", "A")).toBe(`NXDOMAIN ${once("@", coverOf("nope."), coverOf("*."))}`);
});

test("RFC 5155 §7.2.3: no such type: the NSEC3 that matches, of an empty non-terminal, too", () => {
  const asking = asked(all);
  expect(denial(asking, "www.example.", "TXT")).toBe("NOERROR www.");
  expect(denial(asking, "b.example.", "A")).toBe("NOERROR b.");
  expect(denial(asking, "www.example.", "NSEC3")).toBe("NOERROR www.");
});

test("RFC 5155 §7.2.4: no DS, where the delegation has an NSEC3 and where it is left out", () => {
  expect(denial(asked(all), "insecure.example.", "DS")).toBe("NOERROR insecure.");
  const signed = names.filter((name) => !/insecure|under/.test(name));
  const optOut = asked({ ...all, span: "opt-out" });
  expect(denial(optOut, "insecure.example.", "DS")).toBe(`NOERROR ${once("@", coverOf("insecure.", signed))}`);
});

test("RFC 5155 §7.2.5, §7.2.6: wildcards, with the type and without", () => {
  const asking = asked(all);
  expect(denial(asking, "x.y.wild.example.", "TXT")).toBe(`NOERROR ${coverOf("y.wild.")}`);
  expect(denial(asking, "x.y.wild.example.", "A")).toBe(`NOERROR ${once("wild.", coverOf("y.wild."), "*.wild.")}`);
});

test("RFC 5155 §7.2.7: referrals without DS, those that opt out included", () => {
  expect(denial(asked(all), "www.insecure.example.", "A")).toBe("NOERROR insecure.");
  expect(denial(asked(all), "www.secure.example.", "A")).toBe("NOERROR");
  const signed = names.filter((name) => !/insecure|under/.test(name));
  const optOut = asked({ ...all, span: "opt-out" });
  expect(denial(optOut, "www.insecure.example.", "A")).toBe(`NOERROR ${once("@", coverOf("insecure.", signed))}`);
  // The closest encloser has no NSEC3 of its own: the closest provable one is the apex.
  expect(denial(optOut, "www.only.under.example.", "A")).toBe(`NOERROR ${once("@", coverOf("under.", signed))}`);
  expect(denial(optOut, "under.example.", "A")).toBe(`NOERROR ${once("@", coverOf("under.", signed))}`);
});

test("RFC 5155 §7.2.8: NSEC3 owners are no names of the zone", () => {
  const asking = asked(all);
  const owner = `${hashOf("www.")}.`;
  for (const type of ["NSEC3", "A", "RRSIG"]) {
    expect(denial(asking, `${owner}example.`, type)).toBe(`NXDOMAIN ${once("@", coverOf(owner), coverOf("*."))}`);
  }
  expect(denial(asking, `x.${owner}example.`, "A")).toBe(`NXDOMAIN ${once("@", coverOf(owner), coverOf("*."))}`);
});

test("RFC 5155 §4.1.2, §7.3: NSEC3PARAM names the chain; another chain beside it is not used", () => {
  const zone = fakeSigned("example.", text, all);
  const image = newImage();
  const flagged = zone.replace(/(NSEC3PARAM \\# 7 )0100/, "$10101");
  serve(image, { "example.": flagged });
  const asking = new Asking(image);
  expect(denial(asking, "www.example.", "TXT")).toBe("NOERROR");
  const other = zone.replace(/(NSEC3PARAM \\# 7 01000002)02aabb/, "$102aabc");
  serve(image, { "example.": other });
  expect(denial(asking, "www.example.", "TXT")).toBe("NOERROR");
  serve(image, { "example.": zone });
  expect(denial(asking, "www.example.", "TXT")).toBe("NOERROR www.");
});

test("RFC 5155 Appendix A, §5: hashes of the example zone", () => {
  const salted = Uint8Array.of(0xaa, 0xbb, 0xcc, 0xdd);
  const hashes = {
    "example.": "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom",
    "a.example.": "35mthgpgcu1qg68fab165klnsnk3dpvl",
    "*.w.example.": "r53bq7cc2uvmubfu5ocmm6pers9tk9en",
    "xx.example.": "t644ebqk9bibcna874givr6joj62mlhv",
  };
  for (const [name, hash] of Object.entries(hashes)) {
    expect(base32hex(hashName(labelsOf(name), salted, 12)), nameText(labelsOf(name))).toBe(hash);
  }
  // The server's own: the zone's NSEC3s are found by the names they stand for.
  const asking = asked({ kind: "nsec3", iterations: 12, salt: "aabbccdd", span: "all" }, `${head}a A 192.0.2.1\n`);
  const reply = parseMessage(asking.send(composeQuery("a.example.", "TXT", { edns: { flags: 0x8000, size: 4096 } }))!);
  expect(reply.authority.filter((r) => r.type === types["NSEC3"]).map((r) => r.owner[0])).toEqual([
    hashes["a.example."],
  ]);
});
