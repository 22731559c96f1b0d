import { expect, test } from "vitest";
import { name, rdata } from "../../dnssec/records.ts";
import { base32hex, encodeDigits } from "../../../src/base/encodings.ts";
import { hashName, isOptOut, type Nsec3, nsec3Covers, nsec3Matches, readNsec3 } from "../../../src/dnssec/nsec3.ts";
import { hasType } from "../../../src/dnssec/nsec.ts";
import { RRType } from "../../../src/dns/types.ts";

const salt = Uint8Array.fromHex("aabbccdd");
const zone = name("example.");

test.each([
  ["example.", "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom"],
  ["a.example.", "35mthgpgcu1qg68fab165klnsnk3dpvl"],
  ["ai.example.", "gjeqe526plbf1g8mklp59enfd789njgi"],
  ["ns1.example.", "2t7b4g4vsa5smi47k61mv5bv1a22bojr"],
  ["ns2.example.", "q04jkcevqvmu85r014c7dkba38o0ji5r"],
  ["w.example.", "k8udemvp1j2f7eg6jebps17vp3n8i58h"],
  ["*.w.example.", "r53bq7cc2uvmubfu5ocmm6pers9tk9en"],
  ["x.w.example.", "b4um86eghhds6nea196smvmlo4ors995"],
  ["y.w.example.", "ji6neoaepv8b5o6k4ev33abha8ht9fgc"],
  ["X.Y.W.Example.", "2vptu5timamqttgl4luu9kg21e0aor3s"],
  ["xx.example.", "t644ebqk9bibcna874givr6joj62mlhv"],
])("RFC 5155 Appendix A: the hash of %s", (text, hash) => {
  expect(encodeDigits(base32hex, hashName(name(text), salt, 12))).toBe(hash);
  expect(hashName(name(text).wire, salt, 12)).toEqual(hashName(name(text), salt, 12));
});

const data = "1 1 12 aabbccdd 2t7b4g4vsa5smi47k61mv5bv1a22bojr NS SOA MX RRSIG DNSKEY NSEC3PARAM";
const read = (owner: string, text = data, at = zone): Nsec3 | null => readNsec3(name(owner), at, rdata("NSEC3", text));

test("RFC 5155 §3: a record is read, its owner in whatever case", () => {
  const nsec3 = read("0P9mhaveqvm6t7vbl5lop2u3t2rp3tom.Example.") ?? expect.fail("it is one");
  expect(nsec3Matches(nsec3, hashName(zone, nsec3.salt, nsec3.iterations))).toBe(true);
  expect(isOptOut(nsec3)).toBe(true);
  const has = (type: number): boolean => hasType(nsec3.rdata, nsec3.bitmapAt, type);
  expect([RRType.SOA, RRType.A, RRType.NSEC3PARAM, RRType.NSEC3, RRType.CAA].map(has)).toEqual([
    true,
    false,
    true,
    false,
    false,
  ]);
});

const hash = "0p9mhaveqvm6t7vbl5lop2u3t2rp3tom";
test.each([
  ["RFC 5155 §3: an owner without a hash", "example.", data],
  ["RFC 5155 §3: an owner two labels below the zone", `${hash}.a.example.`, data],
  ["RFC 5155 §3: an owner in another zone", `${hash}.test.`, data],
  ["RFC 5155 §3: a hash too short", `${hash.slice(8)}.example.`, data],
  ["RFC 5155 §3.3: a digit that is none", `${hash.slice(1)}w.example.`, data],
  ["RFC 5155 §3.1.7: a next hash of another length", `${hash}.example.`, data.replace("2t7b4g4v", "")],
  ["RFC 5155 §8.1: an unknown hash", `${hash}.example.`, data.replace("1 1", "2 1")],
  ["RFC 5155 §8.2: an unknown flag", `${hash}.example.`, data.replace("1 1", "1 2")],
])("%s is ignored", (_, owner, text) => {
  expect(read(owner, text)).toBeNull();
});

test.each([
  ["RFC 5155 §1.3: between", "2t7b4g4vsa5smi47k61mv5bv1a22bojr", "35mthgpgcu1qg68fab165klnsnk3dpvl", "2v", true],
  ["RFC 5155 §1.3: before", "2t7b4g4vsa5smi47k61mv5bv1a22bojr", "35mthgpgcu1qg68fab165klnsnk3dpvl", "2s", false],
  ["RFC 5155 §1.3: behind", "2t7b4g4vsa5smi47k61mv5bv1a22bojr", "35mthgpgcu1qg68fab165klnsnk3dpvl", "36", false],
  ["RFC 5155 §7.1: the last covers the end", "t644ebqk9bibcna874givr6joj62mlhv", hash, "u0", true],
  ["RFC 5155 §7.1: the last covers the beginning", "t644ebqk9bibcna874givr6joj62mlhv", hash, "00", true],
  ["RFC 5155 §7.1: the last covers no more", "t644ebqk9bibcna874givr6joj62mlhv", hash, "k8", false],
  ["RFC 5155 §7.1: one alone covers all others", hash, hash, "k8", true],
  ["RFC 5155 §7.1: one alone does not cover itself", hash, hash, hash, false],
])("%s", (_, owner, next, at, covered) => {
  const nsec3 = read(`${owner}.example.`, `1 0 0 - ${next} A`) ?? expect.fail("it is one");
  const wanted = read(`${at.padEnd(32, "0")}.example.`) ?? expect.fail("it is one");
  expect(nsec3Covers(nsec3, wanted.hash)).toBe(covered);
});
