// The keys of the configuration: read, refused with a sentence, and never told.

import { expect, test } from "vitest";
import { readConfig } from "../../src/server/config/read.ts";
import { keyFaults, keysOf } from "../../src/server/configured-keys.ts";

const secret = "c2VjcmV0c2VjcmV0c2VjcmV0";

function read(dns: object) {
  return readConfig({ name: "signpost.yaml", text: JSON.stringify({ dns }) }, []);
}

test("keys have names, algorithms and secrets; transferKeys says which of them have zones", () => {
  const tsigKeys = [
    { name: "One.Test", secret },
    { name: "two.test.", algorithm: "hmac-sha512", secret },
  ];
  const { config, faults } = read({ tsigKeys, transferKeys: ["TWO.test"] });
  expect(faults).toEqual([]);
  expect(keyFaults(config.dns)).toEqual([]);
  expect(keysOf(config.dns)).toMatchObject([
    {
      name: "one.test.",
      algorithm: "hmac-sha256",
      scope: "queries",
      secret: Uint8Array.from(Buffer.from(secret, "base64")),
    },
    { name: "two.test.", algorithm: "hmac-sha512", scope: "transfers" },
  ]);
});

test("nobody has zones, and there are no keys, unless it is said", () => {
  const { dns } = read({}).config;
  expect([dns.allowTransfer, dns.tsigKeys, dns.transferKeys, dns.notify]).toEqual([[], [], [], []]);
});

test("a key that is there twice, or not at all, keeps the server from starting", () => {
  const tsigKeys = [
    { name: "one.test", secret },
    { name: "ONE.test.", secret },
  ];
  expect(
    keyFaults(
      read({
        tsigKeys,
        transferKeys: ["two.test"],
        notify: [
          { to: ["192.0.2.1"], key: "six.test" },
          { to: ["192.0.2.2"], key: "one.test." },
        ],
      }).config.dns,
    ),
  ).toEqual([
    // prettier-ignore
    "dns.tsigKeys has the key ONE.test. twice.",
    "dns.transferKeys names two.test, and dns.tsigKeys has no such key.",
    "dns.notify names six.test, and dns.tsigKeys has no such key.",
  ]);
});

test("what is wrong with a secret is said without it", () => {
  for (const wrong of ["notbase64!", "c2Vjcm", "", "====", "c2VjcmV0\n"]) {
    const { faults } = read({ tsigKeys: [{ name: "one.test", secret: wrong }] });
    expect(faults, wrong).toHaveLength(1);
    expect(faults[0].message).toMatch(
      /^dns\.tsigKeys\[0\]\.secret is not what it should be: expected a secret in base64/,
    );
    if (wrong !== "") expect(faults[0].message).not.toContain(wrong.trim());
  }
  expect(read({ cookieSecret: "0123456789abcdef" }).faults[0].message).not.toContain("0123456789abcdef");
});

test("names of keys are short enough for a signed reply to fit a datagram", () => {
  const long = `${"l".repeat(60)}.${"l".repeat(40)}`;
  expect(read({ tsigKeys: [{ name: long, secret }] }).faults).toHaveLength(1);
  expect(read({ tsigKeys: [{ name: long.slice(4), secret }] }).faults).toEqual([]);
});

test("a notice goes to addresses, with a port where it is another than 53", () => {
  const { config, faults } = read({
    notify: [{ to: ["192.0.2.1", "[2001:db8::1]:5353"] }, { zone: "example.com", to: [] }],
  });
  expect(faults).toEqual([]);
  expect(config.dns.notify).toEqual([
    { zone: null, key: null, to: [{ address: "192.0.2.1", port: 53 }, { address: "2001:db8::1", port: 5353 }] },
    { zone: "example.com", key: null, to: [] },
  ]); // prettier-ignore
});
