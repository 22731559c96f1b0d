// The keys of zones that are signed here, in a directory: which each zone has, and one that is made where the directory is our own and
// has none. In a directory that somebody named, a zone without a key is a mistake: a key that is made would not be the one that the
// parent knows. A directory of many zones' keys is listed once, and again when it has changed.

import { mkdirSync } from "node:fs";
import { keyFileName, listKeyFiles, readListedKeys, writeKeyFiles, zonePart } from "../../crypto/key-files.ts";
import { newSigningKey, type PrivateKey } from "../../crypto/signing-keys.ts";
import { stampOf } from "../../disk/zone-files.ts";
import type { Name } from "../../dns/name.ts";
import { printName } from "../../dns/text/name-text.ts";
import { KeyFlag } from "../../dnssec/dnskey.ts";
import { signersOf } from "../../dnssec/sign-zone.ts";

export interface FoundKeys {
  readonly keys: readonly PrivateKey[];
  /** The name of a key that was made just now. */
  readonly made: string | null;
}

export class KeyFolder {
  readonly directory: string;
  readonly #makes: number | null;
  #stamp = "";
  #names: Map<string, readonly string[]> | string = new Map();

  /** `makes`: the algorithm of a key that is made where a zone has none; null: none is made. */
  constructor(directory: string, makes: number | null) {
    this.directory = directory;
    this.#makes = makes;
  }

  /** The zone's keys, or a sentence about why it cannot be signed. */
  find(zone: Name, nowSeconds: number): FoundKeys | string {
    const fault = this.#makes === null ? null : madeDirectory(this.directory);
    if (fault !== null) return fault;
    this.#list();
    if (typeof this.#names === "string") return this.#names;
    const { keys, faults } = readListedKeys(this.directory, zone, this.#names.get(zonePart(zone)) ?? []);
    if (faults.length > 0) return faults.join("; ");
    if (signersOf(keys).zone.length > 0) return { keys, made: null };
    if (this.#makes === null)
      return `${this.directory} has no key of ${printName(zone.wire)}: signpost zone keygen makes one`;
    return this.#make(zone, this.#makes, this.#names, nowSeconds);
  }

  /** Is another where a key of the zone came or went. */
  fingerprint(zone: Name): string {
    this.#list();
    return typeof this.#names === "string" ? this.#names : (this.#names.get(zonePart(zone)) ?? []).join(" ");
  }

  /** Reads the directory where it has changed. */
  #list(): void {
    const stamp = stampOf(this.directory);
    if (stamp !== "" && stamp === this.#stamp) return;
    this.#stamp = stamp;
    this.#names = listKeyFiles(this.directory);
  }

  #make(zone: Name, algorithm: number, names: Map<string, readonly string[]>, nowSeconds: number): FoundKeys | string {
    const key = newSigningKey({ algorithm, flags: KeyFlag.zone | KeyFlag.entryPoint });
    if (typeof key === "string") return key;
    const fault = writeKeyFiles(this.directory, zone, key, nowSeconds);
    if (fault !== null) return fault;
    const made = keyFileName(zone, key);
    names.set(zonePart(zone), [made]);
    this.#stamp = stampOf(this.directory); // so that the keys of a thousand new zones are not listed a thousand times
    return { keys: [key], made };
  }
}

function madeDirectory(directory: string): string | null {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    return null;
  } catch (error) {
    return `${directory} cannot be made: ${(error as Error).message}`;
  }
}
