// What DNS over TLS and over HTTPS present: of files, of the local CA, renewed, and what is said where that cannot be.

import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { LocalAuthority } from "../../src/http/certificates/local-authority.ts";
import { systemClock } from "../../src/net/upstream/system-clock.ts";
import { readConfig } from "../../src/server/config/read.ts";
import { CredentialsFault, DnsCredentials, wantsAuthority } from "../../src/server/dns-credentials.ts";

const folder = mkdtempSync(join(tmpdir(), "signpost-credentials-"));
afterAll(() => rmSync(folder, { recursive: true }));
const authority = LocalAuthority.create(systemClock);

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function configOf(
  tls: object,
  https: object = {},
): Parameters<typeof wantsAuthority>[0] & ConstructorParameters<typeof DnsCredentials>[0] {
  const { config, faults } = readConfig({ name: "signpost.yaml", text: JSON.stringify({ dns: { tls, https } }) }, []);
  expect(faults).toEqual([]);
  return config;
}

const listen = ["127.0.0.1:0"];

test("where nothing is to be encrypted, nothing is wanted", () => {
  const config = configOf({});
  expect(wantsAuthority(config)).toBe(false);
  expect(new DnsCredentials(config, null).listenings()).toEqual({ tls: null, https: null });
});

test("without a certificate the local CA makes one, for this machine and for where it listens", () => {
  const config = configOf({ listen: ["127.0.0.5:0"] });
  expect(wantsAuthority(config)).toBe(true);
  const { tls, https } = new DnsCredentials(config, authority).listenings();
  expect(https).toBeNull();
  const { subjectAltName } = new X509Certificate(tls!.credentials.cert);
  for (const name of ["DNS:localhost", "IP Address:127.0.0.1", "IP Address:127.0.0.5"])
    expect(subjectAltName).toContain(name);
});

test("files are presented as they are, and read again", () => {
  const first = authority.credentialsFor("dns.example.test");
  const certificate = file("cert.pem", first.cert);
  const key = file("key.pem", first.key);
  const credentials = new DnsCredentials(configOf({ listen, certificate, key }, { listen, certificate, key }), null);
  expect(credentials.listenings().https?.credentials).toEqual({ cert: first.cert, key: first.key });
  expect(credentials.renewed()).toEqual({ changes: [], faults: [] });
  const next = LocalAuthority.create(systemClock).credentialsFor("dns.example.test");
  writeFileSync(certificate, next.cert);
  expect(credentials.renewed()).toEqual({
    changes: [],
    faults: ["tls", "https"].map(
      (one) => `dns.${one}: the key in ${key} is not that of the certificate in ${certificate}.`,
    ),
  });
  writeFileSync(key, next.key);
  const { changes } = credentials.renewed();
  expect(changes.map(([protocol, { cert }]) => [protocol, cert === next.cert])).toEqual([["tls", true], ["https", true]]); // prettier-ignore
  expect(credentials.renewed().changes).toEqual([]);
});

test("a chain that is cut off is not taken", () => {
  const { cert, key } = authority.credentialsFor("cut.test");
  const certificate = file("cut.pem", `${cert}${cert.split("\n").slice(0, 4).join("\n")}\n`);
  const config = configOf({ listen, certificate, key: file("cut-key.pem", key) });
  expect(() => new DnsCredentials(config, null).listenings()).toThrow(
    /^dns\.tls: .*cut\.pem and .* cannot be presented \(ERR_OSSL/,
  );
});

const good = authority.credentialsFor("a.test");
const certificate = file("good.pem", good.cert);
const key = file("good-key.pem", good.key);
test.each([
  [{ listen, certificate }, "dns.tls.certificate is there, and dns.tls.key is not: they go together."],
  [{ listen, key }, "dns.tls.key is there, and dns.tls.certificate is not: they go together."],
  [{ listen, certificate: "/nowhere.pem", key }, "dns.tls.certificate: /nowhere.pem cannot be read (ENOENT)."],
  [{ listen, certificate, key: folder }, `dns.tls.key: ${folder} cannot be read (EISDIR).`],
  [{ listen, certificate: key, key }, `dns.tls.certificate: ${key} holds no certificate in PEM form.`],
  [
    { listen, certificate, key: certificate },
    `dns.tls.key: ${certificate} holds no private key in PEM form that can be read without a password.`,
  ],
])("%o: %s", (tls, sentence) => {
  const credentials = new DnsCredentials(configOf(tls), authority);
  expect(() => credentials.listenings()).toThrow(new CredentialsFault(sentence));
});
