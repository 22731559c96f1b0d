// The boundary that tests of signatures go through: records as zone text, to the values that dnssec/ knows, and one check.

import { generateKeyPairSync, sign } from "node:crypto";
import { expect } from "vitest";
import { nodeDnssecCrypto } from "../../src/crypto/dnssec-crypto.ts";
import { Class } from "../../src/dns/codes.ts";
import { Name } from "../../src/dns/name.ts";
import { makeRRset, type RRset } from "../../src/dns/rrset.ts";
import { typeNumber } from "../../src/dns/types.ts";
import { type DnsKey, readDnsKey } from "../../src/dnssec/dnskey.ts";
import { signRRset, type SignatureTimes, type SigningKey } from "../../src/dnssec/sign.ts";
import { type VerifyContext, verifyRRset } from "../../src/dnssec/verify.ts";
import { scanText, wireName } from "../rfc/support.ts";

export const name = (text: string): Name => new Name(wireName(text));

export function rdata(type: string, text: string): Uint8Array {
  const scanned = scanText(typeNumber(type) ?? expect.fail(`${type} is no type`), text);
  return typeof scanned === "string" ? expect.fail(`${type} ${text}: ${scanned}`) : scanned;
}

export const dnskey = (text: string): DnsKey => readDnsKey(rdata("DNSKEY", text));

/** A set of records written as "owner ttl type data", one a line; lines of type RRSIG sign it. */
export function records(text: string): RRset {
  const lines = text
    .trim()
    .split("\n")
    .map((line) => /^\s*(\S+) (\d+) (\S+) (.*)$/.exec(line) ?? expect.fail(`${line} is no record`));
  const [[, owner, ttl, type]] = lines;
  const of = (wanted: (type: string) => boolean): Uint8Array[] =>
    lines.filter((line) => wanted(line[3])).map((line) => rdata(line[3], line[4]));
  return makeRRset(
    name(owner),
    typeNumber(type) ?? expect.fail(`${type} is no type`),
    Class.IN,
    Number(ttl),
    of((each) => each === type),
    of((each) => each === "RRSIG" && type !== "RRSIG"),
  );
}

export interface Case {
  readonly set: RRset;
  readonly zone: string;
  readonly keys: readonly DnsKey[];
  readonly at?: string;
  readonly checks?: number;
  readonly leniency?: VerifyContext["leniency"];
}

/** Verifies the set, and says what was found: "valid", "valid from *.x.", or the fault. */
export function verdict({ set, zone, keys, at = "2020-01-01", checks = 16, leniency = "current" }: Case): string {
  const context = {
    crypto: nodeDnssecCrypto,
    nowSeconds: Date.parse(at) / 1000,
    leniency,
    work: { checksLeft: checks },
  };
  const found = verifyRRset(set, name(zone), keys, context);
  if (found.kind === "invalid") return found.why;
  return found.source === null ? "valid" : `valid from ${found.source.key}`;
}

/** A key that lives for a test: Ed25519, with the flags it is told. */
export function newKey(flags = 256): SigningKey & { readonly read: DnsKey } {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const { x = "" } = publicKey.export({ format: "jwk" });
  const dnskey = Uint8Array.of(flags >>> 8, flags & 0xff, 3, 15, ...Buffer.from(x, "base64url"));
  const read = readDnsKey(dnskey);
  return { dnskey, tag: read.tag, algorithm: 15, sign: (data) => sign(null, data, privateKey), read };
}

export const times: SignatureTimes = {
  inception: Date.parse("2019-12-01") / 1000,
  expiration: Date.parse("2020-02-01") / 1000,
};

/** The set with a signature of each key, and nothing else. */
export function signed(set: RRset, zone: string, ...keys: readonly SigningKey[]): RRset {
  return { ...set, signatures: keys.map((key) => signRRset(set, name(zone), key, times)) };
}
