// Keys in a directory, two files each, as BIND and ldns keep them: Kexample.test.+013+12345.key with the DNSKEY record and
// the same with .private for the private key. So keys made there sign here, and ours sign there.
// Invariants: a file is never written over; the private half is its owner's alone to read. Faults are sentences.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Name } from "../dns/name.ts";
import { printRdata } from "../dns/rdata.ts";
import { printName } from "../dns/text/name-text.ts";
import { RRType } from "../dns/types.ts";
import { isEntryPoint, readDnsKey } from "../dnssec/dnskey.ts";
import type { SigningKey } from "../dnssec/sign.ts";
import { readMasterFile } from "../zone/master-file.ts";
import { printPrivateKey, readPrivateKey } from "./private-key-text.ts";
import { type PrivateKey, signingKeyOf } from "./signing-keys.ts";

/** Algorithm and tag, as they end a key's name. */
const keyPart = "013+12345";
const pairName = /^(K.*\+\d{3}\+\d{5})\.private$/s;

export interface KeyDirectory {
  readonly keys: readonly PrivateKey[];
  readonly faults: readonly string[];
}

/** `Kexample.test.+013+12345`: zone, algorithm, tag. */
export function keyFileName(zone: Name, { algorithm, tag }: SigningKey): string {
  return `${zonePart(zone)}${String(algorithm).padStart(3, "0")}+${String(tag).padStart(5, "0")}`;
}

/** Writes both files; null when that went well. */
export function writeKeyFiles(directory: string, zone: Name, key: PrivateKey, madeSeconds: number): string | null {
  const name = printName(zone.wire);
  const kind = isEntryPoint(readDnsKey(key.dnskey)) ? "key-signing" : "zone-signing";
  const record = `; This is a ${kind} key, keyid ${key.tag}, for ${name}\n${name} IN DNSKEY ${printRdata(RRType.DNSKEY, key.dnskey)}\n`;
  const path = join(directory, keyFileName(zone, key));
  try {
    writeFileSync(`${path}.private`, printPrivateKey(key, madeSeconds), { flag: "wx", mode: 0o600 });
    writeFileSync(`${path}.key`, record, { flag: "wx" });
    return null;
  } catch (error) {
    return `${path} cannot be written: ${(error as Error).message}`;
  }
}

/** The keys of the zone that lie in the directory, in the order of their files' names. */
export function readKeyFiles(directory: string, zone: Name): KeyDirectory {
  const listed = listKeyFiles(directory);
  if (typeof listed === "string") return { keys: [], faults: [listed] };
  return readListedKeys(directory, zone, listed.get(zonePart(zone)) ?? []);
}

/** Names of keys without their endings, by the zone's part of them (`zonePart`); or why they cannot be known. */
export function listKeyFiles(directory: string): Map<string, string[]> | string {
  try {
    const names = readdirSync(directory).flatMap((file) => pairName.exec(file)?.[1] ?? []);
    return Map.groupBy(names.toSorted(), (name) => name.slice(0, -keyPart.length));
  } catch (error) {
    return `${directory} cannot be read: ${(error as Error).message}`;
  }
}

/** The keys of a zone, by their names in a directory. */
export function readListedKeys(directory: string, zone: Name, names: readonly string[]): KeyDirectory {
  const keys: PrivateKey[] = [];
  const faults: string[] = [];
  for (const name of names) {
    const path = join(directory, name);
    const key = readPair(path, zone);
    if (typeof key === "string") faults.push(`${path}: ${key}`);
    else keys.push(key);
  }
  return { keys, faults };
}

function readPair(path: string, zone: Name): PrivateKey | string {
  try {
    const dnskey = readRecord(readFileSync(`${path}.key`), zone);
    if (dnskey === null) return "the .key file has no DNSKEY record of the zone";
    const numbers = readPrivateKey(readFileSync(`${path}.private`, "latin1"), dnskey[3]);
    return typeof numbers === "string" ? numbers : signingKeyOf(dnskey, numbers);
  } catch (error) {
    return `cannot be read: ${(error as Error).message}`;
  }
}

/** The DNSKEY record of a .key file, which may leave out the TTL. */
function readRecord(text: Uint8Array, zone: Name): Uint8Array | null {
  let found: Uint8Array | null = null;
  const whole = Buffer.concat([Buffer.from("$TTL 0\n"), text]);
  readMasterFile(
    "",
    whole,
    { origin: Name.root, open: () => "includes nothing" },
    {
      record(owner, ownerLength, type, _ttlSeconds, rdata, rdataLength) {
        const name = new Name(owner.slice(0, ownerLength));
        if (type === RRType.DNSKEY && name.equals(zone)) found ??= rdata.slice(0, rdataLength);
      },
    },
  );
  return found;
}

/** What the names of a zone's keys begin with. Zones' names may hold slashes, which must not lead to another directory. */
export function zonePart({ wire }: Name): string {
  return `K${printName(wire).toLowerCase().replaceAll("/", "\\047")}+`;
}
