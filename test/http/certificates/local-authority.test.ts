// The local CA over its life: made once, found again, broken, near its end; and its servers' certificates as time passes.

import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type SecureContext, connect, createServer } from "node:tls";
import { afterEach, beforeEach, expect, test } from "vitest";
import { VirtualClock } from "../../../src/base/clock.ts";
import { maxLeafCertificates } from "../../../src/base/limits.ts";
import { AuthorityFault } from "../../../src/http/certificates/authority-files.ts";
import { LocalAuthority } from "../../../src/http/certificates/local-authority.ts";

const dayMs = 86_400_000;
const startSeconds = Math.floor(Date.now() / 1000);
let folder = "";
let clock: VirtualClock;

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "signpost-ca-")), "ca");
  clock = new VirtualClock(0, startSeconds);
});
afterEach(() => rmSync(join(folder, ".."), { recursive: true }));

const path = (name: string): string => join(folder, name);
const open = (): LocalAuthority => LocalAuthority.open(folder, clock);

test("it is made once, its key for its owner only", () => {
  const { certificate } = open();
  expect(readdirSync(folder).toSorted()).toEqual(["ca-key.pem", "ca.pem"]);
  expect(readFileSync(path("ca.pem"), "utf8")).toBe(certificate);
  if (process.platform !== "win32") {
    expect(statSync(path("ca-key.pem")).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  }
  expect(open().certificate).toBe(certificate);
});

test("a process that died between key and certificate is made up for, with the same key", () => {
  const first = new X509Certificate(open().certificate);
  rmSync(path("ca.pem"));
  writeFileSync(path("ca.pem.new"), "-----BEGIN CERT");
  const second = new X509Certificate(open().certificate);
  expect(second.publicKey.equals(first.publicKey)).toBe(true);
  expect(existsSync(path("ca.pem.new"))).toBe(false);
});

test("a process that died while it wrote the key leaves nothing that counts", () => {
  mkdirSync(folder);
  writeFileSync(path("ca-key.pem.new"), "-----BEGIN PRIV", { mode: 0o600 });
  expect(open().certificate).toBe(open().certificate);
  expect(readdirSync(folder).toSorted()).toEqual(["ca-key.pem", "ca.pem"]);
});

test.each([
  ["a certificate without its key", () => rmSync(path("ca-key.pem")), /ca\.pem has no key beside it/],
  ["a key that is none", () => writeFileSync(path("ca-key.pem"), "x"), /ca-key\.pem is no private key/],
  ["a certificate that is none", () => writeFileSync(path("ca.pem"), "x"), /ca\.pem is no certificate/],
  [
    "another's certificate",
    () => writeFileSync(path("ca.pem"), LocalAuthority.create(clock).certificate),
    /do not belong together/,
  ],
])("%s is told, and nothing is replaced", (_, spoil, sentence) => {
  open();
  spoil();
  const before = readdirSync(folder);
  expect(open).toThrow(AuthorityFault);
  expect(open).toThrow(sentence);
  expect(readdirSync(folder)).toEqual(before);
});

test("a folder that cannot be made is told", () => {
  writeFileSync(folder, "a file in its place");
  expect(open).toThrow(/cannot be (read|written) \((ENOTDIR|EEXIST)\)/);
});

test("near its end it is renewed over the same key", () => {
  const first = new X509Certificate(open().certificate);
  clock.advanceTo(3500 * dayMs);
  expect(new X509Certificate(open().certificate).serialNumber).toBe(first.serialNumber);
  clock.advanceTo(3600 * dayMs);
  const second = new X509Certificate(open().certificate);
  expect(second.serialNumber).not.toBe(first.serialNumber);
  expect(second.publicKey.equals(first.publicKey)).toBe(true);
});

test("a server's certificate is kept, and renewed when a third of its time is left", () => {
  const authority = LocalAuthority.create(clock);
  const first = authority.contextFor("a.test");
  clock.advanceTo(59 * dayMs);
  expect(authority.contextFor("a.test")).toBe(first);
  expect(authority.contextFor("b.test")).not.toBe(first);
  clock.advanceTo(61 * dayMs);
  expect(authority.contextFor("a.test")).not.toBe(first);
});

test("what is kept is bounded, and what is used stays", () => {
  const authority = LocalAuthority.create(clock);
  const [used, unused] = [authority.contextFor("used.test"), authority.contextFor("unused.test")];
  for (let i = 0; i < maxLeafCertificates; i++) {
    authority.contextFor(`${i}.test`);
    authority.contextFor("used.test");
  }
  expect(authority.contextFor("used.test")).toBe(used);
  expect(authority.contextFor("unused.test")).not.toBe(unused);
});

test("clients believe its servers when they were given the CA, and others do not", async () => {
  const authority = LocalAuthority.create(clock);
  const context = authority.contextFor("localhost", "127.0.0.1");
  expect(await greet(context, "localhost", authority.certificate)).toBe("believed");
  expect(await greet(context, "other.test", authority.certificate)).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
  const stranger = LocalAuthority.create(clock).certificate;
  expect(await greet(context, "localhost", stranger)).toBe("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
});

async function greet(context: SecureContext, servername: string, ca: string): Promise<string> {
  const server = createServer({ SNICallback: (_, decide) => decide(null, context) }, (socket) => socket.end());
  server.on("tlsClientError", () => {}); // what the client says is what counts
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const socket = connect({ host: "127.0.0.1", port, servername, ca });
  try {
    await once(socket, "secureConnect");
    return "believed";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    socket.destroy();
    server.close();
  }
}
