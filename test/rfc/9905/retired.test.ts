import { expect, test } from "vitest";
import { dnskey, records, verdict } from "../../dnssec/records.ts";
import { algorithmName, digestNameOf, isSupportedAlgorithm } from "../../../src/dnssec/algorithms.ts";

const numbers = [...Array(256).keys()];

test("RFC 9905 §2: SHA-1 signs no more, but for who asks for it", () => {
  const believed = numbers.filter((number) => isSupportedAlgorithm(number, "current"));
  const retired = numbers.filter((number) => isSupportedAlgorithm(number, "legacy") && !believed.includes(number));
  expect(believed).toEqual([8, 10, 13, 14, 15, 16]);
  expect(retired.map(algorithmName)).toEqual(["DSA", "RSASHA1", "DSA-NSEC3-SHA1", "RSASHA1-NSEC3-SHA1"]);
  expect(algorithmName(99)).toBe("ALG99");
});

test("RFC 9905 §2: a DS of SHA-1 is still believed", () => {
  for (const leniency of ["current", "legacy"] as const)
    expect(numbers.slice(0, 6).map((number) => digestNameOf(number, leniency))).toEqual([
      null,
      "SHA-1",
      "SHA-256",
      null,
      "SHA-384",
      null,
    ]);
});

test("RFC 9905 §2: a set that only retired algorithms signed has no signature that counts", () => {
  const key = dnskey("256 3 5 AQOeiiR0GOMYkDshWoSKz9XzfwJr1AYtsmx3TGkJaNXVbfi/");
  const set = records(`a.example. 60 A 192.0.2.1
    a.example. 60 RRSIG A 5 2 60 20300101000000 20000101000000 ${key.tag} example. AwEAAcbvC2QN`);
  const check = (leniency: "current" | "legacy"): string =>
    verdict({ set, zone: "example.", keys: [key], at: "2020-01-01", leniency });
  expect(check("current")).toBe("unsupported");
  expect(check("legacy")).toBe("no key"); // as the key is too short for one
});
