// Class CH: who and what this server is (RFC 4892), answered only where the configuration gives an answer.
// version.bind, version.server: the software; id.server, hostname.bind: the instance. Type TXT (or ANY); all else is refused.

import { RRType } from "../dns/types.ts";
import type { NameCursor } from "../dns/name-cursor.ts";
import { sameName } from "../dns/name.ts";

const encoder = new TextEncoder();

interface ChaosRecord {
  readonly name: Uint8Array;
  /** TXT RDATA: one character-string. */
  readonly rdata: Uint8Array;
}

/** The records of class CH that a server discloses. */
export class Chaos {
  readonly #records: ChaosRecord[] = [];

  /** `version` and `identity` are disclosed as they are; null refuses. Longer than 255 octets is cut (RFC 1035 §3.3). */
  constructor(version: string | null, identity: string | null) {
    this.#disclose("version", "bind", version);
    this.#disclose("version", "server", version);
    this.#disclose("id", "server", identity);
    this.#disclose("hostname", "bind", identity);
  }

  /** The TXT RDATA for a question of class CH, or null to refuse it. */
  find(name: NameCursor, qtype: number): Uint8Array | null {
    if (qtype !== RRType.TXT && qtype !== RRType.ANY) return null;
    for (const record of this.#records) if (sameName(name.bytes, name.start, record.name, 0)) return record.rdata;
    return null;
  }

  #disclose(first: string, second: string, value: string | null): void {
    if (value === null) return;
    const text = encoder.encode(value).subarray(0, 255);
    const name = Uint8Array.of(first.length, ...encoder.encode(first), second.length, ...encoder.encode(second), 0);
    this.#records.push({ name, rdata: Uint8Array.of(text.length, ...text) });
  }
}
