// dns.signing in the configuration: read, and refused with a sentence.

import { expect, test } from "vitest";
import { readConfig } from "../../../src/server/config/read.ts";
import { signingFaults } from "../../../src/server/signing/signing-wishes.ts";

function read(dns: object, data: string | null = "./data") {
  return readConfig({ name: "signpost.yaml", text: JSON.stringify({ dns, data }) }, []);
}

test("what is not said is as BIND's default policy has it", () => {
  expect(read({ signing: [{}] }).config.dns.signing).toEqual([
    {
      zone: null,
      keys: null,
      algorithm: "ecdsap256sha256",
      denial: "nsec",
      cds: true,
      zonemd: null,
      signatureDays: 14,
    },
  ]);
  expect(read({}).config.dns.signing).toEqual([]);
});

test.each<[string, object, string | null, string[]]>([
  ["nothing to say", { signing: [{}, { zone: "a.test" }] }, "./data", []],
  [
    "no data directory",
    { signing: [{}] },
    null,
    ["dns.signing wants a data directory, which knows the serials that were given out: data is null."],
  ],
  [
    "a zone twice",
    { signing: [{ zone: "a.test" }, { zone: "A.test." }, {}, {}] },
    "./data",
    ["dns.signing has A.test. twice.", "dns.signing has every zone twice."],
  ],
  [
    "a zone of another server",
    { signing: [{ zone: "a.test" }], secondaries: [{ zone: "a.test", primaries: ["127.0.0.1"] }] },
    "./data",
    ["dns.signing has the zone a.test, which is one of dns.secondaries: only files are signed."],
  ],
])("%s", (_, dns, data, faults) => {
  expect(signingFaults(read(dns, data).config)).toEqual(faults);
});

test.each([
  [{ zone: "a b.test" }, /signing\[0\]\.zone/],
  [{ algorithm: "rsasha1" }, /signing\[0\]\.algorithm.*ecdsap256sha256/],
  [{ signatureDays: 0 }, /signing\[0\]\.signatureDays.*from 1 to 365/],
  [{ key: "./keys" }, /keys/],
])("%j is told with its place", (section, sentence) => {
  const { faults } = read({ signing: [section] });
  expect(faults.map(({ place, message }) => `${place}: ${message}`).join("\n")).toMatch(sentence);
});
