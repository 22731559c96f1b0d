// Secondary zones of the configuration: read, named with their keys, and refused with a sentence.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { readConfig } from "../../../src/server/config/read.ts";
import { secondaryFaults, secondaryPlans } from "../../../src/server/secondaries/secondaries.ts";
import { keyFaults } from "../../../src/server/configured-keys.ts";

const secret = "c2VjcmV0c2VjcmV0c2VjcmV0";
const tsigKeys = [{ name: "One.Test", secret }];

function read(dns: object) {
  return readConfig({ name: "signpost.yaml", text: JSON.stringify({ dns }) }, []);
}

test("zones have primaries, with ports where they are not 53, and keys by any letters", () => {
  const secondaries = [
    { zone: "Example.org", primaries: ["192.0.2.1", "[2001:db8::1]:5301"], key: "ONE.test." },
    { zone: "other.test.", primaries: ["192.0.2.2"] },
  ];
  const { config, faults } = read({ tsigKeys, secondaries });
  expect([faults, keyFaults(config.dns), secondaryFaults(config.dns)]).toEqual([[], [], []]);
  const [first, second] = secondaryPlans(config);
  expect(first.primaries).toEqual([
    { address: "192.0.2.1", port: 53 },
    { address: "2001:db8::1", port: 5301 },
  ]);
  expect([first.key?.name, second.key]).toEqual(["one.test.", null]);
});

test("none unless it is said", () => {
  expect(read({}).config.dns.secondaries).toEqual([]);
});

test("a zone twice, none that has it, and a key that is not there keep the server from starting", () => {
  const { dns } = read({
    tsigKeys,
    secondaries: [
      { zone: "a.test", primaries: [], key: "two.test" },
      { zone: "A.test.", primaries: ["192.0.2.1"] },
    ],
  }).config;
  expect(secondaryFaults(dns)).toEqual([
    "dns.secondaries has the zone A.test., which is there already.",
    "dns.secondaries has no primaries for a.test.",
  ]);
  expect(keyFaults(dns)).toEqual(["dns.secondaries names two.test, and dns.tsigKeys has no such key."]);
});

test.each([
  [{ zone: "a b.test", primaries: ["192.0.2.1"] }, /secondaries\[0\]\.zone/],
  [{ zone: "a.test", primaries: ["ns1.test"] }, /secondaries\[0\]\.primaries\[0\]/],
  [{ zone: "a.test" }, /primaries/],
  [{ zone: "a.test", primaries: ["192.0.2.1"], keys: "x" }, /keys.*key/],
])("%j is told with its place", (secondary, sentence) => {
  expect(
    read({ secondaries: [secondary] })
      .faults.map(({ message }) => message)
      .join(),
  ).toMatch(sentence);
});

test("over TLS, a file that no certificate is in is refused: it would mean every authority that this machine trusts", () => {
  const folder = mkdtempSync(join(tmpdir(), "signpost-ca-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const files = { empty: "", garbage: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n" };
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  const faultsOf = (tls: object): string[] => {
    const { config, faults } = read({ secondaries: [{ zone: "a.test", primaries: ["192.0.2.1"], tls }] });
    expect(faults).toEqual([]);
    return secondaryFaults(config.dns);
  };
  for (const [file, what] of [
    ["empty", "holds no certificate"],
    ["garbage", "holds no certificate"],
    ["nowhere", "cannot be read"],
  ] as const) {
    const ca = join(folder, file);
    expect(faultsOf({ enabled: true, ca })).toEqual([`dns.secondaries: tls.ca, ${ca}, ${what} (of a.test).`]);
    expect(faultsOf({ enabled: false, ca })).toEqual([]);
  }
  expect(faultsOf({ enabled: true, name: "192.0.2.1" })).toEqual([
    "dns.secondaries: tls.name 192.0.2.1 is an address: leave it out, and the certificate must name the primary's (of a.test).",
  ]);
  expect(faultsOf({ enabled: true, name: "ns1.a.test" })).toEqual([]);
});
