// RFC 5280 §4, the profile: certificates of the local CA as strangers read them (OpenSSL behind node:crypto, and its command).

import { spawnSync } from "node:child_process";
import { X509Certificate, createPublicKey, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { composeAuthority, composeLeaf } from "../../../src/http/certificates/certificate.ts";

const day = 86_400;
const now = Math.floor(Date.now() / 1000);
const validity = { from: now - day, until: now + 90 * day };
const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const leafKeys = generateKeyPairSync("ec", { namedCurve: "P-256" });
const names = ["route53.amazonaws.com", "*.example.test", "127.0.0.1", "::1", "fe80::1%lo"];
const authorityText = composeAuthority(privateKey, { from: now - day, until: now + 3650 * day });
const leafText = composeLeaf(privateKey, leafKeys.publicKey, names, validity);
const authority = new X509Certificate(authorityText);
const leaf = new X509Certificate(leafText);

const openssl = spawnSync("openssl", ["version"]).status === 0;
const absent = openssl ? "" : " (openssl is not installed)";
const folder = mkdtempSync(join(tmpdir(), "signpost-certificates-"));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
afterAll(() => rmSync(folder, { recursive: true }));

function openSsl(...words: readonly string[]): string {
  const { stdout, stderr } = spawnSync("openssl", words, { encoding: "utf8" });
  return stdout + stderr;
}

describe("the CA's certificate", () => {
  test("RFC 5280 §4.2.1.9: it is a CA's, signed by itself", () => {
    expect(authority.ca).toBe(true);
    expect(authority.issuer).toBe(authority.subject);
    expect(authority.verify(createPublicKey(privateKey))).toBe(true);
    expect(authority.subject).toMatch(/^O=Signpost\nCN=Signpost local CA [0-9a-f]{8}$/);
  });

  test("RFC 5280 §4.1.2.4: another CA has another name", () => {
    const other = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
    expect(new X509Certificate(composeAuthority(other, validity)).subject).not.toBe(authority.subject);
  });

  test.skipIf(!openssl)(`RFC 5280 §4.2.1.12: it speaks for servers only, and for no CA below it${absent}`, () => {
    const told = openSsl("x509", "-noout", "-text", "-in", file("ca.pem", authorityText));
    expect(told).toMatch(/Basic Constraints: critical\s+CA:TRUE, pathlen:0/);
    expect(told).toMatch(/Key Usage: critical\s+Certificate Sign, CRL Sign/);
    expect(told).toMatch(/Extended Key Usage:\s+TLS Web Server Authentication/);
    expect(told).toMatch(/ASN1 OID: prime256v1/);
  });
});

describe("a server's certificate", () => {
  test("RFC 5280 §4.1.1.3: the CA signed it", () => {
    expect(leaf.ca).toBe(false);
    expect(leaf.checkIssued(authority)).toBe(true);
    expect(leaf.verify(authority.publicKey)).toBe(true);
    expect(leaf.checkPrivateKey(leafKeys.privateKey)).toBe(true);
  });

  test("RFC 5280 §4.2.1.6: names and addresses are alternative names, and no others are believed", () => {
    expect(leaf.checkHost("route53.amazonaws.com")).toBe("route53.amazonaws.com");
    expect(leaf.checkHost("www.example.test")).toBe("*.example.test");
    expect(leaf.checkHost("iam.amazonaws.com")).toBeUndefined();
    expect(leaf.checkIP("127.0.0.1")).toBe("127.0.0.1");
    expect(leaf.checkIP("::1")).toBe("::1");
    expect(leaf.checkIP("fe80::1")).toBe("fe80::1");
    expect(leaf.checkIP("127.0.0.2")).toBeUndefined();
  });

  test("RFC 5280 §4.1.2.2: its serial number is positive, short enough and its own", () => {
    const serials = Array.from({ length: 50 }, () => {
      const text = composeLeaf(privateKey, leafKeys.publicKey, ["a.test"], validity);
      return new X509Certificate(text).serialNumber;
    });
    expect(new Set(serials).size).toBe(50);
    for (const serial of serials) expect(serial).toMatch(/^[4-7][0-9A-F]{31}$/);
  });

  test("RFC 5280 §4.1.2.5: it holds for as long as was said", () => {
    expect(leaf.validFromDate.getTime() / 1000).toBe(validity.from);
    expect(leaf.validToDate.getTime() / 1000).toBe(validity.until);
  });

  test.skipIf(!openssl)(`OpenSSL verifies it strictly, for its names${absent}`, () => {
    const [ca, server] = [file("ca.pem", authorityText), file("leaf.pem", leafText)];
    const verify = (...words: string[]): string =>
      openSsl("verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", ca, ...words, server);
    expect(verify("-verify_hostname", "route53.amazonaws.com")).toBe(`${server}: OK\n`);
    expect(verify("-verify_ip", "::1")).toBe(`${server}: OK\n`);
    expect(verify("-verify_hostname", "iam.amazonaws.com")).toContain("hostname mismatch");
    expect(openSsl("verify", "-x509_strict", "-CAfile", ca, ca)).toBe(`${ca}: OK\n`);
    expect(openSsl("verify", "-purpose", "smimesign", "-CAfile", ca, server)).toContain(
      "unsuitable certificate purpose",
    );
  });
});
