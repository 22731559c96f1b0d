// Where the keys of token issuers come from, and what is said when they cannot be fetched.

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import type { UpstreamPort } from "../../../src/gateway/engine/ports.ts";
import { tokenKeys } from "../../../src/server/gateway/token-keys.ts";

const folder = mkdtempSync(join(tmpdir(), "keys-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "keys.json");
writeFileSync(file, '{"keys":[{"kty":"RSA","kid":"1"},{"kid":"no type"},7]}');

/** Answers by the URL. */
const upstream: UpstreamPort = {
  send: async ({ url }) => {
    if (url.includes("down")) return { fault: "unreachable", why: "refused" };
    const status = url.includes("lost") ? 404 : 200;
    const text = url.includes("odd") ? "{}" : JSON.stringify({ keys: [{ kty: "EC", from: url }] });
    return { status, headers: [], body: Buffer.from(text) };
  },
};
const keysOf = tokenKeys({ mapped: file, elsewhere: "https://keys.test/all" }, upstream);

test.each([
  ["mapped", [{ kty: "RSA", kid: "1" }]],
  ["elsewhere", [{ kty: "EC", from: "https://keys.test/all" }]],
  ["https://issuer.test/pool/", [{ kty: "EC", from: "https://issuer.test/pool/.well-known/jwks.json" }]],
])("%s", async (issuer, keys) => {
  expect(await keysOf(issuer)).toEqual(keys);
});

test.each([
  ["https://down.test", "https://down.test/.well-known/jwks.json cannot be asked: refused."],
  ["https://lost.test", "https://lost.test/.well-known/jwks.json answers 404."],
  ["https://odd.test", "https://odd.test/.well-known/jwks.json holds no list of keys."],
])("%s: %s", async (issuer, sentence) => {
  await expect(keysOf(issuer)).rejects.toThrow(sentence);
});
