// The keys of zones that are signed here: where each zone's lie, and one that is made where the folder is our own and has none. In a
// folder that somebody named, a zone without a key is a mistake: a key that is made would not be the one that the parent knows.

import { mkdirSync } from "node:fs";
import { keyFileName, readKeyFiles, writeKeyFiles } from "../../crypto/key-files.ts";
import { newSigningKey, type PrivateKey } from "../../crypto/signing-keys.ts";
import { stampOf } from "../../disk/zone-files.ts";
import type { Name } from "../../dns/name.ts";
import { printName } from "../../dns/text/name-text.ts";
import { KeyFlag } from "../../dnssec/dnskey.ts";
import { signersOf } from "../../dnssec/sign-zone.ts";

export interface KeyFolder {
  readonly directory: string;
  /** The algorithm of a key that is made where a zone has none; null: none is made. */
  readonly makes: number | null;
}

export interface FoundKeys {
  readonly keys: readonly PrivateKey[];
  /** The name of a key's files that was made just now. */
  readonly made: string | null;
}

/** The zone's keys, or a sentence about why it cannot be signed. */
export function findKeys(folder: KeyFolder, zone: Name, nowSeconds: number): FoundKeys | string {
  const { directory, makes } = folder;
  if (makes !== null) {
    const fault = madeDirectory(directory);
    if (fault !== null) return fault;
  }
  const { keys, faults } = readKeyFiles(directory, zone);
  if (faults.length > 0) return faults.join("; ");
  if (signersOf(keys).zone.length > 0) return { keys, made: null };
  if (makes === null) return `${directory} has no key of ${printName(zone.wire)}: signpost zone keygen makes one`;
  return makeKey(directory, zone, makes, nowSeconds);
}

/** Is another where a key came or went. */
export function keyStamp({ directory }: KeyFolder): string {
  return stampOf(directory);
}

function makeKey(directory: string, zone: Name, algorithm: number, nowSeconds: number): FoundKeys | string {
  const key = newSigningKey({ algorithm, flags: KeyFlag.zone | KeyFlag.entryPoint });
  if (typeof key === "string") return key;
  const fault = writeKeyFiles(directory, zone, key, nowSeconds);
  return fault ?? { keys: [key], made: keyFileName(zone, key) };
}

function madeDirectory(directory: string): string | null {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return null;
  } catch (error) {
    return `${directory} cannot be made: ${(error as Error).message}`;
  }
}
