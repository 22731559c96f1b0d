// Who may have which zone: dns.allowTransfer and dns.transfers as the configuration says them, judged as a worker judges.

import { expect, test } from "vitest";
import { tsigKey } from "../../../src/authority/tsig-keys.ts";
import { createClient } from "../../../src/net/client.ts";
import { readConfig } from "../../../src/server/config/read.ts";
import { keysOf } from "../../../src/server/configured-keys.ts";
import { TransferPolicy, transferFaults, transferRules } from "../../../src/server/transfers/transfer-policy.ts";
import { nameOf } from "../../authority/asking.ts";

const secret = "c2VjcmV0c2VjcmV0c2VjcmV0";

function read(dns: object) {
  const { config, faults } = readConfig({ name: "signpost.yaml", text: JSON.stringify({ dns }) }, []);
  expect(faults).toEqual([]);
  return config.dns;
}

const dns = read({
  allowTransfer: ["192.0.2.1"],
  tsigKeys: ["one.test", "two.test"].map((name) => ({ name, secret })),
  transfers: [
    { zone: "a.test", key: "ONE.test." },
    { zone: "B.test.", key: "one.test", from: ["198.51.100.0/24"] },
    { zone: "c.test", from: ["2001:db8::/32", "203.0.113.9"] },
    { key: "two.test", from: ["198.51.100.7"] },
  ],
});
const policy = new TransferPolicy(structuredClone(transferRules(dns)));

function mayHave(zone: string, address: readonly number[], keyName: string | null): boolean {
  const client = createClient(1, address.length === 4 ? 4 : 6);
  client.address.set(address);
  const known = keysOf(dns).find(({ name }) => name === keyName);
  const key =
    keyName === null ? null : (known ?? tsigKey(nameOf(keyName), "hmac-sha256", new Uint8Array(9), "queries"));
  return policy.allows(client, key, nameOf(zone));
}

const here = [198, 51, 100, 7];
const elsewhere = [192, 0, 2, 2];

test.each([
  ["an address of allowTransfer has every zone", "z.test.", [192, 0, 2, 1], null, true],
  ["a key has its zone, from anywhere", "A.test.", elsewhere, "one.test.", true],
  ["and no other", "c.test.", elsewhere, "one.test.", false],
  ["nor one below it", "sub.a.test.", elsewhere, "one.test.", false],
  ["another key does not have it", "a.test.", elsewhere, "two.test.", false],
  ["nobody has it without", "a.test.", here, null, false],
  ["a key with addresses is for both together", "b.test.", here, "one.test.", true],
  ["the key alone is not enough", "b.test.", elsewhere, "one.test.", false],
  ["the address alone is not enough", "b.test.", here, null, false],
  ["an address has its zone", "c.test.", [203, 0, 113, 9], null, true],
  ["an address has its zone, over IPv6", "c.test.", [0x20, 1, 0xd, 0xb8, ...Array(12).fill(1)], null, true],
  ["and no other of it", "a.test.", [203, 0, 113, 9], null, false],
  ["a rule without a zone is for every one", "z.test.", here, "two.test.", true],
  ["a key that nobody names opens nothing", "a.test.", here, "three.test.", false],
] as const)("%s", (_title, zone, address, keyName, expected) => {
  expect(mayHave(zone, address, keyName)).toBe(expected);
});

test("a rule for nobody, or for a key that is not there, keeps the server from starting", () => {
  expect(transferFaults(dns)).toEqual([]);
  expect(transferFaults(read({ transfers: [{ zone: "a.test" }, { key: "one.test" }] }))).toEqual([
    "dns.transfers[0] says neither key nor from: a rule is for somebody.",
    "dns.transfers names one.test, and dns.tsigKeys has no such key.",
  ]);
});
