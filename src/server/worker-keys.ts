// A worker's end of the line of keys (./zone-keys.ts): the port of ../authority/signers.ts. Keys become keys of the crypto library when
// they are first signed with. A number that is not known is looked for on the line at once: it was sent before it was spoken of.

import { randomBytes } from "node:crypto";
import { type MessagePort, receiveMessageOnPort } from "node:worker_threads";
import type { Signers, ZoneKeys } from "../authority/signers.ts";
import { BoundedMap } from "../base/bounded-map.ts";
import { maxImportedKeys } from "../base/limits.ts";
import { pkcs8SigningKey } from "../crypto/signing-keys.ts";
import type { SigningKey } from "../dnssec/sign.ts";
import { Cell } from "../net/counters.ts";
import type { ZoneKeyPair } from "../store/signing-keys.ts";
import type { ZoneSigning } from "../store/zone-signing.ts";
import type { KeyMessage } from "./zone-keys.ts";

export class WorkerKeys implements Signers {
  readonly secret = Uint8Array.from(randomBytes(16));
  readonly #line: MessagePort;
  readonly #counters: Float64Array;
  readonly #known = new Map<number, ZoneSigning>();
  readonly #imported = new BoundedMap<ZoneKeys>(maxImportedKeys);

  constructor(line: MessagePort, counters: Float64Array) {
    this.#line = line;
    this.#counters = counters;
  }

  nowSeconds(): number {
    return Math.floor(Date.now() / 1000);
  }

  find(signer: number): ZoneKeys | null {
    const name = String(signer);
    const imported = this.#imported.touch(name);
    if (imported !== undefined) return imported;
    if (!this.#known.has(signer)) this.#readLine();
    const signing = this.#known.get(signer);
    const keys = signing === undefined ? null : importKeys(signing);
    if (keys !== null) this.#imported.set(name, keys);
    return keys;
  }

  count(what: "made" | "withheld"): void {
    this.#counters[what === "made" ? Cell.signaturesMade : Cell.signaturesWithheld]++;
  }

  #readLine(): void {
    for (let next = receiveMessageOnPort(this.#line); next !== undefined; next = receiveMessageOnPort(this.#line)) {
      const { signer, signing } = next.message as KeyMessage;
      if (signing !== null) this.#known.set(signer, signing);
      else {
        this.#known.delete(signer);
        this.#imported.delete(String(signer));
      }
    }
  }
}

/** null where a private key is none: the store holds what it made, so that is a fault of ours. */
function importKeys({ keySigning, zoneSigning }: ZoneSigning): ZoneKeys | null {
  const zone = importKey(zoneSigning);
  const entry = keySigning.map(importKey).filter((key) => key !== null);
  return zone === null || entry.length < keySigning.length ? null : { entry, zone };
}

function importKey({ dnskey, privateKey }: ZoneKeyPair): SigningKey | null {
  const key = pkcs8SigningKey(dnskey, Uint8Array.fromBase64(privateKey));
  return typeof key === "string" ? null : key;
}
